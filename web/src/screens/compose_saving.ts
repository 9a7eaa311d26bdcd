import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send, troubleFrom } from '../api/client.ts';
import { keys, refresh } from '../api/queries.ts';
import type { Outgoing } from '../api/schema.ts';
import { useIdempotency } from '../lib/ident.ts';
import type { Trouble } from '../ui/states.tsx';
import type { Form } from './compose_form.ts';
import { say } from './compose_words.ts';

export type Wanted = {
  form: Form;
  // The draft that is changed; null for a new one.
  doc: Outgoing | null;
  // The incoming document that a new one answers.
  answers: string | null;
  source: string | undefined;
  attachments: readonly string[];
  submit: boolean;
  // The draft has its id, also when a later step fails.
  onMade: (id: string) => void;
};

// Saves the facts, then a new version when there is a file, then submits. Each step happens once however often it is
// pressed; after a failure the next press goes on where it stopped.
export function useSaving() {
  const client = useQueryClient();
  const [step, setStep] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const create = useIdempotency();
  const version = useIdempotency();
  const submit = useIdempotency();

  const saveFacts = ({ form, doc, answers }: Wanted): Promise<Outgoing> => {
    const facts = {
      type: form.type,
      abstract: form.abstract.trim(),
      urgency: form.urgency,
      secrecy: form.secrecy,
      recipients: form.recipients,
      answer_by: form.answer_by || null,
      answers: doc?.facts.answers ?? answers,
      method: form.method,
      signer: form.signer,
    };
    const id = doc?.id ?? form.made;
    if (doc && !doc.acts.includes('change_facts')) return Promise.resolve(doc);
    if (id === '') return send<Outgoing>('POST', '/outgoing', facts, create.keyFor(facts));
    const key = create.keyFor(['facts', id, doc?.revision, facts]);
    return send<Outgoing>('PUT', `/outgoing/${id}/facts`, facts, key);
  };

  // The document as it is now, or null when a step was refused; `trouble` says why.
  const save = async (wanted: Wanted): Promise<Outgoing | null> => {
    setTrouble(null);
    try {
      setStep(say('step_save'));
      let now = await saveFacts(wanted);
      wanted.onMade(now.id);
      if (wanted.source) {
        setStep(say('step_convert'));
        const body = { source: wanted.source, attachments: wanted.attachments };
        now = await send<Outgoing>('POST', `/outgoing/${now.id}/versions`, body, version.keyFor([now.id, body]));
      }
      if (wanted.submit) {
        setStep(say('step_submit'));
        const key = submit.keyFor([now.id, now.versions.length]);
        now = await send<Outgoing>('POST', `/outgoing/${now.id}/submit`, undefined, key);
      }
      client.setQueryData(keys.one('outgoing', now.id), now);
      refresh(client);
      return now;
    } catch (error) {
      setTrouble(troubleFrom(error));
      return null;
    } finally {
      setStep(null);
    }
  };
  return { save, step, trouble, setTrouble };
}
