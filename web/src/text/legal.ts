// The words of the law for the values of the API, with the tone each is shown in.

import type {
  Deadline,
  DeliveryStatus,
  IncomingStage,
  OutgoingStage,
  Policy,
  Role,
  Rule,
  Secrecy,
  SignatureRole,
  SigningMethod,
  Urgency,
  Verdict,
} from '../api/schema.ts';
import { language } from '../lib/settings.ts';
import type { Tone } from '../ui/chip.tsx';
import type { IconName } from '../ui/icons.tsx';
import { words } from './words.ts';

export const urgencyWord = words({
  normal: ['Thường', 'Normal'],
  urgent: ['Khẩn', 'Urgent'],
  very_urgent: ['Thượng khẩn', 'Very urgent'],
  express: ['Hỏa tốc', 'Express'],
} satisfies Record<Urgency, readonly [string, string]>);

export const secrecyWord = words({
  open: ['Không mật', 'Not secret'],
  sensitive: ['Nhạy cảm', 'Sensitive'],
  confidential: ['Mật', 'Confidential'],
  secret: ['Tối mật', 'Secret'],
  top_secret: ['Tuyệt mật', 'Top secret'],
} satisfies Record<Secrecy, readonly [string, string]>);

export const methodWord = words({
  scan_and_seal: ['Bản giấy đã ký, quét và đóng dấu số', 'Signed paper, scanned and sealed'],
  person_and_seal: ['Lãnh đạo ký số, văn thư đóng dấu số', 'Leader signs, clerk seals'],
  initial_person_and_seal: [
    'Người soạn ký nháy, lãnh đạo ký số, văn thư đóng dấu số',
    'Drafter initials, leader signs, clerk seals',
  ],
} satisfies Record<SigningMethod, readonly [string, string]>);

const methods: readonly SigningMethod[] = ['scan_and_seal', 'person_and_seal', 'initial_person_and_seal'];

// The ways a regulation allows, as it numbers them, under its own names; in English under ours.
export const methodChoices = (allowed: Policy['signing_methods']): { id: SigningMethod; name: string }[] =>
  methods.flatMap((id) => {
    const one = allowed.find((each) => each.method === id);
    return one ? [{ id, name: language.get() === 'vi' ? one.name || methodWord(id) : methodWord(id) }] : [];
  });

export const signatureWord = words({
  initial: ['Ký nháy', 'Initial'],
  personal: ['Chữ ký số của lãnh đạo', 'Personal signature'],
  seal: ['Dấu số của cơ quan', 'Organisation seal'],
} satisfies Record<SignatureRole, readonly [string, string]>);

export const roleWord = words({
  leader: ['Lãnh đạo', 'Leader'],
  clerk: ['Văn thư', 'Clerk'],
  specialist: ['Chuyên viên', 'Specialist'],
  archivist: ['Lưu trữ', 'Archivist'],
  administrator: ['Quản trị', 'Administrator'],
} satisfies Record<Role, readonly [string, string]>);

export const outgoingStageWord = words({
  drafting: ['Đang dự thảo', 'Drafting'],
  awaiting_approval: ['Chờ duyệt', 'Awaiting approval'],
  numbered: ['Chờ ký', 'To be signed'],
  signing: ['Đang ký', 'Being signed'],
  sealed: ['Chờ phát hành', 'To be issued'],
  issued: ['Đã phát hành', 'Issued'],
  recalled: ['Đã thu hồi', 'Recalled'],
} satisfies Record<OutgoingStage, readonly [string, string]>);

export const incomingStageWord = words({
  arrived: ['Đã đến', 'Arrived'],
  accepted: ['Đã tiếp nhận', 'Accepted'],
  assigned: ['Đã phân công', 'Assigned'],
  in_handling: ['Đang xử lý', 'In handling'],
  completed: ['Đã hoàn thành', 'Completed'],
  returned: ['Đã trả lại', 'Returned'],
  withdrawn: ['Nơi gửi đã rút', 'Withdrawn by sender'],
  cancel_due: ['Phải hủy', 'To be cancelled'],
  cancelled: ['Đã hủy', 'Cancelled'],
} satisfies Record<IncomingStage, readonly [string, string]>);

