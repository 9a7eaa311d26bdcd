import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { troubleIn, useAct, useOutgoing, usePolicy, useSignatures } from '../api/queries.ts';
import type { Delivery, Outgoing } from '../api/schema.ts';
import { fold } from '../lib/fold.ts';
import { type Kept, useUploads } from '../lib/uploads.ts';
import { day } from '../lib/when.ts';
import { common } from '../text/common.ts';
import {
  deliveryWord,
  methodWord,
  outgoingStageWord,
  recallWord,
  secrecyWord,
  signatureWord,
  statusTone,
} from '../text/legal.ts';
import { number, words } from '../text/words.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { Facts } from '../ui/facts.tsx';
import { FileDrop } from '../ui/filedrop.tsx';
import { Icon } from '../ui/icons.tsx';
import { Empty, Notice, TroubleNote, Waiting } from '../ui/states.tsx';
import type { TabItem } from '../ui/tabs.tsx';
import { Moment, Timeline } from '../ui/timeline.tsx';
import { announce } from '../ui/toast.tsx';
import { ActButton, SignButton } from './acts.tsx';
import { DocumentFrame, FileList, HistoryTab, PagePane, type Readable, VerdictPanel } from './document.tsx';
import { DeadlineMark } from './rows.tsx';

const say = words({
  no_number: ['Chưa có số', 'No number yet'],
  drafter: ['Người soạn', 'Drafter'],
  answer_by: ['Hạn trả lời {day}', 'Answer due {day}'],
  answers: ['Trả lời văn bản {notation}', 'Answers {notation}'],
  tab_facts: ['Thông tin', 'Facts'],
  tab_signatures: ['Chữ ký', 'Signatures'],
  tab_recipients: ['Nơi nhận', 'Recipients'],
  tab_versions: ['Phiên bản', 'Versions'],
  tab_history: ['Lịch sử', 'History'],
  final: ['Bản cuối', 'Final'],
  version: ['Bản {n}', 'Version {n}'],
  source: ['tệp gốc', 'source file'],
  edit: ['Sửa', 'Edit'],
  new_version: ['Bản mới', 'New version'],
  submitted: ['Đã trình {name}.', 'Submitted to {name}.'],
  approve_effect: [
    'Số tiếp theo của sổ và ngày hôm nay được cấp ngay cho văn bản này và ghi vào bản cuối; số đã cấp không dùng lại cho văn bản khác.',
    'The next number of the register and today’s date are given to this document at once and written into the final file; the number is never given to another.',
  ],
  approved: ['Đã duyệt, cấp số {notation}.', 'Approved, number {notation}.'],
  opinion: ['Ý kiến', 'Opinion'],
  opinion_help: ['Người soạn đọc ý kiến này cạnh phiên bản.', 'The drafter reads it beside the version.'],
  return_effect: [
    'Dự thảo quay lại người soạn cùng ý kiến; mọi phiên bản vẫn được giữ.',
    'The draft goes back to its drafter with the opinion; every version is kept.',
  ],
  returned: ['Đã trả lại người soạn.', 'Returned to the drafter.'],
  sign_effect: [
    'Chữ ký số của người có thẩm quyền có giá trị pháp lý; sau khi ký, nội dung không sửa được nữa.',
    'The personal signature has legal effect; after it the content can no longer be changed.',
  ],
  initial_effect: [
    'Chữ ký nháy xác nhận nội dung đã soát ở cuối phần Nơi nhận; sau khi ký, nội dung không sửa được nữa.',
    'The initial confirms at the end of the recipients that the content was checked; after it the content can no longer be changed.',
  ],
  seal_effect: [
    'Dấu số của cơ quan hoàn tất văn bản; sau khi đóng dấu, văn bản chờ phát hành và không ký thêm được.',
    'The organisation seal completes the document; after it the document waits to be issued and takes no further signature.',
  ],
  issue_effect: [
    'Văn bản được gửi ngay đến {n} nơi nhận và không sửa được nữa; chỉ có thể thu hồi.',
    'The document is sent to {n} recipients at once and can no longer be changed; only recalled.',
  ],
  issued: [
    'Đã phát hành; trạng thái từng nơi nhận hiện ở mục Nơi nhận.',
    'Issued; each recipient’s state is shown under Recipients.',
  ],
  recall_effect: [
    'Mọi nơi nhận được báo ngay: nơi chưa tiếp nhận thì văn bản bị rút, nơi đã tiếp nhận phải hủy và xác nhận. Việc thu hồi không đảo lại được.',
    'Every recipient is told at once: where it was not accepted it is withdrawn, where it was accepted it must be cancelled and confirmed. A recall cannot be undone.',
  ],
  recalled: ['Đã thông báo thu hồi đến mọi nơi nhận.', 'The recall was announced to every recipient.'],
  void_effect: [
    'Số {notation} không dùng nữa và vẫn nằm trong sổ với lý do; văn bản trở về dự thảo.',
    'The number {notation} is no longer used and stays in the register with its reason; the document becomes a draft again.',
  ],
  voided: ['Đã hủy số {notation}.', 'The number {notation} was voided.'],
  scan: ['Nộp bản quét', 'Bring the scan'],
  scan_effect: [
    'Bản quét của văn bản giấy đã ký và ghi số trở thành bản cuối để đóng dấu số.',
    'The scan of the signed and numbered paper becomes the final file to be sealed.',
  ],
  scan_file: ['Bản quét (PDF)', 'Scan (PDF)'],
  scan_missing: ['Chọn tệp PDF của bản quét.', 'Choose the PDF of the scan.'],
  scanned: ['Đã nhận bản quét.', 'The scan was taken in.'],
  evidence: ['Tải tệp chứng cứ', 'Download the evidence'],
  evidence_help: [
    'Một tệp chứng minh toàn bộ lịch sử, kiểm tra được ngoài hệ thống.',
    'One file that proves the whole history, checkable outside the system.',
  ],
  order: ['Thứ tự ký', 'Order of signing'],
  order_help: [
    'Ký lần lượt; dấu số của cơ quan luôn sau cùng.',
    'One after the other; the organisation seal is always last.',
  ],
  done: ['đã ký', 'signed'],
  now: ['đến lượt', 'next'],
  waits: ['chờ', 'waits'],
  verdict: ['Kết quả kiểm tra bản cuối', 'Verification of the final file'],
  not_yet: [
    'Chưa có bản cuối để ký; số được cấp khi lãnh đạo duyệt.',
    'There is no final file to sign yet; the number is given on approval.',
  ],
  filter_recipient: ['Lọc theo tên', 'Filter by name'],
  channel: ['Kênh gửi', 'Channel'],
  failure: ['Lần gửi gần nhất chưa được', 'The last attempt failed'],
  receipt: ['Nơi nhận xác nhận', 'Recipient’s receipt'],
  tally: ['{n} {word}', '{n} {word}'],
  none_sent: ['Chưa phát hành', 'Not issued yet'],
  none_sent_why: [
    'Sau khi phát hành, mỗi nơi nhận có trạng thái và thời điểm riêng ở đây.',
    'After issuing, each recipient has its own state and time here.',
  ],
  recall_title: ['Thu hồi', 'Recall'],
  recall_settled: ['Mọi nơi nhận đã trả lời.', 'Every recipient has answered.'],
  recall_open: ['Còn {n} nơi chưa xác nhận.', '{n} have not confirmed yet.'],
  opinions: ['Ý kiến', 'Opinions'],
  on_version: ['về bản {n}', 'on version {n}'],
  legal: ['Giá trị pháp lý', 'Legal value'],
  method: ['Cách ký', 'Signing'],
  waiting_for: ['Việc tiếp theo thuộc về người khác: {who}.', 'The next act is somebody else’s: {who}.'],
  who_leader: ['lãnh đạo', 'the leader'],
  who_clerk: ['văn thư', 'the clerk'],
  who_drafter: ['người soạn', 'the drafter'],
  uncertain: ['chưa chắc chắn', 'uncertain'],
});

