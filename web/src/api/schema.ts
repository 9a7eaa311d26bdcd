// Written by dev/types.ts from spec/openapi.yaml; do not edit.

export type Instant = string;

export type Day = string;

export type Role = 'leader' | 'clerk' | 'specialist' | 'archivist' | 'administrator';

export type Urgency = 'normal' | 'urgent' | 'very_urgent' | 'express';

export type Secrecy = 'open' | 'sensitive' | 'confidential' | 'secret' | 'top_secret';

export type SigningMethod = 'scan_and_seal' | 'person_and_seal' | 'initial_person_and_seal';

export type SignatureRole = 'initial' | 'personal' | 'seal';

export type OutgoingStage = 'drafting' | 'awaiting_approval' | 'numbered' | 'signing' | 'sealed' | 'issued' | 'recalled';

export type IncomingStage = 'arrived' | 'accepted' | 'assigned' | 'in_handling' | 'completed' | 'returned' | 'withdrawn' | 'cancel_due' | 'cancelled';

export type DeliveryStatus = 'queued' | 'arrived' | 'accepted' | 'forwarded' | 'in_handling' | 'completed' | 'returned' | 'withdrawn' | 'cancel_due' | 'cancelled';

export type OutgoingList = 'drafts' | 'awaiting_approval' | 'to_sign' | 'to_issue' | 'issued' | 'recalled' | 'all';

export type IncomingList = 'to_accept' | 'to_assign' | 'to_handle' | 'in_handling' | 'completed' | 'returned' | 'to_cancel' | 'cancelled' | 'all';

export type Problem = {
  type: string;
  title: string;
  status: number;
  // What happened, in the words of the rule where one spoke
  detail: string;
  code: string;
  // The clause of the regulation that spoke
  clause?: string;
  remedy?: 'fix_input' | 'reload_and_retry' | 'retry_later' | 'ask_permission' | 'call_operator';
  // What to do now
  fix: string;
  title_en?: string;
  fix_en?: string;
  instance?: string;
};

export type Official = {
  id: string;
  name: string;
  post: string;
  role: Role;
};

export type Person = {
  id: string;
  name: string;
  post: string;
};

export type Agency = {
  id: string;
  code: string;
  name: string;
  parent_name?: string | null;
};

export type AgencyRef = {
  id: string;
  code: string;
  name: string;
};

export type Me = {
  person: Person;
  user_name: string;
  role: Role;
  agency: AgencyRef;
  // Acts of the role: draft, approve, sign, seal, issue, recall, accept, return, assign, handle, cancel, read_registers, edit_calendar
  can: string[];
  demo: boolean;
  now: Instant;
  pin_held_until?: Instant | null;
};

export type FileRef = {
  sha256: string;
  size: number;
  name: string;
  media_type: string;
  checked: 'unchecked' | 'structure' | 'clean';
};

export type Upload = {
  upload_id: string;
  file: FileRef;
  expires_at: Instant;
};

export type Rule = {
  text: string;
  clause: string;
  // uncertain: the clause could not be checked; beyond: the regulation is silent, the rule comes from elsewhere
  standing?: 'certain' | 'uncertain' | 'beyond';
};

export type Finding = {
  rule: string;
  level: 'refuse' | 'warn';
  // What the rule asks
  text: string;
  // What was found, in Vietnamese; empty when the rule says it all
  note: string;
  clause: string;
};

export type Policy = {
  profile: string;
  title: string;
  issuer: string;
  document_types: Array<{
    code: string;
    name: string;
    abbreviation: string;
  }>;
  signing_methods: Array<{
    method: SigningMethod;
    name: string;
  }>;
  secrecy: Array<{
    level: Secrecy;
    allowed: boolean;
    text: string;
    clause: string;
  }>;
  signature_required: boolean;
  urgencies?: Urgency[];
  // What the profile says on sending, routing, receipt, return, recall and legal value, ready to be shown
  rules: Record<string, Rule>;
};

