// People, agencies, files and the clock of the mock.
import { statSync } from 'node:fs';
import type { AgencyRef, FileRef, Official, Person } from '../../src/api/schema.ts';

export const sample = new URL('../sample.pdf', import.meta.url).pathname;
export let now = Date.parse('2026-11-20T09:20:00+07:00');
export const iso = (minutes = 0): string => {
  const at = new Date(now + minutes * 60_000 + 7 * 3_600_000);
  return `${at.toISOString().slice(0, 19)}+07:00`;
};
setInterval(() => {
  now += 1_000;
}, 1_000).unref();

export const agency = (id: string, code: string, name: string): AgencyRef => ({ id, code, name });
export const home = agency('a', '000.00.12.H99', 'Sở Nội vụ tỉnh A (thử nghiệm)');
export const others = [
  agency('b', '000.00.21.H99', 'Ủy ban nhân dân huyện B (thử nghiệm)'),
  agency('c', '000.00.13.H99', 'Sở Tài chính tỉnh A (thử nghiệm)'),
  agency('d', '000.00.14.H99', 'Sở Thông tin và Truyền thông tỉnh A (thử nghiệm)'),
  agency('e', '000.01.01.H99', 'Văn phòng Tỉnh ủy (thử nghiệm)'),
];
export const wards = Array.from({ length: 496 }, (_, at) =>
  agency(`x${at}`, `000.${String(at + 1).padStart(3, '0')}.21.H99`, `Ủy ban nhân dân xã số ${at + 1} (thử nghiệm)`),
);
export const agencies = [...others, ...wards];

export const official = (id: string, name: string, post: string, role: Official['role']): Official => ({
  id,
  name,
  post,
  role,
});
export const people: Record<string, Official> = {
  lanhdao: official('p1', 'Lãnh đạo A (thử nghiệm)', 'Giám đốc', 'leader'),
  vanthu: official('p2', 'Văn thư A (thử nghiệm)', 'Văn thư cơ quan', 'clerk'),
  chuyenvien: official('p3', 'Chuyên viên A (thử nghiệm)', 'Chuyên viên Phòng Văn thư, lưu trữ', 'specialist'),
  quantri: official('p4', 'Quản trị A (thử nghiệm)', 'Quản trị hệ thống', 'administrator'),
};
export const second = official('p5', 'Chuyên viên thứ hai (thử nghiệm)', 'Chuyên viên', 'specialist');
export const person = (one: Official): Person => ({ id: one.id, name: one.name, post: one.post });
export const rights: Record<Official['role'], string[]> = {
  leader: ['approve', 'sign', 'assign', 'read_registers'],
  clerk: ['seal', 'issue', 'recall', 'accept', 'return', 'assign', 'cancel', 'read_registers'],
  specialist: ['draft', 'sign', 'handle'],
  archivist: ['read_registers'],
  administrator: ['edit_calendar', 'read_registers'],
};

export const file = (name: string, size = statSync(sample).size, media_type = 'application/pdf'): FileRef => ({
  sha256: Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64),
  size,
  name,
  media_type,
  checked: 'structure',
});
export const docx = (name: string): FileRef =>
  file(name, 184_320, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document');
export const sheet = file(
  'Phụ lục thống kê hồ sơ điện tử năm 2026.xlsx',
  48_211,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
);
