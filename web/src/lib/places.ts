import type { IncomingList, OutgoingList } from '../api/schema.ts';
import { words } from '../text/words.ts';
import type { IconName } from '../ui/icons.tsx';

// Every screen with an address. `list` is the work list behind it; `count` says which number the rail shows.
export type Place = {
  slug: string;
  icon: IconName;
  name: PlaceWord;
  short?: PlaceWord;
  why?: PlaceWord;
  // The right (Me.can) that shows the place where there is no list behind it.
  needs?: string;
  group: 'write' | 'receive' | 'office';
} & (
  | { kind: 'outgoing'; list: OutgoingList; filters?: readonly OutgoingList[] }
  | { kind: 'incoming'; list: IncomingList; filters?: readonly IncomingList[] }
  | { kind: 'page' }
);

const dictionary = {
  drafts: ['Dự thảo', 'Drafts'],
  drafts_why: [
    'Dự thảo đang soạn và dự thảo bị trả lại nằm ở đây cho đến khi trình.',
    'Your drafts, and those returned to you, stay here until submitted.',
  ],
  awaiting_approval: ['Chờ duyệt', 'To approve'],
  awaiting_approval_why: [
    'Dự thảo được trình lên sẽ vào đây, văn bản khẩn đứng trước.',
    'Submitted drafts arrive here, urgent ones first.',
  ],
  to_sign: ['Chờ ký số', 'To sign'],
  to_sign_short: ['Ký số', 'Sign'],
  to_sign_why: [
    'Văn bản đã duyệt, đã có số và đến lượt mình ký sẽ vào đây.',
    'Approved and numbered documents arrive here when it is your turn to sign.',
  ],
  to_issue: ['Chờ phát hành', 'To issue'],
  to_issue_short: ['Phát hành', 'Issue'],
  to_issue_why: [
    'Văn bản đã đủ chữ ký và dấu số sẽ vào đây để văn thư phát hành.',
    'Documents with every signature and the seal arrive here for the clerk to issue.',
  ],
  outgoing: ['Văn bản đi', 'Outgoing'],
  outgoing_short: ['VB đi', 'Outgoing'],
  outgoing_why: [
    'Văn bản của cơ quan sẽ hiện ở đây từ lúc soạn đến khi nơi nhận hoàn thành.',
    'Documents of the agency are shown here from drafting until the recipients are done.',
  ],
  to_accept: ['Chờ tiếp nhận', 'To accept'],
  to_accept_short: ['Tiếp nhận', 'Accept'],
  to_accept_why: [
    'Văn bản nơi khác gửi đến sẽ vào đây ngay khi đã kiểm tra chữ ký, văn bản khẩn đứng trước.',
    'Documents from others arrive here as soon as their signatures were checked, urgent ones first.',
  ],
  to_assign: ['Chờ phân công', 'To assign'],
  to_assign_short: ['Phân công', 'Assign'],
  to_assign_why: [
    'Văn bản đến đã vào sổ và chưa có người chủ trì sẽ vào đây.',
    'Registered documents without a lead handler arrive here.',
  ],
  to_handle: ['Việc được giao', 'My work'],
  to_handle_short: ['Việc giao', 'My work'],
  to_handle_why: [
    'Văn bản được giao chủ trì hoặc phối hợp sẽ vào đây, kèm ý kiến chỉ đạo và hạn.',
    'Documents assigned to you arrive here with the instruction and the deadline.',
  ],
  to_cancel: ['Phải hủy', 'To cancel'],
  to_cancel_why: [
    'Văn bản nơi gửi đã thu hồi sẽ vào đây để hủy và xác nhận.',
    'Documents that their sender recalled arrive here to be cancelled and confirmed.',
  ],
  in_handling: ['Đang xử lý', 'In handling'],
  completed: ['Đã hoàn thành', 'Completed'],
  returned: ['Đã trả lại', 'Returned'],
  cancelled: ['Đã hủy', 'Cancelled'],
  issued: ['Đã phát hành', 'Issued'],
  recalled: ['Đã thu hồi', 'Recalled'],
  all: ['Tất cả', 'All'],
  incoming: ['Văn bản đến', 'Incoming'],
  incoming_short: ['VB đến', 'Incoming'],
  incoming_why: [
    'Mọi văn bản gửi đến cơ quan, kể cả đã trả lại và đã hủy, được giữ ở đây.',
    'Every document sent to the agency is kept here, the returned and cancelled ones too.',
  ],
  registers: ['Sổ đăng ký', 'Registers'],
  registers_short: ['Sổ', 'Books'],
  calendar: ['Lịch làm việc', 'Working calendar'],
  calendar_short: ['Lịch', 'Calendar'],
  check: ['Kiểm tra chữ ký', 'Check signatures'],
  check_short: ['Chữ ký', 'Check'],
  profile: ['Hồ sơ cá nhân', 'My account'],
  profile_short: ['Cá nhân', 'Account'],
  write: ['Văn bản đi', 'Outgoing'],
  receive: ['Văn bản đến', 'Incoming'],
  office: ['Cơ quan', 'Agency'],
} as const;