export type OutgoingFactsInput = {
  type: string;
  abstract: string;
  urgency: Urgency;
  secrecy: Secrecy;
  recipients: string[];
  answer_by?: Day | null;
  // The incoming document that this one answers
  answers?: string | null;
  method: SigningMethod;
  // person id of a leader of the agency
  signer: string;
};

export type OutgoingFacts = {
  type: string;
  type_name: string;
  abstract: string;
  urgency: Urgency;
  secrecy: Secrecy;
  recipients: AgencyRef[];
  answer_by: Day | null;
  answers: string | null;
  answers_notation?: string | null;
  method: SigningMethod;
  signer: Person;
};

export type Numbering = {
  sequence: number;
  notation: string;
  day: Day;
};

export type Deadline = {
  due_at: Instant;
  state: 'ahead' | 'soon' | 'overdue' | 'met' | 'missed';
  // In working time: còn 2 giờ làm việc, quá hạn 1 ngày
  words: string;
  clause: string;
};

export type OutgoingSummary = {
  id: string;
  stage: OutgoingStage;
  notation: string | null;
  day: Day | null;
  type_name: string;
  abstract: string;
  urgency: Urgency;
  drafter: string;
  signer: string;
  updated_at: Instant;
  recipients: number;
  // How many recipients stand in each delivery status
  statuses: Record<string, number>;
  attachments: number;
  next_signature: SignatureRole | null;
  deadline?: Deadline | null;
};

export type Version = {
  number: number;
  source: FileRef;
  pdf: FileRef;
  attachments: FileRef[];
  by: Person;
  at: Instant;
};

export type Opinion = {
  by: Person;
  at: Instant;
  version: number;
  text: string;
};

export type SignatureMade = {
  role: SignatureRole;
  by: Person;
  at: Instant;
  certificate_subject: string;
  field: string;
};

export type StatusFact = {
  status: DeliveryStatus;
  at: Instant;
  by: string;
  detail: string;
};

export type Delivery = {
  id: string;
  recipient: AgencyRef;
  status: DeliveryStatus;
  channel: string;
  channel_reason: string;
  facts: StatusFact[];
  receipt: null | {
    main_sha256: string;
    verdict: string;
    at: Instant;
  };
  last_failure?: string | null;
};

export type Recall = {
  id: string;
  by: Person;
  reason: string;
  at: Instant;
  settled: boolean;
  answers: Array<{
    recipient: AgencyRef;
    outcome: 'notified' | 'withdrawn' | 'cancel_due' | 'cancelled' | 'nothing_to_cancel';
    at: Instant;
    by: string;
  }>;
};

export type FactRow = {
  name: string;
  label: string;
  value: string;
};

export type Outgoing = {
  id: string;
  revision: number;
  stage: OutgoingStage;
  agency: AgencyRef;
  drafter: Person;
  facts: OutgoingFacts;
  versions: Version[];
  opinions: Opinion[];
  approver: Person | null;
  numbering: Numbering | null;
  voided_numbers: Numbering[];
  final_pdf: FileRef | null;
  signatures: SignatureMade[];
  required_signatures: SignatureRole[];
  next_signature: SignatureRole | null;
  issued_at: Instant | null;
  issued_by: Person | null;
  deliveries: Delivery[];
  recall: Recall | null;
  // Mã định danh văn bản
  document_code: string | null;
  legal_value: Rule | null;
  // The facts of requirement D7 in their legal order and names
  facts14: FactRow[];
  deadline?: Deadline | null;
  // What the person may do with it now: change_facts, add_version, submit, return, approve, scan, sign:initial, sign:personal, sign:seal, void_number, issue, recall
  acts: string[];
  // For those who can submit or approve the draft
  findings: Finding[];
  created_at: Instant;
  updated_at: Instant;
};

export type HistoryItem = {
  kind: string;
  at: Instant;
  agency: string;
  actor: string | null;
  post?: string | null;
  sentence: string;
  detail?: string | null;
  // Place in the history log
  index: number;
};

