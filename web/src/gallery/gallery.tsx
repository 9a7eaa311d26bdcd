import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'react-router';
import type { IncomingSummary, OutgoingSummary, Verdict } from '../api/schema.ts';
import { type Theme, theme } from '../lib/settings.ts';
import { useCell } from '../lib/store.ts';
import { IncomingRow, OutgoingRow } from '../screens/rows.tsx';
import { VerdictPanel } from '../screens/verdict.tsx';
import { Button, IconButton, Kbd } from '../ui/button.tsx';
import { Chip, Count, Mark, type Tone } from '../ui/chip.tsx';
import { DateField } from '../ui/datefield.tsx';
import { Confirm, Dialog } from '../ui/dialog.tsx';
import { Facts } from '../ui/facts.tsx';
import { CheckField, ChoiceField, LongTextField, SelectField, SwitchField, TextField } from '../ui/field.tsx';
import { FileDrop } from '../ui/filedrop.tsx';
import { Icon } from '../ui/icons.tsx';
import { KeyHelp } from '../ui/keyhelp.tsx';
import { VirtualList } from '../ui/list.tsx';
import { Palette } from '../ui/palette.tsx';
import { ManyField } from '../ui/recipients.tsx';
import { Empty, Notice, Progress, TroubleNote, Waiting } from '../ui/states.tsx';
import { Table } from '../ui/table.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Timeline } from '../ui/timeline.tsx';
import { announce } from '../ui/toast.tsx';
import '../style/gallery.css';

const now = '2026-11-20T09:20:00+07:00';
const trouble = {
  what: 'Số 128 đã được cấp cho văn bản khác.',
  why: 'Điều 8.2 Quyết định 682-QĐ/TU',
  fix: 'Tải lại để lấy số tiếp theo của sổ.',
  code: 'registers.number_taken',
};
const choices = Array.from({ length: 500 }, (_, at) => ({
  id: String(at),
  name:
    at === 0
      ? 'Sở Thông tin và Truyền thông (thử nghiệm)'
      : at === 1
        ? 'Ủy ban nhân dân huyện Đầm Hà (thử nghiệm)'
        : `Ủy ban nhân dân xã số ${at} (thử nghiệm)`,
  code: `000.${String(at).padStart(3, '0')}.21.H99`,
}));
const long =
  'Đề nghị cho ý kiến đối với dự thảo quyết định ban hành quy chế công tác văn thư, lưu trữ, thay thế quy định trước đây về việc tiếp nhận, đăng ký, chuyển giao và theo dõi văn bản đến tại các cơ quan, đơn vị trên địa bàn tỉnh';

const incomingRow = (id: string, patch: Partial<IncomingSummary>): IncomingSummary => ({
  id,
  stage: 'arrived',
  notation: '402/QĐ-UBND',
  day: '2026-11-19',
  type_name: 'Quyết định',
  abstract: 'Về việc hoán đổi ngày làm việc',
  urgency: 'normal',
  from: 'Ủy ban nhân dân huyện B (thử nghiệm)',
  arrived_at: '2026-11-20T08:07:00+07:00',
  arrival_number: null,
  verdict: 'valid',
  attachments: 0,
  lead: null,
  deadline: null,
  ...patch,
});
const incomingRows = [
  incomingRow('1', {
    urgency: 'express',
    verdict: 'valid',
    attachments: 2,
    deadline: { due_at: now, state: 'overdue', words: 'quá hạn 40 phút', clause: 'Điều 5.2b' },
  }),
  incomingRow('2', {
    urgency: 'urgent',
    verdict: 'undetermined',
    deadline: { due_at: now, state: 'soon', words: 'còn 2 giờ làm việc', clause: 'Điều 5.2b' },
  }),
  incomingRow('3', { verdict: 'changed_after_signing', abstract: long, attachments: 60 }),
  incomingRow('4', {
    stage: 'in_handling',
    arrival_number: 864,
    lead: 'Chuyên viên A (thử nghiệm)',
    deadline: { due_at: now, state: 'ahead', words: 'còn 3 ngày làm việc', clause: 'Hạn do lãnh đạo giao' },
  }),
  incomingRow('5', { stage: 'completed', deadline: { due_at: now, state: 'met', words: 'đúng hạn', clause: '' } }),
  incomingRow('6', { stage: 'returned', verdict: 'not_signed' }),
  incomingRow('7', { stage: 'cancel_due' }),
  incomingRow('8', { stage: 'cancelled', arrived_at: '2025-03-02T08:00:00+07:00' }),
];
const outgoingRow = (id: string, patch: Partial<OutgoingSummary>): OutgoingSummary => ({
  id,
  stage: 'drafting',
  notation: null,
  day: null,
  type_name: 'Báo cáo',
  abstract: 'Kết quả thực hiện gửi, nhận văn bản điện tử quý III',
  urgency: 'normal',
  drafter: 'Chuyên viên A (thử nghiệm)',
  signer: 'Lãnh đạo A (thử nghiệm)',
  updated_at: now,
  recipients: 3,
  statuses: {},
  attachments: 2,
  next_signature: null,
  deadline: null,
  ...patch,
});
const outgoingRows = [
  outgoingRow('1', {}),
  outgoingRow('2', { stage: 'awaiting_approval', urgency: 'very_urgent' }),
  outgoingRow('3', { stage: 'signing', notation: '127/BC-SNV', next_signature: 'personal' }),
  outgoingRow('4', {
    stage: 'sealed',
    notation: '126/BC-SNV',
    deadline: { due_at: now, state: 'soon', words: 'còn 2 giờ làm việc', clause: 'Điều 7.2' },
  }),
  outgoingRow('5', {
    stage: 'issued',
    notation: '125/BC-SNV',
    recipients: 500,
    statuses: { accepted: 480, arrived: 20 },
  }),
  outgoingRow('6', { stage: 'issued', notation: '124/BC-SNV', statuses: { completed: 3 } }),
  outgoingRow('7', { stage: 'issued', notation: '123/BC-SNV', statuses: { accepted: 2, returned: 1 } }),
  outgoingRow('8', { stage: 'recalled', notation: '122/BC-SNV' }),
];

