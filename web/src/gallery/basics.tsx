import { Button, IconButton, Kbd } from '../ui/button.tsx';
import { Chip, Count, Mark, type Tone } from '../ui/chip.tsx';
import { Block } from './block.tsx';

const colours = [
  'paper',
  'surface',
  'raised',
  'sunken',
  'hover',
  'line',
  'line-strong',
  'edge',
  'ink',
  'ink-2',
  'ink-3',
  'accent',
  'accent-strong',
  'accent-soft',
  'red',
  'red-soft',
  'amber',
  'amber-soft',
  'green',
  'green-soft',
];

export function Colours() {
  return (
    <Block title="Màu" wide>
      <div className="swatches">
        {colours.map((one) => (
          <div key={one} className="swatch">
            <span style={{ background: `var(--${one})` }} />
            <code>{one}</code>
          </div>
        ))}
      </div>
    </Block>
  );
}

export function Type() {
  const sizes = [
    ['title', 'Sổ đăng ký văn bản'],
    ['head', 'Quyết định số 128/QĐ-SNV'],
    ['read', 'Ủy ban nhân dân huyện Đầm Hà — dấu chồng: Ữ Ễ Ổ ặ ỡ'],
    ['body', 'Nơi nhận đã tiếp nhận lúc 20/11/2026 14:03'],
    ['small', 'còn 2 giờ làm việc · Điều 7.2'],
    ['tiny', 'registers.number_taken'],
  ] as const;
  return (
    <Block title="Chữ">
      {sizes.map(([name, text]) => (
        <p key={name} style={{ fontSize: `var(--t-${name})`, lineHeight: `var(--l-${name})` }}>
          {text} <span className="faint small">{name}</span>
        </p>
      ))}
      <p className="strong">Số thẳng cột: 1.111 · 8.888</p>
    </Block>
  );
}

export function Buttons() {
  return (
    <Block title="Nút">
      {(['primary', 'quiet', 'plain', 'danger'] as const).map((kind) => (
        <div key={kind} className="across">
          <Button kind={kind} label={kind === 'danger' ? 'Thu hồi' : 'Tiếp nhận'} />
          <Button kind={kind} label="Có hình" icon="incoming" />
          <Button kind={kind} label="Đang làm" pending />
          <Button kind={kind} label="Không được" isDisabled />
          <Button kind={kind} label="Nhỏ" small />
        </div>
      ))}
      <div className="across">
        <Button kind="primary" label="Duyệt" letter="D" icon="approve" />
        <Button label="Trả lại" letter="R" icon="answer" />
        <IconButton icon="search" label="Tìm" />
        <IconButton icon="close" label="Đóng" small />
        <IconButton icon="menu" label="Đang bật" pressed />
        <Kbd>Ctrl K</Kbd>
      </div>
    </Block>
  );
}

export function Chips() {
  const tones: Tone[] = ['neutral', 'accent', 'red', 'amber', 'green'];
  const names = ['Đã đến', 'Đang xử lý', 'Hỏa tốc', 'Trả lại', 'Hoàn thành'];
  return (
    <Block title="Nhãn, dấu, số đếm">
      <div className="across">
        {tones.map((tone, at) => (
          <Chip key={tone} tone={tone}>
            {names[at]}
          </Chip>
        ))}
      </div>
      <div className="across">
        {tones.map((tone, at) => (
          <Chip key={tone} tone={tone} solid icon={tone === 'green' ? 'check' : 'alert'}>
            {names[at]}
          </Chip>
        ))}
      </div>
      <div className="across">
        {tones.map((tone, at) => (
          <Mark key={tone} tone={tone} icon="clock">
            {names[at]}
          </Mark>
        ))}
      </div>
      <div className="across">
        <Count value={3} />
        <Count value={128} strong />
        <Count value={4000} />
      </div>
    </Block>
  );
}