export const deliveryWord = words({
  queued: ['Chờ gửi', 'Waiting to be sent'],
  arrived: ['Đã đến', 'Arrived'],
  accepted: ['Đã tiếp nhận', 'Accepted'],
  forwarded: ['Đã chuyển xử lý', 'Forwarded'],
  in_handling: ['Đang xử lý', 'In handling'],
  completed: ['Đã hoàn thành', 'Completed'],
  returned: ['Từ chối nhận', 'Returned'],
  withdrawn: ['Đã rút', 'Withdrawn'],
  cancel_due: ['Phải hủy', 'To be cancelled'],
  cancelled: ['Đã hủy', 'Cancelled'],
} satisfies Record<DeliveryStatus, readonly [string, string]>);

// The way a document travels and why that way; one that this client does not know is shown as it came.
const channels = words({
  internal: ['Trong hệ thống này, vì bên nhận dùng cùng hệ thống', 'Within this system, which the recipient uses too'],
});
export const channelWord = (channel: string, reason: string): string =>
  channel === 'internal' ? channels(channel) : [channel, reason].filter(Boolean).join(' · ');

const standings = words({
  certain: ['', ''],
  uncertain: ['chưa đối chiếu được nguyên văn', 'the text could not be checked'],
  beyond: ['quy định này không nêu; áp dụng theo nguồn khác', 'the regulation is silent; taken from elsewhere'],
});

// The clause of a rule, and how sure it is when it is not certain; nothing when there is nothing to say.
export const clauseOf = (rule: Rule | null | undefined): string | undefined =>
  [rule?.clause, standings(rule?.standing ?? 'certain')].filter(Boolean).join('; ') || undefined;

// A rule as one sentence: "Văn bản điện tử đã ký số có giá trị … (Điều 4 Quyết định 28/2018/QĐ-TTg)".
export function ruleText(rule: Rule): string {
  const clause = clauseOf(rule);
  return clause ? `${rule.text} (${clause})` : rule.text;
}

// Whose turn it is, for dense rows.
export const turnWord = words({
  initial: ['Chờ ký nháy', 'To be initialled'],
  personal: ['Chờ lãnh đạo ký', 'To be signed'],
  seal: ['Chờ đóng dấu', 'To be sealed'],
} satisfies Record<SignatureRole, readonly [string, string]>);

export const recallWord = words({
  notified: ['Đã báo thu hồi', 'Told of the recall'],
  withdrawn: ['Đã rút trước khi tiếp nhận', 'Withdrawn before acceptance'],
  cancel_due: ['Đã báo, chờ hủy', 'Told, cancellation due'],
  cancelled: ['Đã hủy và xác nhận', 'Cancelled and confirmed'],
  nothing_to_cancel: ['Không còn gì để hủy', 'Nothing left to cancel'],
});

export const verdictWord = words({
  valid: ['Hợp lệ', 'Valid'],
  valid_with_additions: ['Hợp lệ, có bổ sung sau', 'Valid, with later additions'],
  changed_after_signing: ['Đã bị sửa sau khi ký', 'Changed after signing'],
  not_intact: ['Không toàn vẹn', 'Not intact'],
  malformed: ['Sai cấu trúc', 'Malformed'],
  undetermined: ['Không đủ căn cứ', 'Undetermined'],
  not_signed: ['Không có chữ ký', 'Not signed'],
} satisfies Record<Verdict['verdict'], readonly [string, string]>);

export const integrityWord = words({
  intact: ['nguyên vẹn', 'intact'],
  intact_with_additions: ['nguyên vẹn, có bổ sung sau', 'intact, with later additions'],
  changed_after_signing: ['bị sửa sau khi ký', 'changed after signing'],
  not_intact: ['không toàn vẹn', 'not intact'],
  malformed: ['sai cấu trúc', 'malformed'],
  unknown: ['chưa rõ', 'unknown'],
  not_signed: ['không có chữ ký', 'not signed'],
} satisfies Record<Verdict['integrity'], readonly [string, string]>);

