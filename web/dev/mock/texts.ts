// Abstracts, types and histories of the mock.
import type { HistoryItem, Official } from '../../src/api/schema.ts';
import { home, iso } from './world.ts';

export const abstracts = [
  'Về việc rà soát danh mục hồ sơ điện tử năm 2026 và lập kế hoạch nộp lưu vào lưu trữ lịch sử của tỉnh',
  'Báo cáo kết quả thực hiện gửi, nhận văn bản điện tử quý III',
  'Mời họp triển khai quy chế quản lý, sử dụng chữ ký số chuyên dùng',
  'Đề nghị cho ý kiến đối với dự thảo quyết định ban hành quy chế công tác văn thư, lưu trữ, thay thế quy định trước đây về việc tiếp nhận, đăng ký, chuyển giao và theo dõi văn bản đến tại các cơ quan, đơn vị trên địa bàn tỉnh',
  'Về việc hoán đổi ngày làm việc',
  'Thông báo lịch tiếp công dân tháng 12',
  'Kế hoạch tuyên truyền, phổ biến pháp luật',
  'Về việc cử cán bộ tham dự lớp bồi dưỡng nghiệp vụ văn thư',
];
export const types = [
  { code: 'CV', name: 'Công văn', abbreviation: 'CV' },
  { code: 'BC', name: 'Báo cáo', abbreviation: 'BC' },
  { code: 'TB', name: 'Thông báo', abbreviation: 'TB' },
  { code: 'QD', name: 'Quyết định', abbreviation: 'QĐ' },
  { code: 'KH', name: 'Kế hoạch', abbreviation: 'KH' },
  { code: 'TTr', name: 'Tờ trình', abbreviation: 'TTr' },
];
export const pick = <One>(list: readonly One[], at: number): One => list[at % list.length] as One;

export const histories = new Map<string, HistoryItem[]>();
export let leaf = 4_000;
export function tell(
  id: string,
  who: Official | null,
  sentence: string,
  minutes = 0,
  detail: string | null = null,
): void {
  leaf += 1;
  const list = histories.get(id) ?? [];
  histories.set(id, [
    {
      kind: 'event',
      at: iso(minutes),
      agency: home.name,
      actor: who?.name ?? null,
      post: who?.post ?? null,
      sentence,
      detail,
      index: leaf,
    },
    ...list,
  ]);
}
