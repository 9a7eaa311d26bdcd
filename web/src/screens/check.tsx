import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { show, showForFile, troubleFrom } from '../api/client.ts';
import type { Verdict } from '../api/schema.ts';
import { freshId } from '../lib/ident.ts';
import { language } from '../lib/settings.ts';
import { size } from '../lib/when.ts';
import { common } from '../text/common.ts';
import { words } from '../text/words.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { FileDrop } from '../ui/filedrop.tsx';
import { Icon } from '../ui/icons.tsx';
import { type Trouble, TroubleNote, Waiting } from '../ui/states.tsx';
import { useTitle } from './lists.tsx';
import { VerdictPanel } from './verdict.tsx';

const say = words({
  title: ['Kiểm tra chữ ký số', 'Check digital signatures'],
  drop: ['Tệp cần kiểm tra', 'Files to check'],
  help: [
    'PDF, XML, Word và Excel (OOXML), ODF, hoặc chữ ký có kèm nội dung (p7m); mỗi tệp đến 64 MB. Tệp chỉ được đọc để kiểm tra, không lưu lại.',
    'PDF, XML, Word and Excel (OOXML), ODF, or a signature with its content (p7m); each up to 64 MB. Files are read for the check and not kept.',
  ],
  remove: ['Bỏ kết quả của {name}', 'Drop the result of {name}'],
  clear: ['Bỏ tất cả', 'Drop all'],
  too_large: ['Tệp lớn hơn 64 MB.', 'The file is larger than 64 MB.'],
  too_large_fix: [
    'Quản trị hệ thống kiểm tra được tệp lớn bằng lệnh “congvan verify”.',
    'The administrator can check large files with the command “congvan verify”.',
  ],
  log_in: ['Đăng nhập', 'Log in'],
});

const mostBytes = 64 * 1024 * 1024;
const mostFiles = 50;

type Checked = { key: string; file: File; verdict?: Verdict; trouble?: Trouble };

// Files are judged one after another; each keeps its place in the list while the others run.
function useChecks() {
  const [list, setList] = useState<readonly Checked[]>([]);
  const stop = useRef<AbortController | null>(null);
  const line = useRef<Promise<void>>(Promise.resolve());
  useEffect(() => {
    const here = new AbortController();
    stop.current = here;
    return () => here.abort();
  }, []);

  const settle = (key: string, found: Partial<Checked>) =>
    setList((all) => all.map((one) => (one.key === key ? { ...one, ...found } : one)));

  const judge = async ({ key, file }: Checked) => {
    const here = stop.current;
    if (here === null) return;
    if (file.size > mostBytes) return settle(key, { trouble: { what: say('too_large'), fix: say('too_large_fix') } });
    try {
      settle(key, { verdict: await show<Verdict>('/verify', file, here.signal) });
    } catch (error) {
      if (!here.signal.aborted) settle(key, { trouble: troubleFrom(error) });
    }
  };

  return {
    list,
    add: (files: File[]) => {
      const fresh = files.slice(0, mostFiles).map((file) => ({ key: freshId(), file }));
      setList((all) => [...fresh, ...all]);
      for (const one of fresh) line.current = line.current.then(() => judge(one));
    },
    remove: (key: string) => setList((all) => all.filter((one) => one.key !== key)),
    clear: () => setList([]),
  };
}

// Gives the person the file as it stood at the end of revision `number`.
async function saveRevision(file: File, number: number): Promise<void> {
  const revision = await showForFile(`/verify/revisions/${number}`, file, new AbortController().signal);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(revision);
  link.download = file.name.replace(/(\.pdf)?$/i, ` (${number}).pdf`);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function CheckScreen({ back = true }: { back?: boolean }) {
  const checks = useChecks();
  useTitle(say('title'));
  return (
    <section className="formpage scroll" aria-label={say('title')}>
      <div className="formpage-in">
        <header className="formpage-head">
          {back && (
            <Link to="/" className="button button-plain button-icon phone-only" aria-label={common('back')}>
              <Icon name="left" />
            </Link>
          )}
          <h1>{say('title')}</h1>
        </header>
        <FileDrop
          label={say('drop')}
          help={say('help')}
          many
          files={[]}
          most={mostFiles}
          onFiles={checks.add}
          onRemove={checks.remove}
        />
        {checks.list.length > 1 && (
          <div>
            <Button small kind="plain" icon="close" label={say('clear')} onPress={checks.clear} />
          </div>
        )}
        <ol className="check-list">
          {checks.list.map((one) => (
            <CheckedFile key={one.key} one={one} onRemove={() => checks.remove(one.key)} />
          ))}
        </ol>
      </div>
    </section>
  );
}

function CheckedFile({ one, onRemove }: { one: Checked; onRemove: () => void }) {
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const waiting = !one.verdict && !one.trouble;
  return (
    <li className="check-file" aria-busy={waiting}>
      <div className="sent-line">
        <Icon name="file" />
        <span className="sent-name strong">{one.file.name}</span>
        <span className="faint nobr small">{size(one.file.size, language.get())}</span>
        <IconButton small icon="close" label={say('remove', { name: one.file.name })} onPress={onRemove} />
      </div>
      {waiting && <Waiting rows={2} />}
      {one.trouble && <TroubleNote trouble={one.trouble} />}
      {trouble && <TroubleNote trouble={trouble} />}
      {one.verdict && (
        <VerdictPanel
          verdict={one.verdict}
          onRevision={(number) => {
            saveRevision(one.file, number).catch((error) => setTrouble(troubleFrom(error)));
          }}
        />
      )}
    </li>
  );
}

// For people without an account, where the installation offers it.
export function PublicCheckScreen() {
  return (
    <main className="public">
      <header className="public-head">
        <img src="/mark.svg" width="28" height="28" alt="" />
        <span className="quiet">{common('product')}</span>
        <Link to="/dang-nhap">{say('log_in')}</Link>
      </header>
      <CheckScreen back={false} />
    </main>
  );
}