const fileUrl = (id: string, sha256: string) => `/api/v1/outgoing/${id}/files/${sha256}`;

export function OutgoingDocument({ id }: { id: string }) {
  const query = useOutgoing(id);
  const trouble = troubleIn(query.error);
  if (trouble && !query.data)
    return (
      <div className="pane-pad">
        <TroubleNote trouble={trouble} onRetry={() => void query.refetch()} />
      </div>
    );
  if (!query.data) return <Waiting rows={10} tall />;
  return <Shown doc={query.data} />;
}

function Shown({ doc }: { doc: Outgoing }) {
  const last = doc.opinions.at(-1);
  const latest = doc.versions.at(-1);
  const sentBack =
    doc.stage === 'drafting' && last !== undefined && latest !== undefined && last.version === latest.number;
  return (
    <DocumentFrame
      head={{
        notation: doc.numbering?.notation ?? null,
        placeholder: say('no_number'),
        urgency: doc.facts.urgency,
        title: doc.facts.abstract,
        chips: (
          <>
            <Chip tone={statusTone(doc.stage)}>{outgoingStageWord(doc.stage)}</Chip>
            <DeadlineMark deadline={doc.deadline} />
          </>
        ),
        line: <HeadLine doc={doc} />,
        acts: <Acts doc={doc} />,
        notes: (
          <>
            {sentBack && last && (
              <Notice tone="amber" icon="answer">
                <strong>{last.by.name}</strong> ({say('on_version', { n: last.version })}, <Moment iso={last.at} />
                ): {last.text}
              </Notice>
            )}
            {doc.recall && <RecallNote doc={doc} />}
          </>
        ),
      }}
      page={<PagePane files={readables(doc)} />}
      tabs={tabsOf(doc)}
      first={firstTab(doc)}
      narrowFirst={doc.acts.some((act) => act === 'approve' || act.startsWith('sign:')) ? 'page' : firstTab(doc)}
    />
  );
}

