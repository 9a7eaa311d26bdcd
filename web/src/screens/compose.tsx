import { useCallback, useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { troubleIn, useIncoming, useMe, useOutgoing, usePeople, usePolicy } from '../api/queries.ts';
import type { Outgoing } from '../api/schema.ts';
import { useSaved } from '../lib/saved.ts';
import { read } from '../lib/store.ts';
import { useUploads } from '../lib/uploads.ts';
import { common } from '../text/common.ts';
import { Button } from '../ui/button.tsx';
import { FileDrop } from '../ui/filedrop.tsx';
import { Icon } from '../ui/icons.tsx';
import { Notice, TroubleNote, Waiting } from '../ui/states.tsx';
import { announce } from '../ui/toast.tsx';
import { FactFields } from './compose_fields.tsx';
import { blank, check, type Form, formOf, type Problems } from './compose_form.ts';
import { useSaving } from './compose_saving.ts';
import { say } from './compose_words.ts';
import { useTitle } from './lists.tsx';

// Draft anew, answer an incoming document (?tra-loi=id), or change a draft.
export function ComposeScreen() {
  const { id } = useParams();
  const [search] = useSearchParams();
  const answers = search.get('tra-loi') ?? '';
  const existing = useOutgoing(id ?? '');
  const answered = useIncoming(answers);
  if (id && !existing.data) {
    const trouble = troubleIn(existing.error);
    return (
      <div className="pane-pad">
        {trouble ? (
          <TroubleNote trouble={trouble} onRetry={() => void existing.refetch()} />
        ) : (
          <Waiting rows={8} tall />
        )}
      </div>
    );
  }
  if (answers && answered.isPending) return <Waiting rows={8} tall />;
  const start: Form = existing.data
    ? formOf(existing.data)
    : answered.data
      ? { ...blank, recipients: [answered.data.from.id], urgency: answered.data.urgency }
      : blank;
  return (
    <Compose
      key={id ?? answers}
      name={id ? `draft.${id}` : answers ? `answer.${answers}` : 'draft.new'}
      start={start}
      doc={existing.data ?? null}
      answers={
        answered.data ? { id: answered.data.id, notation: answered.data.notation, from: answered.data.from.name } : null
      }
    />
  );
}

function Compose({
  name,
  start,
  doc,
  answers,
}: {
  name: string;
  start: Form;
  doc: Outgoing | null;
  answers: { id: string; notation: string; from: string } | null;
}) {
  const me = useMe().data;
  const navigate = useNavigate();
  const policy = usePolicy();
  const leaders = usePeople('leader');
  const [form, change, clear, restored] = useSaved<Form>(`${me?.person.id ?? ''}.${name}`, start);
  const [touched, setTouched] = useState<ReadonlySet<keyof Form>>(new Set());
  const saving = useSaving();
  const { step, trouble } = saving;
  const first = useRef<HTMLDivElement>(null);
  const source = useUploads(
    form.source,
    useCallback((kept) => change({ source: kept }), [change]),
    true,
  );
  const attachments = useUploads(
    form.attachments,
    useCallback((kept) => change({ attachments: kept }), [change]),
  );
  useTitle(doc ? say('edit') : say('new'));

  // Where the profile leaves one choice, it is made.
  const onlyMethod = policy.data?.signing_methods.length === 1 ? policy.data.signing_methods[0]?.method : undefined;
  const onlyLeader = leaders.data?.length === 1 ? leaders.data[0]?.id : undefined;
  // Otherwise the way of signing chosen last time on this machine stands until another is chosen.
  const lastMethod = policy.data?.signing_methods.find(
    (one) => one.method === read('congvan.method', '', isText),
  )?.method;
  useEffect(() => {
    const method = onlyMethod ?? lastMethod;
    if (form.method === '' && method) change({ method });
    if (form.signer === '' && onlyLeader) change({ signer: onlyLeader });
  }, [form.method, form.signer, onlyMethod, lastMethod, onlyLeader, change]);

  const latest = doc?.versions.at(-1);
  const problems = check(form, attachments.ready.length > 0 && source.ready.length === 0);
  const shown = (field: keyof Form): string | null => (touched.has(field) ? (problems[field] ?? null) : null);
  const touch = (field: keyof Form) => setTouched((old) => new Set([...old, field]));
  const refused = policy.data?.secrecy.find((one) => one.level === form.secrecy && !one.allowed);
  const busy = step !== null;

  const save = async (thenSubmit: boolean) => {
    setTouched(new Set(Object.keys(blank) as (keyof Form)[]));
    saving.setTrouble(null);
    const missing: Problems = {
      ...problems,
      ...(thenSubmit && source.ready.length === 0 && !latest ? { source: say('source_missing') } : {}),
    };
    if (source.moving || attachments.moving) return saving.setTrouble({ what: say('still_moving'), fix: say('kept') });
    if (Object.keys(missing).length > 0) {
      requestAnimationFrame(() =>
        first.current
          ?.querySelector<HTMLElement>('[data-invalid] input, [data-invalid] button, [data-invalid] textarea')
          ?.focus(),
      );
      if (missing.source) saving.setTrouble({ what: missing.source, fix: say('source_help') });
      return;
    }
    const now = await saving.save({
      form,
      doc,
      answers: answers?.id ?? null,
      source: source.ready[0]?.upload,
      attachments: attachments.ready.map((one) => one.upload),
      submit: thenSubmit,
      onMade: (id) => !doc && change({ made: id }),
    });
    if (!now) return;
    clear();
    announce(thenSubmit ? say('submitted', { name: now.facts.signer.name }) : say('saved'));
    navigate(thenSubmit ? `/van-ban-di/${now.id}` : `/du-thao/${now.id}`, { replace: true });
  };

  const discard = () => {
    const before = form;
    clear();
    change(start);
    announce(say('discarded'), () => change(before));
  };

  return (
    <section className="formpage scroll" aria-label={doc ? say('edit') : say('new')}>
      <div className="formpage-in" ref={first}>
        <header className="formpage-head">
          <Link
            to={doc ? `/du-thao/${doc.id}` : '/du-thao'}
            className="button button-plain button-icon"
            aria-label={common('back')}
          >
            <Icon name="left" />
          </Link>
          <h1>{doc ? say('edit') : say('new')}</h1>
          {policy.data && (
            <span className="faint small push" title={policy.data.title}>
              {say('profile', { title: policy.data.title })}
            </span>
          )}
        </header>
        {answers && (
          <Notice tone="accent" icon="answer">
            <Link to={`/van-ban-den/${answers.id}`}>{say('answering', answers)}</Link>
          </Notice>
        )}
        {restored && (
          <Notice act={<Button small kind="plain" label={say('discard')} onPress={discard} />}>
            {say('restored')}
          </Notice>
        )}
        <FactFields form={form} change={change} touch={touch} shown={shown} />
        <FileDrop
          label={latest ? say('source_new') : say('source')}
          accept=".docx,.doc,.odt,.rtf,.pdf"
          files={source.files}
          onFiles={source.add}
          onRemove={source.remove}
          help={latest ? `${say('source_same', { n: latest.number })} ${say('source_help')}` : say('source_help')}
          error={touched.has('attachments') ? (problems.source ?? null) : null}
        />
        <FileDrop
          label={common('attachments')}
          many
          most={60}
          files={attachments.files}
          onFiles={attachments.add}
          onRemove={attachments.remove}
          help={say('attachments_help')}
        />
        {trouble && <TroubleNote trouble={trouble} />}
        <footer className="formpage-foot">
          <span className="faint small" role="status">
            {step ?? say('kept')}
          </span>
          <Button
            label={say('save')}
            onPress={() => void save(false)}
            pending={busy}
            isDisabled={refused !== undefined}
          />
          <Button
            kind="primary"
            icon="submit"
            label={common('submit')}
            onPress={() => void save(true)}
            pending={busy}
            isDisabled={refused !== undefined}
          />
        </footer>
      </div>
    </section>
  );
}

const isText = (raw: unknown): raw is string => typeof raw === 'string';