const signature = (verdict: string): Verdict['signatures'][number] => ({
  field: `Signature-${verdict}`,
  role: 'seal',
  signer: 'Ủy ban nhân dân huyện B (thử nghiệm)',
  organisation: 'Ủy ban nhân dân huyện B (thử nghiệm)',
  issuer: 'CA thử nghiệm',
  serial: '5f:0c:aa:19:3e:72:11:08',
  signing_time: now,
  verdict,
  integrity: 'intact',
  reasons: [],
  coverage: 'whole_file',
  algorithm: 'RSA-PKCS1-SHA256',
  chain_status: verdict === 'valid' ? 'trusted' : 'no_path',
  revocation_status: verdict === 'valid' ? 'good' : 'unknown',
  valid_from: '2026-01-01T00:00:00+07:00',
  valid_to: '2029-01-01T00:00:00+07:00',
});
const verdictOf = (verdict: Verdict['verdict'], integrity: Verdict['integrity'], sentence?: string): Verdict => ({
  verdict,
  integrity,
  words: '',
  reasons: sentence ? [{ code: 'sample', sentence }] : [],
  revisions: 1,
  judged_at: now,
  addressee_right: verdict === 'valid',
  complete: verdict !== 'malformed',
  signatures: verdict === 'not_signed' || verdict === 'malformed' ? [] : [signature(verdict)],
});

export default function Gallery() {
  const look = useCell(theme);
  useEffect(() => {
    document.title = 'Bộ thành phần · Công văn';
  }, []);
  return (
    <main className="gallery scroll" tabIndex={-1}>
      <header className="gallery-head">
        <h1>Bộ thành phần</h1>
        <span className="quiet">Mỗi thành phần trong mọi trạng thái; màn hình chỉ dùng những gì có ở đây.</span>
        <span className="push">
          <ChoiceField
            label="Nền"
            value={look}
            onChange={(value) => theme.set(value as Theme)}
            options={[
              { id: 'auto', name: 'Theo máy' },
              { id: 'light', name: 'Sáng' },
              { id: 'dark', name: 'Tối' },
            ]}
          />
        </span>
        <Link to="/">Về hệ thống</Link>
      </header>
      <Colours />
      <Type />
      <Buttons />
      <Chips />
      <Fields />
      <Choosing />
      <Files />
      <Rows />
      <Tables />
      <Verdicts />
      <Story />
      <States />
      <Floating />
      <Banners />
    </main>
  );
}