function firstTab(doc: Outgoing): string {
  if (doc.stage === 'issued' || doc.stage === 'recalled') return 'recipients';
  if (doc.stage === 'numbered' || doc.stage === 'signing' || doc.stage === 'sealed') return 'signatures';
  return doc.opinions.length > 0 ? 'versions' : 'facts';
}

function HeadLine({ doc }: { doc: Outgoing }) {
  const { facts } = doc;
  return (
    <>
      <span>{facts.type_name}</span>
      {doc.numbering && <span className="nobr">{day(doc.numbering.day)}</span>}
      <span>
        {common('signer')}: {facts.signer.name}
      </span>
      <span>
        {say('drafter')}: {doc.drafter.name}
      </span>
      {facts.answer_by && <span>{say('answer_by', { day: day(facts.answer_by) })}</span>}
      {facts.answers && (
        <Link to={`/van-ban-den/${facts.answers}`} className="nobr">
          {say('answers', { notation: facts.answers_notation ?? '' })}
        </Link>
      )}
    </>
  );
}

// Every file one can read here: the final one first, then the versions, then attachments.
function readables(doc: Outgoing): Readable[] {
  const files: Readable[] = [];
  if (doc.final_pdf)
    files.push({ id: 'final', label: say('final'), file: doc.final_pdf, url: fileUrl(doc.id, doc.final_pdf.sha256) });
  for (const version of doc.versions.toReversed())
    files.push({
      id: `v${version.number}`,
      label: say('version', { n: version.number }),
      file: version.pdf,
      url: fileUrl(doc.id, version.pdf.sha256),
    });
  for (const [at, file] of (doc.versions.at(-1)?.attachments ?? []).entries())
    if (file.media_type === 'application/pdf')
      files.push({ id: `a${at}`, label: file.name, file, url: fileUrl(doc.id, file.sha256) });
  return files;
}

function tabsOf(doc: Outgoing): TabItem[] {
  return [
    {
      id: 'recipients',
      name: say('tab_recipients'),
      count: doc.deliveries.length || doc.facts.recipients.length,
      body: <Recipients doc={doc} />,
    },
    { id: 'signatures', name: say('tab_signatures'), count: doc.signatures.length, body: <Signatures doc={doc} /> },
    { id: 'facts', name: say('tab_facts'), body: <FactsTab doc={doc} /> },
    { id: 'versions', name: say('tab_versions'), count: doc.versions.length, body: <Versions doc={doc} /> },
    { id: 'history', name: say('tab_history'), body: <HistoryTab kind="outgoing" id={doc.id} /> },
  ];
}

