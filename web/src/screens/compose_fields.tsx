import { useAgencies, useMe, usePeople, usePolicy } from '../api/queries.ts';
import type { Secrecy, SigningMethod, Urgency } from '../api/schema.ts';
import { write } from '../lib/store.ts';
import { common } from '../text/common.ts';
import { methodChoices, secrecyWord, urgencyWord } from '../text/legal.ts';
import { DateField } from '../ui/datefield.tsx';
import { ChoiceField, LongTextField, SelectField } from '../ui/field.tsx';
import { ManyField } from '../ui/recipients.tsx';
import type { Form } from './compose_form.ts';
import { say } from './compose_words.ts';

const urgencies: readonly Urgency[] = ['normal', 'urgent', 'very_urgent', 'express'];

// The facts of a draft, in the order in which one writes them.
export function FactFields({
  form,
  change,
  touch,
  shown,
}: {
  form: Form;
  change: (patch: Partial<Form>) => void;
  touch: (field: keyof Form) => void;
  // What to say at a field, once it was left.
  shown: (field: keyof Form) => string | null;
}) {
  const today = useMe().data?.now.slice(0, 10);
  const policy = usePolicy();
  const agencies = useAgencies();
  const leaders = usePeople('leader');
  const refused = policy.data?.secrecy.find((one) => one.level === form.secrecy && !one.allowed);
  return (
    <>
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
        options={(policy.data?.urgencies ?? urgencies).map((one) => ({ id: one, name: urgencyWord(one) }))}
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
          from={today}
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
    </>
  );
}
