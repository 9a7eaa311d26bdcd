import { type CalendarDate, parseDate } from '@internationalized/date';
import {
  Button as AriaButton,
  DatePicker as AriaDatePicker,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DateSegment,
  Dialog,
  Group,
  Heading,
  Popover,
} from 'react-aria-components';
import { words } from '../text/words.ts';
import { Below, Caption, type FieldCommon } from './field.tsx';
import { Icon } from './icons.tsx';

const say = words({
  day: ['ngày', 'dd'],
  month: ['tháng', 'mm'],
  year: ['năm', 'yyyy'],
  show_calendar: ['Mở lịch', 'Open the calendar'],
});

// A day, "2026-11-20" or empty; typed as dd/mm/yyyy or taken from the calendar.
export function DateField({
  label,
  help,
  error,
  required,
  disabled,
  value,
  onChange,
  onBlur,
  from,
}: FieldCommon & { value: string; onChange: (value: string) => void; onBlur?: () => void; from?: string | undefined }) {
  return (
    <AriaDatePicker
      className="field"
      value={dayOf(value)}
      onChange={(day) => onChange(day === null ? '' : day.toString())}
      onBlur={() => onBlur?.()}
      isInvalid={!!error}
      isRequired={required ?? false}
      isDisabled={disabled ?? false}
      minValue={from ? dayOf(from) : null}
      validationBehavior="aria"
      shouldForceLeadingZeros
    >
      <Caption label={label} required={required} />
      <Group className="input input-date">
        <DateInput className="date-parts">
          {(segment) => (
            <DateSegment segment={segment} className="date-part">
              {({ text, isPlaceholder, type }) => (isPlaceholder ? blankOf(type) : text)}
            </DateSegment>
          )}
        </DateInput>
        <AriaButton className="date-open" aria-label={say('show_calendar')}>
          <Icon name="calendar" />
        </AriaButton>
      </Group>
      <Below help={help} error={error} />
      <Popover className="popover" offset={4}>
        <Dialog className="month">
          <Calendar firstDayOfWeek="mon">
            <header className="month-head">
              <AriaButton slot="previous" className="button button-plain button-icon button-small">
                <Icon name="left" />
              </AriaButton>
              <Heading />
              <AriaButton slot="next" className="button button-plain button-icon button-small">
                <Icon name="right" />
              </AriaButton>
            </header>
            <CalendarGrid weekdayStyle="narrow">
              {(date) => <CalendarCell date={date} className="month-day" />}
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </AriaDatePicker>
  );
}

// What an empty part of a date shows, instead of "dd", "mm", "yyyy".
const blankOf = (part: string): string => (part === 'day' || part === 'month' || part === 'year' ? say(part) : '');

function dayOf(text: string): CalendarDate | null {
  try {
    return text === '' ? null : parseDate(text.slice(0, 10));
  } catch {
    return null;
  }
}
