import { useState } from 'react';
import { troubleIn, useAct, usePeople } from '../api/queries.ts';
import type { Incoming } from '../api/schema.ts';
import { useSaved } from '../lib/saved.ts';
import { common } from '../text/common.ts';
import { Button } from '../ui/button.tsx';
import { DateField } from '../ui/datefield.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { LongTextField, SelectField } from '../ui/field.tsx';
import { ManyField } from '../ui/recipients.tsx';
import { announce } from '../ui/toast.tsx';

import { say } from './incoming_words.ts';

// The leader or clerk hands the document to a lead handler.
export function AssignButton({ doc }: { doc: Incoming }) {
  const people = usePeople();
  const [open, setOpen] = useState(false);
  const [form, change, clear] = useSaved(`assign.${doc.id}`, {
    lead: '',
    supporting: [] as string[],
    instruction: '',
    deadline: '',
  });
  const [tried, setTried] = useState(false);
  const doing = useAct<Incoming>('incoming', doc.id);
  const choices = (people.data ?? []).map((one) => ({ id: one.id, name: one.name, note: one.post }));
  const close = () => {
    setOpen(false);
    doing.reset();
  };
  const run = () => {
    setTried(true);
    if (form.lead === '' || form.instruction.trim() === '') return;
    doing.mutate(
      {
        act: 'assign',
        body: {
          lead: form.lead,
          supporting: form.supporting.filter((id) => id !== form.lead),
          instruction: form.instruction.trim(),
          ...(form.deadline ? { deadline: form.deadline } : {}),
        },
      },
      {
        onSuccess: (now) => {
          clear();
          close();
          announce(say('assigned', { name: now.assignment?.lead.name ?? '' }));
        },
      },
    );
  };
  return (
    <>
      <Button kind="primary" icon="people" letter="P" label={common('assign')} onPress={() => setOpen(true)} />
      <Confirm
        beside
        title={`${common('assign')} ${doc.notation}`}
        consequence={say('assign_effect')}
        verb={common('assign')}
        icon="people"
        isOpen={open}
        onClose={close}
        onConfirm={run}
        pending={doing.isPending}
        trouble={troubleIn(doing.error)}
      >
        <SelectField
          label={say('lead')}
          required
          value={form.lead || null}
          onChange={(lead) => change({ lead })}
          options={choices}
          error={tried && form.lead === '' ? say('lead_missing') : null}
        />
        <ManyField
          label={say('supporting')}
          noun="person"
          value={form.supporting}
          onChange={(supporting) => change({ supporting })}
          choices={choices.filter((one) => one.id !== form.lead)}
          loading={people.isPending}
        />
        <LongTextField
          label={say('instruction')}
          required
          value={form.instruction}
          onChange={(instruction) => change({ instruction })}
          most={4000}
          error={tried && form.instruction.trim() === '' ? say('instruction_missing') : null}
        />
        <DateField
          label={common('due')}
          help={say('due_help')}
          value={form.deadline}
          onChange={(deadline) => change({ deadline })}
        />
      </Confirm>
    </>
  );
}
