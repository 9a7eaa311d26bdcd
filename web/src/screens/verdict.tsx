import type { Verdict } from '../api/schema.ts';
import { day, instant } from '../lib/when.ts';
import { checkWord, integrityWord, signatureWord, signatureWords, verdictLook } from '../text/legal.ts';
import { capital, words } from '../text/words.ts';
import { Button } from '../ui/button.tsx';
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
  later: ['Sau chữ ký đầu tiên', 'After the first signature'],
  revision: ['Lần lưu {n}', 'Revision {n}'],
  unsigned: ['Không chữ ký nào bao trùm', 'Covered by no signature'],
  as_signed: ['Tải tệp như khi ký', 'The file as it was signed'],
  stamped: ['Dấu thời gian', 'Time-stamp'],
  document_stamp: ['Dấu thời gian của tệp', 'Time-stamp of the file'],
  details: ['Chi tiết kỹ thuật', 'Technical details'],
});

// What the verifier found: one verdict in words with its reasons, then each signature. `onRevision` fetches the file as it
// was when a signature was made.
export function VerdictPanel({ verdict, onRevision }: { verdict: Verdict; onRevision?: (number: number) => void }) {
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
          <Signature key={one.field} file={verdict} one={one} {...(onRevision ? { onRevision } : {})} />
        ))}
      </ol>
      {verdict.changes.some((one) => one.kind !== 'signature_added') && (
        <Listed
          title={say('later')}
          lines={verdict.changes.map((one) => `${say('revision', { n: one.revision })}: ${one.sentence}`)}
        />
      )}
      {verdict.unsigned_parts.length > 0 && <Listed title={say('unsigned')} lines={verdict.unsigned_parts} />}
    </div>
  );
}

function Listed({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <ul className="reasons">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

function Signature({
  file,
  one,
  onRevision,
}: {
  file: Verdict;
  one: Verdict['signatures'][number];
  onRevision?: (number: number) => void;
}) {
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
            {[
              one.form === 'document_timestamp' ? say('document_stamp') : role,
              one.organisation === one.signer ? null : one.organisation,
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <p className={`signature-word tone-${tone}`}>{capital(signatureWords(file, one))}</p>
          <p className="quiet small">
            {say('signed_at')} {one.signing_time ? <Moment iso={one.signing_time} /> : '–'}
            {one.timestamp_time && (
              <>
                {' · '}
                {say('stamped')} <Moment iso={one.timestamp_time} />
              </>
            )}
          </p>
          {onRevision && one.revision !== null && one.revision < file.revisions && (
            <Button
              small
              kind="plain"
              icon="download"
              label={say('as_signed')}
              onPress={() => onRevision(one.revision as number)}
            />
          )}
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