function Acts({ doc }: { doc: Outgoing }) {
  const navigate = useNavigate();
  const policy = usePolicy().data;
  const can = (act: string) => doc.acts.includes(act);
  const common_ = { kind: 'outgoing' as const, id: doc.id };
  const notation = doc.numbering?.notation ?? '';
  const n = number(doc.facts.recipients.length);
  return (
    <>
      {can('sign:initial') && (
        <SignButton
          doc={doc}
          signature="initial"
          verb={common('initial')}
          icon="pen"
          consequence={say('initial_effect')}
        />
      )}
      {can('sign:personal') && (
        <SignButton doc={doc} signature="personal" verb={common('sign')} icon="pen" consequence={say('sign_effect')} />
      )}
      {can('scan') && <ScanButton doc={doc} />}
      {can('sign:seal') && (
        <SignButton doc={doc} signature="seal" verb={common('seal')} icon="seal" consequence={say('seal_effect')} />
      )}
      {can('issue') && (
        <ActButton<Outgoing>
          {...common_}
          act="issue"
          verb={common('issue')}
          letter="P"
          icon="issue"
          look="primary"
          consequence={say('issue_effect', { n })}
          clause={policy?.rules.send_deadline?.clause}
          done={say('issued')}
        />
      )}
      {can('approve') && (
        <ActButton<Outgoing>
          {...common_}
          act="approve"
          verb={common('approve')}
          letter="D"
          icon="approve"
          look="primary"
          consequence={say('approve_effect')}
          body={{}}
          field={{ name: 'opinion', label: say('opinion'), required: false, most: 4000 }}
          done={(now) => say('approved', { notation: now.numbering?.notation ?? '' })}
        />
      )}
      {can('submit') && (
        <ActButton<Outgoing>
          {...common_}
          act="submit"
          verb={common('submit')}
          letter="T"
          icon="submit"
          look="primary"
          done={say('submitted', { name: doc.facts.signer.name })}
        />
      )}
      {can('return') && (
        <ActButton<Outgoing>
          {...common_}
          act="return"
          verb={common('return')}
          letter="R"
          icon="answer"
          consequence={say('return_effect')}
          field={{ name: 'opinion', label: say('opinion'), required: true, most: 4000, help: say('opinion_help') }}
          done={say('returned')}
        />
      )}
      {can('change_facts') && (
        <Button label={say('edit')} letter="E" icon="draft" onPress={() => navigate(`/du-thao/${doc.id}/sua`)} />
      )}
      {!can('change_facts') && can('add_version') && (
        <Button
          label={say('new_version')}
          letter="B"
          icon="upload"
          onPress={() => navigate(`/du-thao/${doc.id}/sua`)}
        />
      )}
      {can('void_number') && (
        <ActButton<Outgoing>
          {...common_}
          act="void-number"
          verb={common('void')}
          letter="H"
          look="danger"
          consequence={say('void_effect', { notation })}
          field={{ name: 'reason', label: common('reason'), required: true, most: 1000 }}
          done={say('voided', { notation })}
        />
      )}
      {can('recall') && (
        <ActButton<Outgoing>
          {...common_}
          act="recall"
          verb={common('recall')}
          letter="U"
          icon="recall"
          look="danger"
          consequence={say('recall_effect')}
          clause={policy?.rules.recall?.clause}
          field={{ name: 'reason', label: common('reason'), required: true, most: 1000 }}
          done={say('recalled')}
        />
      )}
      {doc.acts.length === 0 && doc.stage !== 'issued' && doc.stage !== 'recalled' && (
        <p className="quiet small">{say('waiting_for', { who: say(nextHands(doc)) })}</p>
      )}
      {(doc.stage === 'issued' || doc.stage === 'recalled') && (
        <a
          className="button button-plain"
          href={`/api/v1/outgoing/${doc.id}/evidence`}
          download
          title={say('evidence_help')}
        >
          <Icon name="shield" />
          <span>{say('evidence')}</span>
        </a>
      )}
    </>
  );
}

function nextHands(doc: Outgoing): 'who_leader' | 'who_clerk' | 'who_drafter' {
  if (doc.stage === 'awaiting_approval' || doc.next_signature === 'personal') return 'who_leader';
  if (doc.stage === 'drafting' || doc.next_signature === 'initial') return 'who_drafter';
  return 'who_clerk';
}

