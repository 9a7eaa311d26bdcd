import { type DragEvent, useId, useRef, useState } from 'react';
import { language } from '../lib/settings.ts';
import { size } from '../lib/when.ts';
import { common } from '../text/common.ts';
import { words } from '../text/words.ts';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icons.tsx';
import { Progress, type Trouble, TroubleNote } from './states.tsx';

const say = words({
  drop_one: ['Kéo tệp vào đây hoặc', 'Drop a file here or'],
  drop_many: ['Kéo các tệp vào đây hoặc', 'Drop files here or'],
  choose: ['chọn tệp', 'choose a file'],
  choose_many: ['chọn các tệp', 'choose files'],
  replace: ['Thay tệp khác', 'Replace the file'],
  sending: ['Đang tải lên {name}', 'Uploading {name}'],
  sent: ['{done} trên {all}', '{done} of {all}'],
  stored: ['đã lưu trên máy chủ', 'stored on the server'],
  stop: ['Dừng tải lên', 'Stop uploading'],
  too_many: ['Tối đa {n} tệp.', 'At most {n} files.'],
});

// One file on its way or arrived. `progress` null once it is stored.
export type Sent = {
  key: string;
  name: string;
  size: number;
  progress: number | null;
  trouble?: Trouble | null;
  upload?: string | undefined;
};

export function FileDrop({
  label,
  help,
  error,
  required,
  accept,
  many,
  files,
  onFiles,
  onRemove,
  most,
}: {
  label: string;
  help?: string;
  error?: string | null;
  required?: boolean;
  accept?: string;
  many?: boolean;
  files: readonly Sent[];
  onFiles: (files: File[]) => void;
  onRemove: (key: string) => void;
  most?: number;
}) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const take = (list: FileList | null) => {
    const chosen = [...(list ?? [])];
    if (chosen.length > 0) onFiles(many ? chosen.slice(0, (most ?? 60) - files.length) : chosen.slice(0, 1));
    if (input.current) input.current.value = '';
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const full = many === true && files.length >= (most ?? 60);
  return (
    <fieldset className="field filedrop" aria-describedby={`${id}-help`}>
      <legend className="field-label">
        {label}
        {required && <span className="field-must"> ({common('required')})</span>}
        {many && files.length > 0 && <span className="field-tally">{files.length}</span>}
      </legend>
      {files.length > 0 && (
        <ul className={`sent-list${files.length > 8 ? ' scroll' : ''}`}>
          {files.map((one) => (
            <SentRow key={one.key} file={one} onRemove={() => onRemove(one.key)} />
          ))}
        </ul>
      )}
      {(many || files.length === 0) && !full && (
        // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button inside does the same by keyboard
        <div
          className={`drop${over ? ' is-over' : ''}${error ? ' is-wrong' : ''}${files.length > 0 ? ' drop-thin' : ''}`}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <Icon name="upload" />
          <span>{many ? say('drop_many') : say('drop_one')}</span>
          <Button small label={many ? say('choose_many') : say('choose')} onPress={() => input.current?.click()} />
        </div>
      )}
      {!many && files.length > 0 && (
        <div>
          <Button small kind="plain" icon="upload" label={say('replace')} onPress={() => input.current?.click()} />
        </div>
      )}
      <input
        ref={input}
        type="file"
        hidden
        multiple={many ?? false}
        accept={accept}
        aria-label={label}
        onChange={(event) => take(event.target.files)}
      />
      <div id={`${id}-help`}>
        {error ? (
          <p className="field-error" role="alert">
            <Icon name="alert" size={13} /> {error}
          </p>
        ) : (
          (help || full) && <p className="field-help">{full ? say('too_many', { n: most ?? 60 }) : help}</p>
        )}
      </div>
    </fieldset>
  );
}

function SentRow({ file, onRemove }: { file: Sent; onRemove: () => void }) {
  const tongue = language.get();
  const moving = file.progress !== null && !file.trouble;
  return (
    <li className="sent">
      <div className="sent-line">
        <Icon name="file" />
        <span className="sent-name">{file.name}</span>
        <span className="faint nobr small">
          {moving
            ? say('sent', {
                done: size(Math.round(file.size * (file.progress ?? 0)), tongue),
                all: size(file.size, tongue),
              })
            : `${size(file.size, tongue)}${file.trouble ? '' : ` · ${say('stored')}`}`}
        </span>
        <IconButton
          small
          icon="close"
          label={`${moving ? say('stop') : common('remove')}: ${file.name}`}
          onPress={onRemove}
        />
      </div>
      {moving && <Progress value={file.progress} label={say('sending', { name: file.name })} />}
      {file.trouble && <TroubleNote trouble={file.trouble} />}
    </li>
  );
}
