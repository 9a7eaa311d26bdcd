import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ChangeEvent, useId, useRef, useState } from 'react';
import { get, send } from '../api/client.ts';
import { troubleIn, useAgencies, useMe } from '../api/queries.ts';
import { useIdempotency } from '../lib/ident.ts';
import { words } from '../text/words.ts';
import { Button } from '../ui/button.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { TroubleNote } from '../ui/states.tsx';
import { announce } from '../ui/toast.tsx';

const say = words({
  hand: ['Ảnh chữ ký tay', 'Picture of the hand signature'],
  hand_help: [
    'Hiện trên văn bản khi ký số cá nhân: PNG nền trong suốt, màu xanh, không quá 1 MB. Chưa nạp thì chữ ký được vẽ từ họ tên.',
    'Shown where you sign: PNG with a transparent ground, blue, at most 1 MB. Without one it is drawn from the name.',
  ],
  seal: ['Ảnh con dấu của cơ quan', 'Picture of an agency’s seal'],
  seal_help: [
    'Hiện trên văn bản khi ký số cơ quan, đúng kích thước thật: PNG nền trong suốt, màu đỏ, không quá 1 MB.',
    'Shown where the agency seals, at its true size: PNG with a transparent ground, red, at most 1 MB.',
  ],
  agency: ['Cơ quan', 'Agency'],
  width: ['Chiều rộng thật (mm)', 'True width (mm)'],
  width_bad: ['Nhập số từ 5 đến 100.', 'Enter a number from 5 to 100.'],
  choose: ['Chọn ảnh PNG', 'Choose a PNG'],
  replace: ['Thay ảnh', 'Replace the picture'],
  remove: ['Bỏ ảnh', 'Remove the picture'],
  none: ['Chưa nạp ảnh.', 'No picture is set.'],
  present: ['Đang dùng ảnh rộng {width} mm.', 'A picture {width} mm wide is in use.'],
  saved: ['Đã lưu ảnh.', 'The picture was saved.'],
  removed: ['Đã bỏ ảnh.', 'The picture was removed.'],
});

type Picture = { set: boolean; sha256: string | null; width_mm: number | null };

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

function PictureOf({ path, title, help, usual }: { path: string; title: string; help: string; usual: number }) {
  const client = useQueryClient();
  const { keyFor, done } = useIdempotency();
  const [width, setWidth] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const queryKey = ['picture', path];
  const now = useQuery({ queryKey, queryFn: ({ signal }) => get<Picture>(path, signal) });
  const shown = width ?? String(now.data?.width_mm ?? usual);
  const wide = Number(shown.replace(',', '.'));
  const good = wide >= 5 && wide <= 100;
  const told = (picture: Picture, sentence: string) => {
    done();
    setWidth(null);
    client.setQueryData(queryKey, picture);
    announce(sentence);
  };
  const saving = useMutation({
    mutationFn: async (file: File) => {
      const body = { png: await base64Of(file), width_mm: wide };
      return send<Picture>('PUT', path, body, keyFor([path, body.png, wide]));
    },
    onSuccess: (picture) => told(picture, say('saved')),
  });
  const removing = useMutation({
    mutationFn: () => send<Picture>('DELETE', path, undefined, keyFor([path, 'remove', now.data?.sha256])),
    onSuccess: (picture) => told(picture, say('removed')),
  });
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (file && good) saving.mutate(file);
  };
  const trouble = troubleIn(saving.error ?? removing.error ?? now.error);
  const set = now.data?.set ?? false;
  return (
    <section className="block">
      <h2>{title}</h2>
      <p className="field-help">{help}</p>
      <p>{set ? say('present', { width: now.data?.width_mm ?? usual }) : say('none')}</p>
      {set && (
        <p>
          <img
            className="picture-set"
            src={`/api/v1${path}/content?v=${now.data?.sha256 ?? ''}`}
            alt={title}
            height={96}
          />
        </p>
      )}
      <div className="brief-field stack">
        <TextField
          label={say('width')}
          value={shown}
          onChange={setWidth}
          inputMode="numeric"
          error={good ? null : say('width_bad')}
        />
      </div>
      {trouble && <TroubleNote trouble={trouble} />}
      <div className="across">
        <input ref={input} id={id} type="file" accept="image/png,.png" hidden onChange={chosen} aria-label={title} />
        <Button
          label={say(set ? 'replace' : 'choose')}
          isDisabled={!good}
          pending={saving.isPending}
          onPress={() => input.current?.click()}
        />
        {set && (
          <Button kind="plain" label={say('remove')} pending={removing.isPending} onPress={() => removing.mutate()} />
        )}
      </div>
    </section>
  );
}

export function HandPicture() {
  return <PictureOf path="/me/hand-picture" title={say('hand')} help={say('hand_help')} usual={45} />;
}

// For administrators: the seal of any agency they look after.
export function SealPictures() {
  const me = useMe().data;
  const agencies = useAgencies().data ?? [];
  const [agency, setAgency] = useState<string | null>(null);
  if (!me) return null;
  const chosen = agency ?? me.agency.id;
  return (
    <>
      <div className="brief-field">
        <SelectField
          label={say('agency')}
          value={chosen}
          onChange={setAgency}
          options={agencies.map((one) => ({ id: one.id, name: one.name }))}
        />
      </div>
      <PictureOf
        key={chosen}
        path={`/agencies/${chosen}/seal-picture`}
        title={say('seal')}
        help={say('seal_help')}
        usual={36}
      />
    </>
  );
}