export type Verdict = {
  kind: 'pdf' | 'xml' | 'ooxml' | 'odf' | 'cms' | 'unknown';
  verdict: 'valid' | 'valid_with_additions' | 'changed_after_signing' | 'not_intact' | 'malformed' | 'undetermined' | 'not_signed';
  integrity: 'intact' | 'intact_with_additions' | 'changed_after_signing' | 'not_intact' | 'malformed' | 'unknown' | 'not_signed';
  // The verdict in the reader's language
  words: string;
  reasons: Reason[];
  revisions: number;
  judged_at: Instant;
  // What came after the first signature, in plain words
  changes: Array<{
    // From 1
    revision: number;
    kind: string;
    sentence: string;
  }>;
  // What no signature covers
  unsigned_parts: string[];
  addressee_right?: boolean;
  complete?: boolean;
  signatures: Array<{
    field: string;
    role: string | null;
    signer: string;
    organisation: string;
    issuer: string;
    serial: string;
    signing_time: Instant | null;
    verdict: string;
    integrity: string;
    words?: string;
    reasons: Reason[];
    coverage: string;
    algorithm: string;
    chain_status: string;
    revocation_status: string;
    valid_from: Instant | null;
    valid_to: Instant | null;
    form: 'signature' | 'document_timestamp';
    // Of a PDF, from 1: the one that the signature made
    revision: number | null;
    timestamp_time: Instant | null;
  }>;
};

export type Reason = {
  code: string;
  sentence: string;
};

export type IncomingSummary = {
  id: string;
  stage: IncomingStage;
  notation: string;
  day: Day;
  type_name: string;
  abstract: string;
  urgency: Urgency;
  from: string;
  arrived_at: Instant;
  arrival_number: number | null;
  verdict: string;
  attachments: number;
  lead: string | null;
  deadline?: Deadline | null;
};

export type Assignment = {
  by: Person;
  lead: Person;
  supporting: Person[];
  instruction: string;
  deadline: Instant | null;
  at: Instant;
};

export type Incoming = {
  id: string;
  revision: number;
  stage: IncomingStage;
  document_id: string;
  document_code: string;
  agency: AgencyRef;
  from: AgencyRef;
  notation: string;
  day: Day;
  type_name: string;
  abstract: string;
  urgency: Urgency;
  signer: string;
  recipients: AgencyRef[];
  answer_by: Day | null;
  sent_at: Instant;
  arrived_at: Instant;
  legal_receipt_at: Instant;
  verdict: Verdict;
  legal_value: Rule;
  main: FileRef;
  attachments: FileRef[];
  content_open: boolean;
  arrival_number: number | null;
  accepted_by: Person | null;
  accepted_at: Instant | null;
  assignment: Assignment | null;
  // Outgoing documents of the agency that answer it
  answers: Array<{
    id: string;
    notation: string;
  }>;
  // The outgoing document of the agency that this one answers
  answered_document: null | {
    id: string;
    notation: string;
  };
  result: string | null;
  return_reason: string | null;
  recall_reason: string | null;
  facts14: FactRow[];
  deadlines: Deadline[];
  // accept, return, assign, start, answer, complete, cancel
  acts: string[];
};

export type Register = {
  id: string;
  kind: 'outgoing' | 'incoming';
  series: string;
  period: string;
  last: number;
  title: string;
};

export type RegisterLine = {
  sequence: number;
  state: 'reserved' | 'entered' | 'voided';
  day: Day;
  notation: string;
  type_name?: string;
  abstract: string;
  // Nơi nhận, or the author of an arrival
  parties: string;
  signer: string;
  handler?: string;
  note: string;
  // The outgoing or incoming document
  subject_id: string;
};

export type Calendar = {
  year: number;
  office_hours: Array<{
    weekday: number;
    sessions: string[];
  }>;
  days: Array<{
    day: Day;
    kind: 'off' | 'work';
    name: string;
    origin: 'law' | 'compensation' | 'override';
    reference?: string;
  }>;
};

export type DemoClock = {
  now: Instant;
  steered: boolean;
};
