import type { Verdict } from '../api/schema.ts';
import { day, instant } from '../lib/when.ts';
import { checkWord, integrityWord, signatureWord, signatureWords, verdictLook } from '../text/legal.ts';
import { capital, words } from '../text/words.ts';
import { Chip } from '../ui/chip.tsx';
import { Facts } from '../ui/facts.tsx';
import { Icon } from '../ui/icons.tsx';
import { Moment } from '../ui/timeline.tsx';

const say = words({
  judged: ['Kiểm tra lúc {time}', 'Judged at {time}'],
  revisions: ['{n} lần lưu trong tệp', '{n} revisions in the file'],
  addressee: ['Đúng nơi nhận', 'Right addressee'],
  addressee_wrong: ['Không đúng nơi nhận', 'Wrong addressee'],
  complete: ['Đủ tệp', 'All files are here'],
  incomplete: ['Thiếu tệp', 'Files are missing'],
  integrity: ['Toàn vẹn', 'Integrity'],
  signed_at: ['Ký lúc', 'Signed at'],
  issuer: ['Nơi cấp', 'Issuer'],
  serial: ['Số hiệu chứng thư số', 'Serial'],
  validity: ['Hiệu lực chứng thư số', 'Certificate valid'],
  chain: ['Chuỗi tin cậy', 'Chain of trust'],
  revocation: ['Thu hồi chứng thư số', 'Revocation'],
  coverage: ['Phạm vi ký', 'Coverage'],
  algorithm: ['Thuật toán', 'Algorithm'],
  no_signatures: ['Tệp này chưa có chữ ký số nào.', 'This file has no digital signature.'],
  details: ['Chi tiết kỹ thuật', 'Technical details'],
});

// What the verifier found: one verdict in words with its reasons, then each signature.
export function VerdictPanel({ verdict }: { verdict: Verdict }) {
  const look = verdictLook(verdict.verdict);
  return (
    <div className="verdict">
      <div className={`verdict-head verdict-${look.tone}`}>
        <Icon name={look.icon} size={20} />
        <div>
          <p className="verdict-word">{capital(verdict.words || look.word)}</p>
          <p className="verdict-sub">
            <span>
              {say('integrity')}: {integrityWord(verdict.integrity)}
            </span>
            <span>{say('revisions', { n: verdict.revisions })}</span>
            <Moment iso={verdict.judged_at} text={say('judged', { time: instant(verdict.judged_at) })} />
          </p>
        </div>
      </div>
      {(verdict.addressee_right !== undefined || verdict.complete !== undefined) && (
        <div className="across">
          {verdict.addressee_right !== undefined && (
            <Chip tone={verdict.addressee_right ? 'green' : 'red'} icon={verdict.addressee_right ? 'check' : 'stop'}>
              {verdict.addressee_right ? say('addressee') : say('addressee_wrong')}
            </Chip>
          )}
          {verdict.complete !== undefined && (
            <Chip tone={verdict.complete ? 'green' : 'red'} icon={verdict.complete ? 'check' : 'stop'}>
              {verdict.complete ? say('complete') : say('incomplete')}
            </Chip>
          )}
        </div>
      )}
      <Reasons of={verdict.reasons} />
      {verdict.signatures.length === 0 && <p className="quiet">{say('no_signatures')}</p>}
      <ol className="signatures">
        {verdict.signatures.map((one) => (
          <Signature key={one.field} file={verdict} one={one} />
        ))}
      </ol>
    </div>
  );
}

function Signature({ file, one }: { file: Verdict; one: Verdict['signatures'][number] }) {
  const { tone, icon } = verdictLook(one.verdict);
  const role = one.role && one.role in roles ? signatureWord(one.role as 'seal') : one.role;
  const checks = [
    { key: 'chain', label: say('chain'), value: checkWord('chain', one.chain_status) },
    { key: 'revocation', label: say('revocation'), value: checkWord('revocation', one.revocation_status) },
    { key: 'coverage', label: say('coverage'), value: checkWord('coverage', one.coverage) },
  ];
  const good = tone === 'green';
  return (
    <li className="signature">
      <div className="signature-head">
        <span className={`mark mark-${tone}`}>
          <Icon name={icon} size={16} />
        </span>
        <div className="signature-who">
          <p className="strong">{one.signer}</p>
          <p className="quiet small">
            {[role, one.organisation === one.signer ? null : one.organisation].filter(Boolean).join(' · ')}
          </p>
          <p className={`signature-word tone-${tone}`}>{capital(signatureWords(file, one))}</p>
          <p className="quiet small">
            {say('signed_at')} {one.signing_time ? <Moment iso={one.signing_time} /> : '–'}
          </p>
        </div>
      </div>
      {!good && <Reasons of={one.reasons} />}
      {!good && <Facts items={checks} />}
      <details className="details">
        <summary>{say('details')}</summary>
        {good && <Reasons of={one.reasons} />}
        <Facts
          items={[
            ...(good ? checks : []),
            { key: 'issuer', label: say('issuer'), value: one.issuer },
            { key: 'serial', label: say('serial'), value: <span className="mono">{one.serial}</span> },
            { key: 'validity', label: say('validity'), value: `${day(one.valid_from)} – ${day(one.valid_to)}` },
            { key: 'algorithm', label: say('algorithm'), value: one.algorithm },
          ]}
        />
      </details>
    </li>
  );
}

function Reasons({ of }: { of: Verdict['reasons'] }) {
  if (of.length === 0) return null;
  return (
    <ul className="reasons">
      {of.map((one) => (
        <li key={one.code + one.sentence} title={one.code}>
          {capital(one.sentence)}
        </li>
      ))}
    </ul>
  );
}

// The three roles of a signature here; another word is shown as it came.
const roles = { initial: true, personal: true, seal: true };
