// The words of the law for the values of the API, with the tone each is shown in.

import type {
  Deadline,
  DeliveryStatus,
  IncomingStage,
  OutgoingStage,
  Role,
  Secrecy,
  SignatureRole,
  SigningMethod,
  Urgency,
  Verdict,
} from '../api/schema.ts';
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
  numbered: ['Đã cấp số, chờ ký', 'Numbered, to be signed'],
  signing: ['Đang ký', 'Being signed'],
  sealed: ['Đã đóng dấu, chờ phát hành', 'Sealed, to be issued'],
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

// The way a document travels; one this client does not know is shown as it came.
const channels = words({ internal: ['trong hệ thống', 'within this system'] });
export const channelWord = (channel: string): string => channels(channel as 'internal');

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
