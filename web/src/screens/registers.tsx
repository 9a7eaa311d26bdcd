import { Link, useNavigate, useParams } from 'react-router';
import { troubleIn, useRegisterLines, useRegisters } from '../api/queries.ts';
import type { Register, RegisterLine } from '../api/schema.ts';
import { language } from '../lib/settings.ts';
import { day } from '../lib/when.ts';
import { common } from '../text/common.ts';
import { number, words } from '../text/words.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Icon } from '../ui/icons.tsx';
import { Empty, TroubleNote, Waiting } from '../ui/states.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { useTitle } from './lists.tsx';

const say = words({
  title: ['Sổ đăng ký', 'Registers'],
  books: ['Các sổ', 'Books'],
  last: ['số cuối {n}', 'last {n}'],
  outgoing: ['Sổ đăng ký văn bản đi', 'Outgoing register'],
  incoming: ['Sổ đăng ký văn bản đến', 'Incoming register'],
  no: ['Số', 'No.'],
  day: ['Ngày', 'Date'],
  parties_out: ['Nơi nhận', 'Recipients'],
  parties_in: ['Tác giả', 'Author'],
  handler: ['Xử lý', 'Handler'],
  note: ['Ghi chú', 'Note'],
  reserved: ['giữ số', 'reserved'],
  voided: ['đã hủy số', 'void'],
  empty: ['Sổ chưa có dòng nào', 'The book has no lines yet'],
  empty_out: [
    'Dòng đầu tiên xuất hiện khi lãnh đạo duyệt một dự thảo.',
    'The first line appears when the leader approves a draft.',
  ],
  empty_in: [
    'Dòng đầu tiên xuất hiện khi văn thư tiếp nhận một văn bản.',
    'The first line appears when the clerk accepts a document.',
  ],
  none: ['Cơ quan chưa có sổ nào', 'The agency has no register yet'],
  none_why: [
    'Sổ được mở tự động khi văn bản đầu tiên được cấp số hoặc tiếp nhận.',
    'A book opens by itself when the first document is numbered or accepted.',
  ],
});

// The book's title as the server says it in Vietnamese; in English under our own words.
const titleOf = (book: Register): string =>
  language.get() === 'vi' ? book.title : [say(book.kind), book.series, book.period].filter(Boolean).join(' – ');

export function RegistersScreen() {
  const registers = useRegisters();
  const { book } = useParams();
  const trouble = troubleIn(registers.error);
  useTitle(say('title'));
  const all = registers.data ?? [];
  const open = all.find((one) => one.id === book) ?? all[0];
  return (
    <section className="page" aria-label={say('title')}>
      <header className="pane-head">
        <Link to="/" className="button button-plain button-icon phone-only" aria-label={common('back')}>
          <Icon name="left" />
        </Link>
        <h1 className="pane-title">{say('title')}</h1>
      </header>
      {trouble && (
        <div className="pane-pad">
          <TroubleNote trouble={trouble} onRetry={() => void registers.refetch()} />
        </div>
      )}
      {registers.isPending && <Waiting rows={14} />}
      {registers.data && all.length === 0 && (
        <Empty icon="register" title={say('none')}>
          {say('none_why')}
        </Empty>
      )}
      {all.length > 0 && (
        <nav className="filters" aria-label={say('books')}>
          {all.map((one) => (
            <Link
              key={one.id}
              to={`/so-dang-ky/${one.id}`}
              className="filter"
              aria-current={one.id === open?.id ? 'page' : undefined}
            >
              {titleOf(one)} <span className="tab-count">{say('last', { n: number(one.last) })}</span>
            </Link>
          ))}
        </nav>
      )}
      {open && <Lines key={open.id} register={open} />}
    </section>
  );
}

function Lines({ register }: { register: Register }) {
  const lines = useRegisterLines(register.id);
  const navigate = useNavigate();
  const trouble = troubleIn(lines.error);
  const outgoing = register.kind === 'outgoing';
  if (trouble)
    return (
      <div className="pane-pad">
        <TroubleNote trouble={trouble} onRetry={() => void lines.refetch()} />
      </div>
    );
  if (lines.isPending) return <Waiting rows={14} />;
  const to = (line: RegisterLine) => `/${outgoing ? 'van-ban-di' : 'van-ban-den'}/${line.subject_id}`;
  const columns: Column<RegisterLine>[] = [
    {
      id: 'no',
      name: say('no'),
      width: '64px',
      align: 'end',
      phone: 'head',
      cell: (line) => <strong>{line.sequence}</strong>,
    },
    {
      id: 'day',
      name: say('day'),
      width: '100px',
      phone: 'head',
      cell: (line) => <span className="nobr">{day(line.day)}</span>,
    },
    {
      id: 'notation',
      name: common('notation'),
      width: '140px',
      phone: 'head',
      cell: (line) => (
        <Link to={to(line)} className={`nobr${line.state === 'voided' ? ' is-void' : ''}`}>
          {line.notation || '–'}
        </Link>
      ),
    },
    {
      id: 'abstract',
      name: common('abstract'),
      phone: 'plain',
      cell: (line) => (
        <span className="clamp" title={line.abstract}>
          <span className="quiet">{line.type_name ? `${line.type_name} · ` : ''}</span>
          {line.abstract}
        </span>
      ),
    },
    {
      id: 'parties',
      name: outgoing ? say('parties_out') : say('parties_in'),
      width: '17%',
      cell: (line) => (
        <span className="clamp" title={line.parties}>
          {line.parties}
        </span>
      ),
      quiet: true,
    },
    { id: 'signer', name: common('signer'), width: '14%', cell: (line) => line.signer, quiet: true },
    ...(outgoing
      ? []
      : [
          {
            id: 'handler',
            name: say('handler'),
            width: '10%',
            cell: (line: RegisterLine) => line.handler ?? '',
            quiet: true,
          },
        ]),
    {
      id: 'note',
      name: say('note'),
      width: '12%',
      cell: (line) => (
        <>
          {line.state === 'voided' && <Chip tone="amber">{say('voided')}</Chip>}
          {line.state === 'reserved' && <Chip>{say('reserved')}</Chip>} {line.note}
        </>
      ),
    },
  ];
  return (
    <>
      <Table
        label={titleOf(register)}
        columns={columns}
        rows={lines.data ?? []}
        idOf={(line) => String(line.sequence)}
        onOpen={(line) => navigate(to(line))}
        mute={(line) => line.state === 'voided'}
        empty={
          <Empty icon="register" title={say('empty')}>
            {outgoing ? say('empty_out') : say('empty_in')}
          </Empty>
        }
      />
      {lines.hasNextPage && (
        <div className="pane-pad">
          <Button
            label={common('more')}
            onPress={() => void lines.fetchNextPage()}
            pending={lines.isFetchingNextPage}
          />
        </div>
      )}
    </>
  );
}
