import type { Outgoing, Secrecy, SigningMethod, Urgency } from '../api/schema.ts';
import type { Kept } from '../lib/uploads.ts';
import { say } from './compose_words.ts';

// What the form of a draft holds, and what is missing in it.
export type Form = {
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

export const blank: Form = {
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

export function formOf(doc: Outgoing): Form {
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

export type Problems = Partial<Record<keyof Form, string>>;

// `orphaned`: attachments were chosen without the draft file that they belong to.
export function check(form: Form, orphaned: boolean): Problems {
  const problems: Problems = {};
  if (form.type === '') problems.type = say('type_missing');
  if (form.abstract.trim() === '') problems.abstract = say('abstract_missing');
  if (form.recipients.length === 0) problems.recipients = say('recipients_missing');
  if (form.method === '') problems.method = say('method_missing');
  if (form.signer === '') problems.signer = say('signer_missing');
  if (orphaned) problems.source = say('attachments_need_source');
  return problems;
}