function ScanButton({ doc }: { doc: Outgoing }) {
  const [open, setOpen] = useState(false);
  const [kept, setKept] = useState<Kept[]>([]);
  const [tried, setTried] = useState(false);
  const uploads = useUploads(kept, setKept, true);
  const doing = useAct<Outgoing>('outgoing', doc.id);
  const source = uploads.ready[0]?.upload;
  const close = () => {
    setOpen(false);
    doing.reset();
  };
  const run = () => {
    setTried(true);
    if (source === undefined) return;
    doing.mutate(
      { act: 'scan', body: { source } },
      {
        onSuccess: () => {
          announce(say('scanned'));
          uploads.clear();
          close();
        },
      },
    );
  };
  return (
    <>
      <Button kind="primary" icon="upload" letter="Q" label={say('scan')} onPress={() => setOpen(true)} />
      <Confirm
        title={say('scan')}
        consequence={say('scan_effect')}
        verb={say('scan')}
        isOpen={open}
        onClose={close}
        onConfirm={run}
        pending={doing.isPending || uploads.moving}
        trouble={troubleIn(doing.error)}
      >
        <FileDrop
          label={say('scan_file')}
          required
          accept=".pdf,application/pdf"
          files={uploads.files}
          onFiles={uploads.add}
          onRemove={uploads.remove}
          error={tried && source === undefined && !uploads.moving ? say('scan_missing') : null}
        />
      </Confirm>
    </>
  );
}

function RecallNote({ doc }: { doc: Outgoing }) {
  const recall = doc.recall;
  if (!recall) return null;
  const open = recall.answers.filter((one) => one.outcome === 'notified' || one.outcome === 'cancel_due').length;
  return (
    <Notice tone={recall.settled ? 'neutral' : 'amber'} icon="recall">
      <strong>{say('recall_title')}</strong> (<Moment iso={recall.at} />, {recall.by.name}): {recall.reason}{' '}
      {recall.settled ? say('recall_settled') : say('recall_open', { n: open })}
    </Notice>
  );
}

// Each recipient with its own state and the time of every status; late news comes in live.
function Recipients({ doc }: { doc: Outgoing }) {
  const [query, setQuery] = useState('');
  if (doc.deliveries.length === 0) {
    return (
      <>
        <Notice>{`${say('none_sent')}. ${say('none_sent_why')}`}</Notice>
        <ol className="plainlist">
          {doc.facts.recipients.map((one) => (
            <li key={one.id}>
              {one.name} <span className="faint small">{one.code}</span>
            </li>
          ))}
        </ol>
      </>
    );
  }
  const tally = new Map<Delivery['status'], number>();
  for (const one of doc.deliveries) tally.set(one.status, (tally.get(one.status) ?? 0) + 1);
  const shown = doc.deliveries.filter((one) =>
    fold(`${one.recipient.name} ${one.recipient.code}`).includes(fold(query)),
  );
  return (
    <div className="stack">
      <div className="across">
        {[...tally].map(([status, n]) => (
          <Chip key={status} tone={statusTone(status)}>
            {say('tally', { n: number(n), word: deliveryWord(status).toLowerCase() })}
          </Chip>
        ))}
      </div>
      {doc.deliveries.length > 12 && (
        <div className="input input-search">
          <Icon name="search" size={14} />
          <input
            className="input-bare"
            aria-label={say('filter_recipient')}
            placeholder={say('filter_recipient')}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
      )}
      <ul className="deliveries">
        {shown.map((one) => (
          <DeliveryRow
            key={one.id}
            one={one}
            recall={doc.recall?.answers.find((answer) => answer.recipient.id === one.recipient.id)?.outcome}
          />
        ))}
      </ul>
    </div>
  );
}

function DeliveryRow({ one, recall }: { one: Delivery; recall: string | undefined }) {
  const facts = [...one.facts].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const newest = facts[0];
  const [open, setOpen] = useState(false);
  return (
    <li>
      <details className="delivery" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className="delivery-name">{one.recipient.name}</span>
          <Chip tone={statusTone(one.status)}>{deliveryWord(one.status)}</Chip>
          <span className="delivery-when">{newest && <Moment iso={newest.at} />}</span>
          {newest?.detail && one.status === 'returned' && <span className="delivery-why">{newest.detail}</span>}
          {recall && <span className="delivery-why">{recallWord(recall as 'notified')}</span>}
          {one.last_failure && (
            <span className="delivery-why mark-red">{`${say('failure')}: ${one.last_failure}`}</span>
          )}
        </summary>
        {open && (
          <Timeline
            items={facts.map((fact, at) => ({
              key: `${fact.at}-${at}`,
              at: fact.at,
              sentence: deliveryWord(fact.status),
              by: fact.by,
              detail: fact.detail || null,
            }))}
          />
        )}
        {open && (
          <Facts
            items={[
              { key: 'code', label: common('agency_code'), value: <span className="mono">{one.recipient.code}</span> },
              {
                key: 'channel',
                label: say('channel'),
                value: [one.channel, one.channel_reason].filter(Boolean).join(' · '),
              },
              ...(one.receipt
                ? [{ key: 'receipt', label: say('receipt'), value: <Moment iso={one.receipt.at} /> }]
                : []),
            ]}
          />
        )}
      </details>
    </li>
  );
}