function Block({ title, children, wide }: { title: string; children: ReactNode; wide?: boolean }) {
  return (
    <section className={`specimen${wide ? ' specimen-wide' : ''}`}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

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

function Colours() {
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

function Type() {
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

function Buttons() {
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

function Chips() {
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

function Fields() {
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

function Choosing() {
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

function Files() {
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

function Rows() {
  const [open, setOpen] = useState('2');
  const [chosen, setChosen] = useState<Set<string>>(new Set(['4']));
  const list = (label: string, narrow: boolean) => (
    <div className={`specimen-list${narrow ? ' specimen-narrow' : ''}`}>
      <VirtualList
        label={label}
        items={incomingRows}
        idOf={(one) => one.id}
        openId={open}
        onOpen={(one) => setOpen(one.id)}
        chosen={chosen}
        onChoose={setChosen}
        row={(one, state) => <IncomingRow one={one} state={state} now={now} mixed />}
      />
    </div>
  );
  return (
    <Block title="Dòng danh sách" wide>
      {list('Văn bản đến, rộng', false)}
      <div className="specimen-list">
        <VirtualList
          label="Văn bản đi, rộng"
          items={outgoingRows}
          idOf={(one) => one.id}
          onOpen={() => undefined}
          row={(one, state) => <OutgoingRow one={one} state={state} now={now} mixed />}
        />
      </div>
      {list('Văn bản đến, hẹp', true)}
    </Block>
  );
}

function Tables() {
  const rows = [
    { n: 127, state: 'entered' },
    { n: 126, state: 'reserved' },
    { n: 125, state: 'voided' },
  ];
  return (
    <Block title="Bảng và tab" wide>
      <div className="specimen-frame">
        <Table
          label="Sổ văn bản đi 2026"
          rows={rows}
          idOf={(one) => String(one.n)}
          mute={(one) => one.state === 'voided'}
          columns={[
            { id: 'n', name: 'Số', width: '64px', align: 'end', cell: (one) => <strong>{one.n}</strong> },
            { id: 'day', name: 'Ngày', width: '100px', cell: () => '20/11/2026' },
            { id: 'abstract', name: 'Trích yếu', cell: () => long },
            {
              id: 'note',
              name: 'Ghi chú',
              width: '160px',
              cell: (one) =>
                one.state === 'voided' ? (
                  <Chip tone="amber">đã hủy số</Chip>
                ) : one.state === 'reserved' ? (
                  <Chip>giữ số</Chip>
                ) : (
                  ''
                ),
            },
          ]}
        />
      </div>
      <div className="specimen-frame">
        <TabsSample />
      </div>
    </Block>
  );
}

function TabsSample() {
  const [tab, setTab] = useState('b');
  return (
    <Tabs
      label="Mẫu"
      selected={tab}
      onSelect={setTab}
      items={[
        { id: 'a', name: 'Nơi nhận', count: 4, body: 'Nơi nhận' },
        {
          id: 'b',
          name: 'Thông tin',
          body: (
            <Facts
              numbered
              items={[
                { key: '1', label: 'Mã định danh cơ quan', value: '000.00.12.H99' },
                { key: '2', label: 'Số, ký hiệu', value: '128/SNV-VP' },
                { key: '3', label: 'Trích yếu', value: long },
                { key: '4', label: 'Hạn', value: '' },
              ]}
            />
          ),
        },
        { id: 'c', name: 'Lịch sử', body: 'Lịch sử' },
      ]}
    />
  );
}

function Verdicts() {
  return (
    <Block title="Bảng chữ ký" wide>
      <div className="verdicts">
        <VerdictPanel verdict={verdictOf('valid', 'intact')} />
        <VerdictPanel
          verdict={verdictOf(
            'valid_with_additions',
            'intact_with_additions',
            'Một trường biểu mẫu được thêm sau chữ ký và không đổi nội dung.',
          )}
        />
        <VerdictPanel
          verdict={verdictOf('undetermined', 'intact', 'Chứng thư số của người ký không dẫn đến nơi cấp được tin cậy.')}
        />
        <VerdictPanel
          verdict={verdictOf(
            'changed_after_signing',
            'changed_after_signing',
            'Trang 1 bị thay nội dung sau chữ ký cuối cùng.',
          )}
        />
        <VerdictPanel verdict={verdictOf('malformed', 'malformed', 'Không đọc được cấu trúc tệp PDF.')} />
        <VerdictPanel verdict={verdictOf('not_signed', 'not_signed')} />
      </div>
    </Block>
  );
}

function Story() {
  return (
    <Block title="Lịch sử">
      <Timeline
        items={[
          {
            key: '3',
            at: '2026-11-20T09:02:11+07:00',
            sentence: 'Sở Tài chính tỉnh A (thử nghiệm) từ chối nhận.',
            detail: 'Phụ lục gửi kèm chưa có chữ ký số của cơ quan.',
            by: 'Văn thư C (thử nghiệm)',
            where: 'Sở Tài chính tỉnh A',
            index: 4128,
          },
          {
            key: '2',
            at: '2026-11-20T08:56:40+07:00',
            sentence: 'Văn thư A (thử nghiệm) phát hành đến 3 nơi nhận.',
            by: 'Văn thư A (thử nghiệm)',
            index: 4127,
          },
          {
            key: '1',
            at: '2026-11-20T08:12:00+07:00',
            sentence: 'Lãnh đạo A (thử nghiệm) duyệt; văn bản được cấp số 128/SNV-VP.',
            index: 4126,
          },
        ]}
      />
    </Block>
  );
}

function States() {
  return (
    <Block title="Trống, chờ, lỗi, lưu ý">
      <Empty icon="incoming" title="Không có văn bản nào" act={<Button label="Xem văn bản đến" />}>
        Văn bản nơi khác gửi đến sẽ vào đây ngay khi đã kiểm tra chữ ký.
      </Empty>
      <Waiting rows={3} />
      <TroubleNote trouble={trouble} onRetry={() => undefined} />
      <Notice>Đây là nội dung soạn dở từ lần trước.</Notice>
      <Notice tone="accent" icon="answer">
        Trả lời 402/QĐ-UBND của Ủy ban nhân dân huyện B.
      </Notice>
      <Notice tone="amber" icon="question">
        Chữ ký: không đủ căn cứ. Đọc mục Kiểm tra trước khi tiếp nhận.
      </Notice>
      <Notice tone="red" icon="recall">
        Nơi gửi thu hồi văn bản này.
      </Notice>
      <Notice tone="green" icon="check">
        Mọi nơi nhận đã xác nhận.
      </Notice>
    </Block>
  );
}

function Floating() {
  const [open, setOpen] = useState('');
  const close = () => setOpen('');
  return (
    <Block title="Hộp thoại, bảng lệnh, thông báo">
      <div className="across">
        <Button label="Hộp thoại" onPress={() => setOpen('dialog')} />
        <Button label="Xác nhận" onPress={() => setOpen('confirm')} />
        <Button kind="danger" label="Xác nhận có lý do" onPress={() => setOpen('danger')} />
        <Button label="Bảng lệnh" onPress={() => setOpen('palette')} />
        <Button label="Phím" onPress={() => setOpen('keys')} />
        <Button label="Thông báo" onPress={() => announce('Đã tiếp nhận, số đến 865.')} />
        <Button
          label="Thông báo hoàn tác được"
          onPress={() => announce('Đã bỏ nội dung soạn dở.', () => announce('Đã lấy lại.'))}
        />
      </div>
      <Dialog
        title="Hộp thoại"
        isOpen={open === 'dialog'}
        onClose={close}
        foot={<Button kind="primary" label="Đóng" onPress={close} />}
      >
        <p>Nội dung đọc được, không chặn gì khác.</p>
      </Dialog>
      <Confirm
        title="Phát hành 128/SNV-VP"
        consequence="Văn bản được gửi ngay đến 3 nơi nhận và không sửa được nữa; chỉ có thể thu hồi."
        clause="Điều 7.2"
        verb="Phát hành"
        icon="issue"
        isOpen={open === 'confirm'}
        onClose={close}
        onConfirm={close}
      />
      <Confirm
        title="Thu hồi 128/SNV-VP"
        kind="danger"
        consequence="Nơi chưa tiếp nhận thì văn bản bị rút, nơi đã tiếp nhận phải hủy và xác nhận. Việc thu hồi không thể hoàn tác."
        verb="Thu hồi"
        icon="recall"
        isOpen={open === 'danger'}
        onClose={close}
        onConfirm={close}
        trouble={trouble}
      >
        <LongTextField label="Lý do" required value="" onChange={() => undefined} most={1000} />
      </Confirm>
      <Palette
        isOpen={open === 'palette'}
        onClose={close}
        commands={[
          { id: 'a', name: 'Văn bản đến', group: 'Màn hình', icon: 'incoming', run: close },
          { id: 'b', name: 'Duyệt', group: 'Việc trên trang', keys: 'D', run: close },
          { id: 'c', name: '128/SNV-VP', note: long, group: 'Văn bản đi', icon: 'outgoing', run: close },
        ]}
      />
      <KeyHelp isOpen={open === 'keys'} onClose={close} />
    </Block>
  );
}

function Banners() {
  return (
    <Block title="Dải báo" wide>
      <p className="banner banner-demo">
        <Icon name="clock" size={13} /> Hệ thống thử nghiệm · đồng hồ điều chỉnh: 20/11/2026 09:20
      </p>
      <p className="banner banner-down">
        <Icon name="offline" size={14} /> Mất kết nối từ 14:03. Nội dung đang xem có thể đã cũ; những gì đang nhập vẫn
        được giữ.
      </p>
      <p className="banner banner-again">
        <Icon name="check" size={14} /> Đã nối lại lúc 14:05 và cập nhật mọi danh sách.
      </p>
    </Block>
  );
}
