import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { send, troubleFrom } from '../api/client.ts';
import {
  keys,
  refresh,
  troubleIn,
  useAgencies,
  useIncoming,
  useMe,
  useOutgoing,
  usePeople,
  usePolicy,
} from '../api/queries.ts';
import type { Outgoing, Secrecy, SigningMethod, Urgency } from '../api/schema.ts';
import { useIdempotency } from '../lib/ident.ts';
import { useSaved } from '../lib/saved.ts';
import { read, write } from '../lib/store.ts';
import { type Kept, useUploads } from '../lib/uploads.ts';
import { day } from '../lib/when.ts';
import { common } from '../text/common.ts';
import { methodChoices, secrecyWord, urgencyWord } from '../text/legal.ts';
import { words } from '../text/words.ts';
import { Button } from '../ui/button.tsx';
import { DateField } from '../ui/datefield.tsx';
import { ChoiceField, LongTextField, SelectField } from '../ui/field.tsx';
import { FileDrop } from '../ui/filedrop.tsx';
import { Icon } from '../ui/icons.tsx';
import { ManyField } from '../ui/recipients.tsx';
import { Notice, type Trouble, TroubleNote, Waiting } from '../ui/states.tsx';
import { announce } from '../ui/toast.tsx';
import { useTitle } from './lists.tsx';

const say = words({
  new: ['Soạn văn bản', 'New document'],
  edit: ['Sửa dự thảo', 'Edit the draft'],
  answering: ['Trả lời {notation} của {from}', 'Answers {notation} of {from}'],
  restored: ['Đây là nội dung soạn dở từ lần trước.', 'What was being written last time.'],
  discard: ['Bỏ, soạn lại', 'Discard'],
  discarded: ['Đã bỏ nội dung soạn dở.', 'The unfinished form was discarded.'],
  abstract_help: [
    'Nêu khái quát nội dung chủ yếu; hiện ở mọi danh sách và trong sổ.',
    'The main content in short; shown in every list and in the register.',
  ],
  abstract_missing: ['Ghi trích yếu.', 'Write the abstract.'],
  type_missing: ['Chọn loại văn bản.', 'Choose the type.'],
  recipients_missing: ['Chọn ít nhất một nơi nhận.', 'Choose at least one recipient.'],
  method_missing: ['Chọn cách ký.', 'Choose the signing method.'],
  signer_missing: ['Chọn người ký.', 'Choose the signer.'],
  method: ['Cách ký', 'Signing method'],
  answer_by_help: ['Để trống nếu không yêu cầu trả lời.', 'Leave empty if no answer is asked for.'],
  secrecy_refused: ['{text} ({clause})', '{text} ({clause})'],
  source: ['Tệp dự thảo', 'Draft file'],
  source_new: ['Tệp dự thảo cho bản mới', 'Draft file of a new version'],
  source_help: [
    '.docx, .doc, .odt, .rtf hoặc .pdf, đến 50 MB; được chuyển thành PDF khi lưu.',
    '.docx, .doc, .odt, .rtf or .pdf, up to 50 MB; turned into a PDF when saved.',
  ],
  source_missing: ['Chọn tệp dự thảo trước khi trình.', 'Choose the draft file before submitting.'],
  source_same: ['Để trống nếu giữ bản {n} đang có.', 'Leave empty to keep version {n}.'],
  attachments_help: [
    'Đến 60 tệp; đi cùng văn bản đến mọi nơi nhận.',
    'Up to 60 files; they travel with the document to every recipient.',
  ],
  attachments_need_source: [
    'Tệp kèm theo đi cùng một bản mới: chọn cả tệp dự thảo.',
    'Attachments belong to a new version: choose the draft file too.',
  ],
  still_moving: ['Đợi tải tệp lên xong.', 'Wait until the files are uploaded.'],
  save: ['Lưu dự thảo', 'Save the draft'],
  saved: ['Đã lưu dự thảo.', 'The draft was saved.'],
  submitted: ['Đã trình {name}.', 'Submitted to {name}.'],
  step_save: ['Đang lưu', 'Saving'],
  step_convert: ['Đang chuyển tệp dự thảo sang PDF', 'Turning the draft file into a PDF'],
  step_submit: ['Đang trình', 'Submitting'],
  profile: ['Theo {title}', 'Under {title}'],
  kept: ['Nội dung được giữ trên máy này cho đến khi lưu.', 'What is typed is kept on this machine until saved.'],
});

