// What the verifier would have found.
import type { SignatureRole, Verdict } from '../../src/api/schema.ts';
import { iso } from './world.ts';

export const reason = (code: string, sentence: string) => ({ code, sentence });
export function verdict(word: Verdict['verdict'], roles: SignatureRole[]): Verdict {
  const sound = word === 'valid';
  const texts: Record<string, string> = {
    valid: 'Hợp lệ',
    undetermined: 'Không đủ căn cứ',
    changed_after_signing: 'Đã bị sửa sau khi ký',
    not_signed: 'Không có chữ ký',
  };
  return {
    kind: 'pdf',
    verdict: word,
    integrity:
      word === 'changed_after_signing' ? 'changed_after_signing' : word === 'not_signed' ? 'not_signed' : 'intact',
    words: texts[word] ?? word,
    reasons: sound
      ? []
      : word === 'undetermined'
        ? [reason('chain.no_path', 'Chứng thư số của người ký không dẫn đến nơi cấp được tin cậy.')]
        : word === 'changed_after_signing'
          ? [reason('pdf.changed', 'Trang 1 bị thay nội dung sau chữ ký cuối cùng.')]
          : [],
    revisions: roles.length + 1,
    changes: [],
    unsigned_parts: [],
    judged_at: iso(-9),
    addressee_right: true,
    complete: true,
    signatures: roles.map((role, at) => ({
      field: `Signature${at + 1}`,
      role,
      signer:
        role === 'seal'
          ? 'Ủy ban nhân dân huyện B (thử nghiệm)'
          : role === 'personal'
            ? 'Lãnh đạo B (thử nghiệm)'
            : 'Chuyên viên B (thử nghiệm)',
      organisation: 'Ủy ban nhân dân huyện B (thử nghiệm)',
      issuer: 'CA thử nghiệm của cài đặt này',
      serial: '5f:0c:aa:19:3e:72:11:08',
      signing_time: iso(-60 + at * 9),
      // Under a later signature an earlier one is valid with additions, as the verifier says it.
      verdict: sound && at < roles.length - 1 ? 'valid_with_additions' : word,
      integrity: 'intact',
      words: texts[word] ?? word,
      reasons: [],
      coverage: at === roles.length - 1 ? 'whole_file' : 'whole_revision',
      algorithm: 'RSA-PKCS1-SHA256',
      chain_status: sound ? 'trusted' : 'no_path',
      revocation_status: sound ? 'good' : 'unknown',
      valid_from: '2026-01-01T00:00:00+07:00',
      valid_to: '2029-01-01T00:00:00+07:00',
      form: 'signature',
      revision: at + 2,
      timestamp_time: null,
    })),
  };
}
