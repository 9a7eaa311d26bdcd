// Which documents are in which list, and who has which lists.
import type { Incoming, Official, Outgoing, Urgency } from '../../src/api/schema.ts';
import { actsOut } from './views.ts';

export const rank: Record<Urgency, number> = { express: 0, very_urgent: 1, urgent: 2, normal: 3 };
export const outList: Record<string, (doc: Outgoing, me: Official) => boolean> = {
  drafts: (doc) => doc.stage === 'drafting',
  awaiting_approval: (doc) => doc.stage === 'awaiting_approval',
  to_sign: (doc, me) => actsOut(doc, me).some((act) => act.startsWith('sign:')),
  to_issue: (doc) => doc.stage === 'sealed',
  issued: (doc) => doc.stage === 'issued',
  recalled: (doc) => doc.stage === 'recalled',
  all: () => true,
};
export const inList: Record<string, (doc: Incoming) => boolean> = {
  to_accept: (doc) => doc.stage === 'arrived',
  to_assign: (doc) => doc.stage === 'accepted',
  to_handle: (doc) => ['assigned', 'in_handling'].includes(doc.stage),
  in_handling: (doc) => doc.stage === 'in_handling',
  completed: (doc) => doc.stage === 'completed',
  returned: (doc) => doc.stage === 'returned',
  to_cancel: (doc) => doc.stage === 'cancel_due',
  cancelled: (doc) => doc.stage === 'cancelled',
  all: () => true,
};
export const listsOf: Record<Official['role'], { outgoing: string[]; incoming: string[] }> = {
  leader: {
    outgoing: ['awaiting_approval', 'to_sign', 'issued', 'recalled', 'all'],
    incoming: ['to_assign', 'in_handling', 'completed', 'returned', 'cancelled', 'all'],
  },
  clerk: {
    outgoing: ['to_sign', 'to_issue', 'issued', 'recalled', 'all'],
    incoming: ['to_accept', 'to_assign', 'to_cancel', 'in_handling', 'completed', 'returned', 'cancelled', 'all'],
  },
  specialist: {
    outgoing: ['drafts', 'to_sign', 'issued', 'recalled', 'all'],
    incoming: ['to_handle', 'in_handling', 'completed', 'all'],
  },
  archivist: { outgoing: [], incoming: [] },
  administrator: { outgoing: [], incoming: [] },
};
export const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();