type Form = {
  type: string;
  abstract: string;
  urgency: Urgency;
  secrecy: Secrecy;
  recipients: string[];
  answer_by: string;
  method: SigningMethod | '';
  signer: string;
  source: Kept[];
  attachments: Kept[];
  // The draft this form already became, when a later step failed: pressing again goes on with it.
  made: string;
};

const blank: Form = {
  type: '',
  abstract: '',
  urgency: 'normal',
  secrecy: 'open',
  recipients: [],
  answer_by: '',
  method: '',
  signer: '',
  source: [],
  attachments: [],
  made: '',
};

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

function formOf(doc: Outgoing): Form {
  const { facts } = doc;
  return {
    ...blank,
    type: facts.type,
    abstract: facts.abstract,
    urgency: facts.urgency,
    secrecy: facts.secrecy,
    recipients: facts.recipients.map((one) => one.id),
    answer_by: facts.answer_by ?? '',
    method: facts.method,
    signer: facts.signer.id,
  };
}

type Problems = Partial<Record<keyof Form, string>>;

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
  const client = useQueryClient();
  const navigate = useNavigate();
  const policy = usePolicy();
  const agencies = useAgencies();
  const leaders = usePeople('leader');
  const [form, change, clear, restored] = useSaved<Form>(`${me?.person.id ?? ''}.${name}`, start);
  const [touched, setTouched] = useState<ReadonlySet<keyof Form>>(new Set());
  const [step, setStep] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const first = useRef<HTMLDivElement>(null);
  const create = useIdempotency();
  const version = useIdempotency();
  const submit = useIdempotency();
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
    setTrouble(null);
    const missing: Problems = {
      ...problems,
      ...(thenSubmit && source.ready.length === 0 && !latest ? { source: say('source_missing') } : {}),
    };
    if (source.moving || attachments.moving) {
      setTrouble({ what: say('still_moving'), fix: say('kept') });
      return;
    }
    if (Object.keys(missing).length > 0) {
      requestAnimationFrame(() =>
        first.current
          ?.querySelector<HTMLElement>('[data-invalid] input, [data-invalid] button, [data-invalid] textarea')
          ?.focus(),
      );
      if (missing.source) setTrouble({ what: missing.source, fix: say('source_help') });
      return;
    }
    try {
      setStep(say('step_save'));
      const facts = {
        type: form.type,
        abstract: form.abstract.trim(),
        urgency: form.urgency,
        secrecy: form.secrecy,
        recipients: form.recipients,
        answer_by: form.answer_by || null,
        answers: doc?.facts.answers ?? answers?.id ?? null,
        method: form.method,
        signer: form.signer,
      };
      const id = doc?.id ?? form.made;
      let now: Outgoing;
      if (doc && !doc.acts.includes('change_facts')) now = doc;
      else if (id !== '')
        now = await send<Outgoing>(
          'PUT',
          `/outgoing/${id}/facts`,
          facts,
          create.keyFor(['facts', id, doc?.revision, facts]),
        );
      else now = await send<Outgoing>('POST', '/outgoing', facts, create.keyFor(facts));
      if (!doc) change({ made: now.id });
      if (source.ready[0]) {
        setStep(say('step_convert'));
        const body = { source: source.ready[0].upload, attachments: attachments.ready.map((one) => one.upload) };
        now = await send<Outgoing>('POST', `/outgoing/${now.id}/versions`, body, version.keyFor([now.id, body]));
      }
      if (thenSubmit) {
        setStep(say('step_submit'));
        now = await send<Outgoing>(
          'POST',
          `/outgoing/${now.id}/submit`,
          undefined,
          submit.keyFor([now.id, now.versions.length]),
        );
      }
      client.setQueryData(keys.one('outgoing', now.id), now);
      refresh(client);
      clear();
      announce(thenSubmit ? say('submitted', { name: now.facts.signer.name }) : say('saved'));
      navigate(thenSubmit ? `/van-ban-di/${now.id}` : `/du-thao/${now.id}`, { replace: true });
    } catch (error) {
      setTrouble(troubleFrom(error));
    } finally {
      setStep(null);
    }
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
        <div className="brief-field">
          <SelectField
            label={common('type')}
            required
            value={form.type || null}
            onChange={(type) => change({ type })}
            options={(policy.data?.document_types ?? []).map((one) => ({
              id: one.code,
              name: one.name,
              note: one.abbreviation,
            }))}
            error={shown('type')}
          />
        </div>
        <LongTextField
          label={common('abstract')}
          required
          most={500}
          rows={2}
          value={form.abstract}
          onChange={(abstract) => change({ abstract })}
          onBlur={() => touch('abstract')}
          help={say('abstract_help')}
          error={shown('abstract')}
        />
        <ManyField
          label={common('recipients')}
          required
          value={form.recipients}
          onChange={(recipients) => change({ recipients })}
          choices={(agencies.data ?? []).map((one) => ({
            id: one.id,
            name: one.name,
            code: one.code,
            note: one.parent_name,
          }))}
          loading={agencies.isPending}
          error={shown('recipients')}
        />
        <ChoiceField
          label={common('urgency')}
          value={form.urgency}
          onChange={(urgency) => change({ urgency: urgency as Urgency })}
          options={(policy.data?.urgencies ?? (['normal', 'urgent', 'very_urgent', 'express'] as Urgency[])).map(
            (one) => ({ id: one, name: urgencyWord(one) }),
          )}
        />
        <div className="brief-field">
          <SelectField
            label={common('secrecy')}
            value={form.secrecy}
            onChange={(secrecy) => change({ secrecy: secrecy as Secrecy })}
            options={(policy.data?.secrecy ?? []).map((one) => ({
              id: one.level,
              name: secrecyWord(one.level),
              ...(one.allowed ? {} : { note: one.clause }),
            }))}
            error={refused ? say('secrecy_refused', { text: refused.text, clause: refused.clause }) : null}
          />
        </div>
        <div className="brief-field">
          <DateField
            label={common('deadline')}
            value={form.answer_by}
            onChange={(answer_by) => change({ answer_by })}
            from={day(me?.now) === '' ? undefined : isoDay(me?.now)}
            help={say('answer_by_help')}
          />
        </div>
        <div className="brief-field">
          <SelectField
            label={common('signer')}
            required
            value={form.signer || null}
            onChange={(signer) => change({ signer })}
            options={(leaders.data ?? []).map((one) => ({ id: one.id, name: one.name, note: one.post }))}
            error={shown('signer')}
          />
        </div>
        <ChoiceField
          label={say('method')}
          error={shown('method')}
          column
          required
          value={form.method || null}
          onChange={(method) => {
            write('congvan.method', method);
            change({ method: method as SigningMethod });
          }}
          options={methodChoices(policy.data?.signing_methods ?? [])}
        />
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

const isoDay = (instant: string | undefined): string => (instant ?? '').slice(0, 10);

function check(form: Form, orphaned: boolean): Problems {
  const problems: Problems = {};
  if (form.type === '') problems.type = say('type_missing');
  if (form.abstract.trim() === '') problems.abstract = say('abstract_missing');
  if (form.recipients.length === 0) problems.recipients = say('recipients_missing');
  if (form.method === '') problems.method = say('method_missing');
  if (form.signer === '') problems.signer = say('signer_missing');
  if (orphaned) problems.source = say('attachments_need_source');
  return problems;
}
