import { useState } from 'react';
import { IncomingRow, OutgoingRow } from '../screens/rows.tsx';
import { VerdictPanel } from '../screens/verdict.tsx';
import { Chip } from '../ui/chip.tsx';
import { Facts } from '../ui/facts.tsx';
import { VirtualList } from '../ui/list.tsx';
import { Table } from '../ui/table.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Timeline } from '../ui/timeline.tsx';
import { Block } from './block.tsx';
import { incomingRows, long, now, outgoingRows, verdictOf } from './samples.ts';

export function Rows() {
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

export function Tables() {
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

export function Verdicts() {
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

export function Story() {
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
