// Vietnamese strings for React Aria, which ships 34 languages without ours. Only the packages this client uses.
import { language } from '../lib/settings.ts';

type Args = Record<string, string | number | boolean>;
type Text = string | ((args: Args) => string);

const choose = (args: Args): string => String(args.optionText ?? '');

const vietnamese: Record<string, Record<string, Text>> = {
  'react-aria-components': {
    selectPlaceholder: 'Chọn một mục',
    tableResizer: 'Thanh chỉnh cỡ cột',
    dropzoneLabel: 'Vùng thả tệp',
    colorSwatchPicker: 'Mẫu màu',
  },
  '@react-aria/overlays': { dismiss: 'Đóng' },
  '@react-aria/searchfield': { 'Clear search': 'Xóa từ khóa' },
  '@react-aria/autocomplete': { collectionLabel: 'Gợi ý' },
  '@react-aria/menu': { longPressMessage: 'Nhấn giữ hoặc bấm Alt + mũi tên xuống để mở danh mục' },
  '@react-aria/spinbutton': { Empty: 'Trống' },
  '@react-aria/numberfield': {
    decrease: (args) => `Giảm ${args.fieldLabel}`,
    increase: (args) => `Tăng ${args.fieldLabel}`,
    numberField: 'Ô nhập số',
  },
  '@react-aria/tag': { removeDescription: 'Bấm phím Delete để bỏ mục này.', removeButtonLabel: 'Bỏ' },
  '@react-aria/grid': {
    deselectedItem: (args) => `Đã bỏ chọn ${args.item}.`,
    select: 'Chọn',
    selectedCount: (args) => (args.count === 0 ? 'Chưa chọn mục nào.' : `Đã chọn ${args.count} mục.`),
    selectedAll: 'Đã chọn tất cả.',
    selectedItem: (args) => `Đã chọn ${args.item}.`,
    longPressToSelect: 'Nhấn giữ để chọn nhiều mục.',
  },
  '@react-aria/gridlist': {
    hasActionAnnouncement: 'hàng có thao tác',
    hasLinkAnnouncement: (args) => `hàng có liên kết: ${args.link}`,
  },
  '@react-aria/calendar': {
    previous: 'Tháng trước',
    next: 'Tháng sau',
    selectedDateDescription: (args) => `Ngày đã chọn: ${args.date}`,
    selectedRangeDescription: (args) => `Khoảng đã chọn: ${args.dateRange}`,
    todayDate: (args) => `Hôm nay, ${args.date}`,
    todayDateSelected: (args) => `Hôm nay, đã chọn ${args.date}`,
    dateSelected: (args) => `Đã chọn ${args.date}`,
    startRangeSelectionPrompt: 'Bấm để chọn ngày bắt đầu',
    finishRangeSelectionPrompt: 'Bấm để chọn ngày kết thúc',
    minimumDate: 'Ngày sớm nhất có thể chọn',
    maximumDate: 'Ngày muộn nhất có thể chọn',
    dateRange: (args) => `${args.startDate} đến ${args.endDate}`,
  },
  '@react-aria/combobox': {
    focusAnnouncement: (args) =>
      `${args.isGroupChange ? `Nhóm ${args.groupTitle}, ${args.groupCount} mục. ` : ''}${choose(args)}${args.isSelected ? ', đã chọn' : ''}`,
    countAnnouncement: (args) => `Có ${args.optionCount} mục.`,
    selectedAnnouncement: (args) => `Đã chọn ${choose(args)}`,
    buttonLabel: 'Hiện gợi ý',
    listboxLabel: 'Gợi ý',
  },
  '@react-aria/datepicker': {
    era: 'kỷ nguyên',
    year: 'năm',
    month: 'tháng',
    day: 'ngày',
    hour: 'giờ',
    minute: 'phút',
    second: 'giây',
    dayPeriod: 'sáng hoặc chiều',
    calendar: 'Lịch',
    startDate: 'Từ ngày',
    endDate: 'Đến ngày',
    weekday: 'thứ',
    timeZoneName: 'múi giờ',
    selectedDateDescription: (args) => `Ngày đã chọn: ${args.date}`,
    selectedRangeDescription: (args) => `Khoảng đã chọn: ${args.startDate} đến ${args.endDate}`,
    selectedTimeDescription: (args) => `Giờ đã chọn: ${args.time}`,
  },
  '@react-stately/datepicker': {
    rangeUnderflow: (args) => `Ngày phải từ ${args.minValue} trở đi.`,
    rangeOverflow: (args) => `Ngày phải trước hoặc đúng ${args.maxValue}.`,
    rangeReversed: 'Ngày bắt đầu phải trước ngày kết thúc.',
    unavailableDate: 'Không chọn được ngày này.',
  },
  '@react-aria/toast': { close: 'Đóng', notifications: (args) => `${args.count} thông báo.` },
  '@react-aria/table': { select: 'Chọn', selectAll: 'Chọn tất cả' },
};

// React Aria looks here before its own languages, once, when the first component asks; so this runs before rendering,
// and a change of language reloads the page.
export function supplyAriaStrings(): void {
  if (language.get() !== 'vi') return;
  const page = window as unknown as Record<symbol, unknown>;
  page[Symbol.for('react-aria.i18n.locale')] = 'vi-VN';
  page[Symbol.for('react-aria.i18n.strings')] = vietnamese;
}