const verdicts: Record<string, { tone: Tone; icon: IconName }> = {
  valid: { tone: 'green', icon: 'check' },
  valid_with_additions: { tone: 'green', icon: 'check' },
  changed_after_signing: { tone: 'red', icon: 'stop' },
  not_intact: { tone: 'red', icon: 'stop' },
  malformed: { tone: 'red', icon: 'stop' },
  undetermined: { tone: 'amber', icon: 'question' },
  not_signed: { tone: 'amber', icon: 'question' },
};

const laterSigned = words({
  yes: ['Hợp lệ; sau đó có thêm chữ ký khác', 'Valid; others signed after it'],
});

// One signature of a file in words. Where the file as a whole is valid, all that came after it are signatures again:
// the ordinary case of a leader's signature under the seal, not something to wonder about.
export const signatureWords = (file: Verdict, one: Verdict['signatures'][number]): string =>
  file.verdict === 'valid' && one.verdict === 'valid_with_additions' && signedAfter(file, one)
    ? laterSigned('yes')
    : one.words || verdictLook(one.verdict).word;

const signedAfter = (file: Verdict, one: Verdict['signatures'][number]): boolean =>
  file.signatures.slice(file.signatures.indexOf(one) + 1).some((later) => later.form !== 'document_timestamp');

// How a verdict looks; a word this client does not know is shown as undetermined, never as good.
export function verdictLook(verdict: string): { tone: Tone; icon: IconName; word: string } {
  const look = verdicts[verdict];
  return look
    ? { ...look, word: verdictWord(verdict as Verdict['verdict']) }
    : { tone: 'amber', icon: 'question', word: verdictWord('undetermined') };
}

export function statusTone(status: DeliveryStatus | IncomingStage | OutgoingStage): Tone {
  switch (status) {
    case 'completed':
      return 'green';
    case 'returned':
    case 'cancel_due':
      return 'amber';
    case 'accepted':
    case 'forwarded':
    case 'assigned':
    case 'in_handling':
    case 'issued':
      return 'accent';
    default:
      return 'neutral';
  }
}

export function deadlineTone(state: Deadline['state']): Tone {
  switch (state) {
    case 'overdue':
    case 'missed':
      return 'red';
    case 'soon':
      return 'amber';
    case 'met':
      return 'green';
    case 'ahead':
      return 'neutral';
  }
}

export const isUrgent = (urgency: Urgency): boolean => urgency !== 'normal';

const coverageWord = words({
  whole_file: ['toàn bộ tệp', 'the whole file'],
  whole_revision: ['toàn bộ tệp tại lúc ký', 'the whole file as it was when signed'],
  partial: ['chỉ một phần tệp', 'only a part of the file'],
  unclear: ['không rõ', 'unclear'],
});

const chainWord = words({
  trusted: ['dẫn đến nơi cấp được tin cậy', 'leads to a trusted authority'],
  no_path: ['không dẫn đến nơi cấp được tin cậy', 'leads to no trusted authority'],
  not_in_force: [
    'chứng thư số không còn hoặc chưa có hiệu lực lúc ký',
    'a certificate was not in force at signing time',
  ],
  weak: ['khóa hoặc thuật toán quá yếu', 'a key or digest is too weak'],
  unsuitable: ['chứng thư số không dùng để ký văn bản', 'the certificate is not for signing documents'],
  broken: ['các chứng thư số mâu thuẫn nhau', 'the certificates contradict one another'],
  not_checked: ['chưa kiểm tra', 'not checked'],
});

const revocationWord = words({
  not_checked: ['chưa kiểm tra', 'not checked'],
  good: ['không bị thu hồi', 'not revoked'],
  revoked: ['đã bị thu hồi', 'revoked'],
  unknown: ['chưa rõ', 'unknown'],
});

// The server's word for a part of the check; one that this client does not know yet is shown as it came.
export const checkWord = (part: 'coverage' | 'chain' | 'revocation', word: string): string =>
  part === 'coverage'
    ? coverageWord(word as 'partial')
    : part === 'chain'
      ? chainWord(word as 'weak')
      : revocationWord(word as 'good');
