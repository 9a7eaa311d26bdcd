import { useState } from 'react';
import { type Kind, troubleIn, useAct, useMe } from '../api/queries.ts';
import type { Incoming, Outgoing, SignatureRole } from '../api/schema.ts';
import { clock } from '../lib/when.ts';
import { common } from '../text/common.ts';
import { signatureWord } from '../text/legal.ts';
import { words } from '../text/words.ts';
import { Button, type Kind as ButtonKind } from '../ui/button.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { LongTextField, TextField } from '../ui/field.tsx';
import type { IconName } from '../ui/icons.tsx';
import { Notice } from '../ui/states.tsx';
import { announce } from '../ui/toast.tsx';

const say = words({
  reason_missing: ['Ghi lý do để nơi liên quan hiểu.', 'Write the reason so that those concerned understand.'],
  pin: ['Mã PIN của thiết bị ký', 'PIN of the signing token'],
  pin_help: [
    'Mã được giữ trong bộ nhớ máy chủ tối đa 5 phút của phiên này và không tự thử lại.',
    'The PIN is held in the server’s memory for at most 5 minutes of this session and is never tried again by itself.',
  ],
  pin_missing: ['Nhập mã PIN.', 'Enter the PIN.'],
  pin_held: ['Mã PIN đã nhập còn dùng được đến {time}.', 'The PIN given before can be used until {time}.'],
  pin_again: ['Nhập mã khác', 'Enter another PIN'],
  signed: [
    'Đã ký: {what}. Chữ ký đã được kiểm tra lại và lưu.',
    'Signed: {what}. The signature was checked again and stored.',
  ],
});

export type Doc = Outgoing | Incoming;

// A button for one act with its confirmation. With `field` it also asks for a text (reason, opinion).
export function ActButton<D extends Doc>({
  kind,
  id,
  act,
  verb,
  letter,
  icon,
  look,
  title,
  consequence,
  clause,
  field,
  body,
  done,
  disabled,
}: {
  kind: Kind;
  id: string;
  act: string;
  verb: string;
  letter?: string;
  icon?: IconName;
  look?: ButtonKind;
  title?: string;
  // Without a consequence the act happens at once.
  consequence?: string;
  clause?: string | undefined;
  field?: { name: string; label: string; required: boolean; most: number; help?: string };
  body?: unknown;
  done: string | ((doc: D) => string);
  disabled?: boolean;
}) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const doing = useAct<D>(kind, id);
  const missing = field?.required === true && text.trim() === '';
  const run = () => {
    setTried(true);
    if (missing) return;
    const payload = field
      ? { ...(body as object | undefined), ...(text.trim() === '' ? {} : { [field.name]: text.trim() }) }
      : body;
    doing.mutate(
      { act, body: payload },
      {
        onSuccess: (doc) => {
          setOpen(false);
          setText('');
          setTried(false);
          announce(typeof done === 'function' ? done(doc) : done);
        },
      },
    );
  };
  const trouble = troubleIn(doing.error);
  const close = () => {
    setOpen(false);
    doing.reset();
  };
  const asks = consequence !== undefined || field !== undefined;
  return (
    <>
      <Button
        label={verb}
        kind={look ?? 'quiet'}
        {...(icon ? { icon } : {})}
        {...(letter ? { letter } : {})}
        pending={!asks && doing.isPending}
        isDisabled={disabled ?? false}
        onPress={() => (asks ? setOpen(true) : run())}
      />
      {asks && (
        <Confirm
          beside
          title={title ?? verb}
          consequence={consequence ?? ''}
          verb={verb}
          kind={look === 'danger' ? 'danger' : 'primary'}
          {...(icon ? { icon } : {})}
          isOpen={open}
          onClose={close}
          onConfirm={run}
          pending={doing.isPending}
          trouble={trouble}
          clause={clause}
        >
          {field && (
            <LongTextField
              label={field.label}
              {...(field.help ? { help: field.help } : {})}
              required={field.required}
              most={field.most}
              value={text}
              onChange={setText}
              autoFocus
              error={tried && missing ? say('reason_missing') : null}
            />
          )}
        </Confirm>
      )}
      {!asks && trouble && (
        <Confirm
          beside
          title={verb}
          consequence=""
          verb={common('retry')}
          isOpen
          onClose={close}
          onConfirm={run}
          pending={doing.isPending}
          trouble={trouble}
        />
      )}
    </>
  );
}

// Signs with a key that the server reaches. The PIN never leaves this dialog except to the server, and is not kept here.
export function SignButton({
  doc,
  signature: role,
  verb,
  consequence,
  icon,
}: {
  doc: Outgoing;
  signature: SignatureRole;
  verb: string;
  consequence: string;
  icon: IconName;
}) {
  const me = useMe();
  const [open, setOpen] = useState(false);
  const [pin, setPin] = useState('');
  const [another, setAnother] = useState(false);
  const [tried, setTried] = useState(false);
  const doing = useAct<Outgoing>('outgoing', doc.id);
  const until = me.data?.pin_held_until ?? null;
  const held = until !== null && Date.parse(until) > Date.parse(me.data?.now ?? '') && !another;
  const trouble = troubleIn(doing.error);
  const close = () => {
    setOpen(false);
    setPin('');
    setTried(false);
    setAnother(false);
    doing.reset();
  };
  const run = () => {
    setTried(true);
    if (!held && pin === '') return;
    doing.mutate(
      { act: 'sign', body: held ? { role } : { role, pin } },
      {
        onSuccess: () => {
          announce(say('signed', { what: signatureWord(role).toLowerCase() }));
          close();
        },
        onError: () => {
          setPin('');
          setTried(false);
          setAnother(true);
        },
        onSettled: () => void me.refetch(),
      },
    );
  };
  return (
    <>
      <Button kind="primary" label={verb} icon={icon} letter="S" onPress={() => setOpen(true)} />
      <Confirm
        beside
        title={verb}
        consequence={consequence}
        verb={verb}
        icon={icon}
        isOpen={open}
        onClose={close}
        onConfirm={run}
        pending={doing.isPending}
        trouble={trouble}
        ready={held}
      >
        {held ? (
          <Notice act={<Button small kind="plain" label={say('pin_again')} onPress={() => setAnother(true)} />}>
            {say('pin_held', { time: clock(until) })}
          </Notice>
        ) : (
          <TextField
            label={say('pin')}
            help={say('pin_help')}
            type="password"
            inputMode="numeric"
            autoComplete="off"
            value={pin}
            onChange={setPin}
            autoFocus
            required
            error={tried && pin === '' && !trouble ? say('pin_missing') : null}
          />
        )}
      </Confirm>
    </>
  );
}