export type PlaceWord = keyof typeof dictionary;
export const placeWord = words(dictionary);

export const places: readonly Place[] = [
  {
    slug: 'tiep-nhan',
    icon: 'incoming',
    name: 'to_accept',
    short: 'to_accept_short',
    why: 'to_accept_why',
    kind: 'incoming',
    list: 'to_accept',
    group: 'receive',
  },
  {
    slug: 'phan-cong',
    icon: 'people',
    name: 'to_assign',
    short: 'to_assign_short',
    why: 'to_assign_why',
    kind: 'incoming',
    list: 'to_assign',
    group: 'receive',
  },
  {
    slug: 'viec-duoc-giao',
    icon: 'work',
    name: 'to_handle',
    short: 'to_handle_short',
    why: 'to_handle_why',
    kind: 'incoming',
    list: 'to_handle',
    group: 'receive',
  },
  {
    slug: 'phai-huy',
    icon: 'recall',
    name: 'to_cancel',
    why: 'to_cancel_why',
    kind: 'incoming',
    list: 'to_cancel',
    group: 'receive',
  },
  {
    slug: 'van-ban-den',
    icon: 'file',
    name: 'incoming',
    short: 'incoming_short',
    why: 'incoming_why',
    kind: 'incoming',
    list: 'all',
    filters: ['all', 'in_handling', 'completed', 'returned', 'cancelled'],
    group: 'receive',
  },
  {
    slug: 'cho-duyet',
    icon: 'approve',
    name: 'awaiting_approval',
    why: 'awaiting_approval_why',
    kind: 'outgoing',
    list: 'awaiting_approval',
    group: 'write',
  },
  {
    slug: 'ky-so',
    icon: 'pen',
    name: 'to_sign',
    short: 'to_sign_short',
    why: 'to_sign_why',
    kind: 'outgoing',
    list: 'to_sign',
    group: 'write',
  },
  {
    slug: 'du-thao',
    icon: 'draft',
    name: 'drafts',
    why: 'drafts_why',
    kind: 'outgoing',
    list: 'drafts',
    group: 'write',
  },
  {
    slug: 'phat-hanh',
    icon: 'issue',
    name: 'to_issue',
    short: 'to_issue_short',
    why: 'to_issue_why',
    kind: 'outgoing',
    list: 'to_issue',
    group: 'write',
  },
  {
    slug: 'van-ban-di',
    icon: 'outgoing',
    name: 'outgoing',
    short: 'outgoing_short',
    why: 'outgoing_why',
    kind: 'outgoing',
    list: 'all',
    filters: ['all', 'issued', 'recalled'],
    group: 'write',
  },
  {
    slug: 'so-dang-ky',
    icon: 'register',
    name: 'registers',
    short: 'registers_short',
    kind: 'page',
    needs: 'read_registers',
    group: 'office',
  },
  { slug: 'lich-lam-viec', icon: 'calendar', name: 'calendar', short: 'calendar_short', kind: 'page', group: 'office' },
  { slug: 'kiem-tra-chu-ky', icon: 'shield', name: 'check', short: 'check_short', kind: 'page', group: 'office' },
];

// The places of a person: lists the server counts for them, and pages their rights open.
export function placesFor(
  can: readonly string[],
  counts: { outgoing: Record<string, number>; incoming: Record<string, number> } | undefined,
): Place[] {
  return places.filter((place) => {
    if (place.kind === 'page') return place.needs === undefined || can.includes(place.needs);
    return counts !== undefined && place.list in counts[place.kind];
  });
}

export function placeOf(slug: string): Place | undefined {
  return places.find((place) => place.slug === slug);
}