// Which signatures are required in which order, which are made, whose turn it is; then what the verifier says.
function Signatures({ doc }: { doc: Outgoing }) {
  const verdict = useSignatures(doc.id, doc.final_pdf !== null && doc.signatures.length > 0);
  const trouble = troubleIn(verdict.error);
  return (
    <div className="stack">
      <section className="stack-tight">
        <h2>{say('order')}</h2>
        <p className="field-help">{doc.final_pdf ? say('order_help') : say('not_yet')}</p>
        <ol className="steps">
          {doc.required_signatures.map((role) => {
            const made = doc.signatures.find((one) => one.role === role);
            const next = doc.next_signature === role && doc.final_pdf !== null;
            return (
              <li key={role} className={made ? 'is-done' : next ? 'is-next' : ''}>
                <span className="step-mark" aria-hidden="true">
                  {made && <Icon name="check" size={12} />}
                </span>
                <span className="step-body">
                  <span>{signatureWord(role)}</span>
                  <span className="faint small">
                    {made ? (
                      <>
                        {made.by.name} · <Moment iso={made.at} />
                      </>
                    ) : next ? (
                      say('now')
                    ) : (
                      say('waits')
                    )}
                  </span>
                </span>
                <Chip tone={made ? 'green' : next ? 'accent' : 'neutral'}>
                  {made ? say('done') : next ? say('now') : say('waits')}
                </Chip>
              </li>
            );
          })}
        </ol>
      </section>
      {verdict.data && (
        <section className="stack-tight">
          <h2>{say('verdict')}</h2>
          <VerdictPanel verdict={verdict.data} />
        </section>
      )}
      {verdict.isLoading && <Waiting rows={4} />}
      {trouble && <TroubleNote trouble={trouble} onRetry={() => void verdict.refetch()} />}
    </div>
  );
}

function FactsTab({ doc }: { doc: Outgoing }) {
  return (
    <div className="stack">
      <Facts numbered items={doc.facts14.map((one) => ({ key: one.name, label: one.label, value: one.value }))} />
      <Facts
        items={[
          { key: 'method', label: say('method'), value: methodWord(doc.facts.method) },
          { key: 'secrecy', label: common('secrecy'), value: secrecyWord(doc.facts.secrecy) },
          ...(doc.legal_value
            ? [
                {
                  key: 'legal',
                  label: say('legal'),
                  value: `${doc.legal_value.text} (${doc.legal_value.clause}${doc.legal_value.standing === 'uncertain' ? `, ${say('uncertain')}` : ''})`,
                },
              ]
            : []),
        ]}
      />
    </div>
  );
}

function Versions({ doc }: { doc: Outgoing }) {
  if (doc.versions.length === 0) return <Empty icon="draft" title={say('tab_versions')} />;
  return (
    <ol className="versions">
      {doc.final_pdf && (
        <li>
          <strong>{say('final')}</strong>
          <FileList files={[{ key: 'final', file: doc.final_pdf, url: fileUrl(doc.id, doc.final_pdf.sha256) }]} />
        </li>
      )}
      {doc.versions.toReversed().map((version) => (
        <li key={version.number}>
          <div className="across">
            <strong>{say('version', { n: version.number })}</strong>
            <Moment iso={version.at} />
            <span className="quiet">{version.by.name}</span>
          </div>
          <FileList
            files={[
              { key: 'pdf', file: version.pdf, url: fileUrl(doc.id, version.pdf.sha256), label: 'PDF' },
              {
                key: 'source',
                file: version.source,
                url: fileUrl(doc.id, version.source.sha256),
                label: say('source'),
              },
              ...version.attachments.map((file, at) => ({
                key: `a${at}`,
                file,
                url: fileUrl(doc.id, file.sha256),
                label: common('attachments').toLowerCase(),
              })),
            ]}
          />
          {doc.opinions
            .filter((one) => one.version === version.number)
            .map((one) => (
              <blockquote key={one.at} className="opinion">
                <p>{one.text}</p>
                <footer className="faint small">
                  {one.by.name}, {one.by.post} · <Moment iso={one.at} />
                </footer>
              </blockquote>
            ))}
        </li>
      ))}
    </ol>
  );
}
