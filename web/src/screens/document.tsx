import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { type Kind, troubleIn, useHistory } from '../api/queries.ts';
import type { FactRow, FileRef, HistoryItem, Urgency } from '../api/schema.ts';
import { language } from '../lib/settings.ts';
import { size } from '../lib/when.ts';
import { common } from '../text/common.ts';
import { isUrgent, urgencyWord } from '../text/legal.ts';
import { capital, words } from '../text/words.ts';
import { IconButton } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Icon } from '../ui/icons.tsx';
import { PdfPane } from '../ui/pdf.tsx';
import { Empty, type Trouble, TroubleNote, Waiting } from '../ui/states.tsx';
import { type TabItem, Tabs } from '../ui/tabs.tsx';
import { Timeline } from '../ui/timeline.tsx';

const say = words({
  page: ['Văn bản', 'Document'],
  tabs: ['Phần của hồ sơ văn bản', 'Parts of the document'],
  back: ['Về danh sách', 'Back to the list'],
  no_file: ['Chưa có bản PDF', 'No PDF yet'],
  no_file_why: ['Bản PDF được tạo khi tải lên tệp dự thảo.', 'The PDF is made when the draft file is uploaded.'],
  closed: ['Nội dung đã đóng', 'The content is closed'],
  closed_why: [
    'Văn bản đã bị thu hồi và hủy nên nội dung không mở được nữa; dòng trong sổ và lịch sử vẫn được giữ.',
    'The document was recalled and cancelled, so its content no longer opens; the register line and the history stay.',
  ],
  closed_due: [
    'Nơi gửi đã thu hồi văn bản này nên nội dung không mở được nữa; cơ quan còn phải hủy và xác nhận.',
    'The sender recalled this document, so its content no longer opens; the agency still has to cancel it and confirm.',
  ],
  closed_withdrawn: [
    'Nơi gửi đã rút văn bản trước khi tiếp nhận nên nội dung không mở được nữa; lịch sử vẫn được giữ.',
    'The sender withdrew the document before it was accepted, so its content no longer opens; the history stays.',
  ],
  no_preview: ['Không xem trước được loại tệp này', 'This kind of file has no preview'],
  no_history: ['Chưa có việc nào được ghi', 'Nothing recorded yet'],
  unchecked: ['chưa kiểm tra', 'not checked'],
  structure: ['đã kiểm tra cấu trúc', 'structure checked'],
  clean: ['sạch', 'clean'],
});

export type Head = {
  notation: string | null;
  placeholder: string;
  urgency: Urgency;
  title: string;
  line: ReactNode;
  chips: ReactNode;
  acts: ReactNode;
  notes?: ReactNode;
};

// Head with the facts one quotes and the next acts; the page itself; beside it the tabs. On narrow screens the page is the first tab.
export function DocumentFrame({
  head,
  page,
  tabs,
  first,
  narrowFirst,
}: {
  head: Head;
  page: ReactNode;
  tabs: readonly TabItem[];
  first: string;
  narrowFirst?: string;
}) {
  const [search, setSearch] = useSearchParams();
  const narrow = useNarrow();
  const selected = search.get('muc') ?? (narrow ? (narrowFirst ?? first) : first);
  const article = useRef<HTMLElement>(null);
  const name = head.notation ?? head.title;
  useEffect(() => {
    const before = document.title;
    document.title = `${name} · ${common('product')}`;
    // On a phone the list gave way to this page: reading goes on here.
    if (matchMedia('(max-width: 719px)').matches) article.current?.focus({ preventScroll: true });
    return () => {
      document.title = before;
    };
  }, [name]);
  const select = (id: string) => {
    // On a phone the head scrolls away with the tab; the next tab begins under the tabs, not in its middle.
    const page = article.current;
    const head = page?.querySelector('header')?.offsetHeight ?? 0;
    if (page && page.scrollTop > head) page.scrollTo({ top: head });
    setSearch(
      (old) => {
        old.set('muc', id);
        return old;
      },
      { replace: true },
    );
  };
  const shown = narrow
    ? [{ id: 'page', name: say('page'), body: <div className="doc-page-tab">{page}</div> }, ...tabs]
    : tabs;
  return (
    <article className="doc scroll" ref={article} tabIndex={-1}>
      <header className="doc-head">
        <div className="doc-quote">
          <BackToList />
          <span className={`doc-notation nobr${head.notation ? '' : ' faint'}`}>
            {head.notation ?? head.placeholder}
          </span>
          {isUrgent(head.urgency) && (
            <Chip tone="red" icon="alert" solid>
              {urgencyWord(head.urgency)}
            </Chip>
          )}
          {head.chips}
        </div>
        <h1 className="doc-title">{head.title}</h1>
        <p className="doc-line">{head.line}</p>
        <div className="doc-acts">{head.acts}</div>
        {head.notes}
      </header>
      <div className="doc-body">
        {!narrow && <div className="doc-page">{page}</div>}
        <div className="doc-side">
          <Tabs label={say('tabs')} items={shown} selected={selected} onSelect={select} />
        </div>
      </div>
    </article>
  );
}

