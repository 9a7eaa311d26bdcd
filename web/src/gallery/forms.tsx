import { useState } from 'react';
import { DateField } from '../ui/datefield.tsx';
import { CheckField, ChoiceField, LongTextField, SelectField, SwitchField, TextField } from '../ui/field.tsx';
import { FileDrop } from '../ui/filedrop.tsx';
import { ManyField } from '../ui/recipients.tsx';
import { Progress } from '../ui/states.tsx';
import { Block } from './block.tsx';
import { choices } from './samples.ts';

export function Fields() {
  const [text, setText] = useState('Về việc rà soát danh mục hồ sơ');
  const [none, setNone] = useState('');
  const [day, setDay] = useState('2026-12-04');
  const [check, setCheck] = useState(true);
  const [choice, setChoice] = useState<string>('urgent');
  const [type, setType] = useState<string | null>('bc');
  const options = [
    { id: 'cv', name: 'Công văn', note: 'CV' },
    { id: 'bc', name: 'Báo cáo', note: 'BC' },
    { id: 'm', name: 'Mật', note: 'Điều 1.2', disabled: true },
  ];
  return (
    <Block title="Ô nhập">
      <TextField label="Người ký" value={text} onChange={setText} help="Đúng như trong văn bản." />
      <TextField label="Ô trống, bắt buộc" value={none} onChange={setNone} required placeholder="Gợi ý trong ô" />
      <TextField label="Ô sai" value={none} onChange={setNone} error="Trường này không được để trống." />
      <TextField label="Ô khóa" value="128/SNV-VP" onChange={setNone} disabled />
      <TextField label="Mã PIN của thiết bị ký" type="password" value="123456" onChange={setNone} />
      <LongTextField
        label="Trích yếu"
        value={text}
        onChange={setText}
        most={34}
        help="Nêu khái quát nội dung chủ yếu."
      />
      <SelectField label="Loại văn bản" value={type} onChange={setType} options={options} />
      <SelectField
        label="Chưa chọn, sai"
        value={null}
        onChange={setType}
        options={options}
        error="Chọn loại văn bản."
      />
      <ChoiceField
        label="Độ khẩn"
        value={choice}
        onChange={setChoice}
        options={[
          { id: 'normal', name: 'Thường' },
          { id: 'urgent', name: 'Khẩn' },
          { id: 'express', name: 'Hỏa tốc' },
          { id: 'off', name: 'Không chọn được', disabled: true },
        ]}
      />
      <DateField label="Hạn trả lời" value={day} onChange={setDay} help="Để trống nếu không yêu cầu trả lời." />
      <DateField label="Hạn trả lời, trống và sai" value="" onChange={() => undefined} error="Chọn ngày." />
      <CheckField label="Gửi kèm bản giấy" value={check} onChange={setCheck} help="Theo danh mục của cơ quan." />
      <CheckField label="Không đổi được" value={false} onChange={setCheck} disabled />
      <SwitchField label="Phím một chữ" value={check} onChange={setCheck} />
    </Block>
  );
}

export function Choosing() {
  const [few, setFew] = useState(['0', '1', '7']);
  const [many, setMany] = useState(() => choices.map((one) => one.id));
  return (
    <Block title="Nơi nhận">
      <ManyField label="Nơi nhận (ba)" value={few} onChange={setFew} choices={choices} help="Tìm không cần dấu." />
      <ManyField label="Nơi nhận (năm trăm)" value={many} onChange={setMany} choices={choices} />
      <ManyField
        label="Chưa chọn, sai"
        required
        value={[]}
        onChange={setFew}
        choices={choices}
        error="Chọn ít nhất một nơi nhận."
      />
    </Block>
  );
}

export function Files() {
  const nothing = () => undefined;
  const attachments = Array.from({ length: 60 }, (_, at) => ({
    key: String(at),
    name: `Phụ lục ${at + 1} – số liệu chi tiết.xlsx`,
    size: 48_000 + at * 911,
    progress: null,
  }));
  return (
    <Block title="Tệp">
      <FileDrop
        label="Tệp dự thảo"
        required
        files={[]}
        onFiles={nothing}
        onRemove={nothing}
        help=".docx, .odt hoặc .pdf, đến 50 MB."
      />
      <FileDrop
        label="Chưa chọn, sai"
        files={[]}
        onFiles={nothing}
        onRemove={nothing}
        error="Chọn tệp dự thảo trước khi trình."
      />
      <FileDrop
        label="Đang tải, đã lưu, bị từ chối"
        many
        files={[
          { key: 'a', name: 'Báo cáo quý IV.docx', size: 41_200_000, progress: 0.42 },
          { key: 'b', name: 'Phụ lục số liệu.xlsx', size: 90_000, progress: null },
          {
            key: 'c',
            name: 'cai-dat.exe',
            size: 9_000,
            progress: 0,
            trouble: {
              what: 'Loại tệp của cai-dat.exe không được nhận.',
              why: 'Điều 14.2',
              fix: 'Lưu dưới dạng .docx, .xlsx hoặc .pdf rồi tải lên lại.',
            },
          },
        ]}
        onFiles={nothing}
        onRemove={nothing}
      />
      <FileDrop label="Sáu mươi tệp" many most={60} files={attachments} onFiles={nothing} onRemove={nothing} />
      <Progress value={0.6} label="Đang tải" />
      <Progress value={null} label="Đang chuyển sang PDF" />
    </Block>
  );
}