// In place of a document that cannot be shown: why, and the way back.
export function NoDocument({ trouble, onRetry }: { trouble: Trouble; onRetry: () => void }) {
  return (
    <div className="pane-pad stack">
      <div className="across no-document">
        <BackToList />
      </div>
      <TroubleNote trouble={trouble} onRetry={onRetry} />
    </div>
  );
}

function BackToList() {
  const navigate = useNavigate();
  const { place } = useParams();
  const [search] = useSearchParams();
  const close = () => {
    search.delete('muc');
    const query = search.toString();
    navigate(`/${place}${query ? `?${query}` : ''}`);
  };
  return (
    <>
      <span className="phone-only">
        <IconButton icon="left" label={say('back')} onPress={close} />
      </span>
      <span className="desk-only doc-close">
        <IconButton icon="close" small label={say('back')} onPress={close} />
      </span>
    </>
  );
}

function useNarrow(): boolean {
  const query = '(max-width: 1099px)';
  const [narrow, setNarrow] = useState(() => matchMedia(query).matches);
  useOnce(() => {
    const media = matchMedia(query);
    const change = () => setNarrow(media.matches);
    media.addEventListener('change', change);
    return () => media.removeEventListener('change', change);
  });
  return narrow;
}

function useOnce(effect: () => () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once by its name
  useEffect(effect, []);
}

export type Readable = { id: string; label: string; file: FileRef; url: string };

// Why there is no content to read any more.
export type Closed = 'closed_why' | 'closed_due' | 'closed_withdrawn';

// The page: one of the readable files, chosen above it when there are several.
// `next`: what brings the first file, where there is none.
export function PagePane({
  files,
  closed,
  next,
}: {
  files: readonly Readable[];
  closed?: Closed | undefined;
  next?: ReactNode;
}) {
  const [chosen, setChosen] = useState<string | null>(null);
  if (closed) {
    return (
      <Empty icon="stop" title={say('closed')}>
        {say(closed)}
      </Empty>
    );
  }
  const open = files.find((one) => one.id === chosen) ?? files[0];
  if (!open) {
    return (
      <Empty icon="file" title={say('no_file')} act={next}>
        {say('no_file_why')}
      </Empty>
    );
  }
  return (
    <div className="pagepane">
      {files.length > 1 && (
        <div className="filters filters-page" role="toolbar" aria-label={say('page')}>
          {files.map((one) => (
            <button
              key={one.id}
              type="button"
              className="filter"
              aria-pressed={one.id === open.id}
              onClick={() => setChosen(one.id)}
              title={one.file.name}
            >
              {one.label}
            </button>
          ))}
        </div>
      )}
      {open.file.media_type === 'application/pdf' ? (
        <PdfPane url={open.url} name={open.file.name} />
      ) : (
        <Empty
          icon="file"
          title={say('no_preview')}
          act={
            <a className="button button-quiet" href={open.url} download={open.file.name}>
              {common('download')}
            </a>
          }
        >
          {open.file.name}
        </Empty>
      )}
    </div>
  );
}

export function FileList({
  files,
}: {
  files: readonly { key: string; label?: string; file: FileRef; url: string | null; old?: boolean }[];
}) {
  const tongue = language.get();
  return (
    <ul className="filelist">
      {files.map((one) => (
        <li key={one.key}>
          <Icon name="file" />
          <span className="filelist-body">
            {one.url ? (
              <a href={one.url} download={one.file.name}>
                {one.file.name}
              </a>
            ) : (
              <span className="quiet">{one.file.name}</span>
            )}
            <span className="faint small">
              {[one.label, size(one.file.size, tongue), say(one.file.checked)].filter(Boolean).join(' · ')}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

// Of the 14 facts, those that hold several things show one a line.
const several = new Set(['attachments', 'recipients', 'status', 'times']);
// Words of ours, which begin a line here; the others are names and texts as somebody wrote them.
const ours = new Set(['urgency', 'status', 'times']);
export const factOf = ({ name, label, value }: FactRow) => {
  const parts = several.has(name) ? value.split('; ') : [value];
  return {
    key: name,
    label,
    value: (ours.has(name) ? parts.map(capital) : parts).join('\n'),
    // The second code of a document stands with the first: the facts that the law counts stay fourteen.
    beside: name === 'document_code',
  };
};

export function HistoryTab({ kind, id }: { kind: Kind; id: string }) {
  const history = useHistory(kind, id);
  const trouble = troubleIn(history.error);
  if (trouble) return <TroubleNote trouble={trouble} onRetry={() => void history.refetch()} />;
  if (history.isPending) return <Waiting rows={6} tall />;
  if (history.data?.length === 0) return <Empty icon="history" title={say('no_history')} />;
  return <Timeline items={(history.data ?? []).map(happening)} />;
}

const happening = (one: HistoryItem) => ({
  key: String(one.index),
  at: one.at,
  sentence: one.sentence,
  // Most sentences begin with who did it.
  by: one.actor && !one.sentence.startsWith(one.actor) ? [one.actor, one.post].filter(Boolean).join(', ') : null,
  where: one.agency,
  detail: one.detail ?? null,
  index: one.index,
});
