import { useState } from 'react';
import { troubleIn, useSignatures } from '../api/queries.ts';
import type { Delivery, Outgoing } from '../api/schema.ts';
import { fold } from '../lib/fold.ts';
import { common } from '../text/common.ts';
import {
  channelWord,
  deliveryWord,
  methodWord,
  recallWord,
  ruleText,
  secrecyWord,
  signatureWord,
  statusTone,
} from '../text/legal.ts';
import { number } from '../text/words.ts';
import { Chip } from '../ui/chip.tsx';
import { Facts } from '../ui/facts.tsx';
import { Icon } from '../ui/icons.tsx';
import { SearchBox } from '../ui/search.tsx';
import { Empty, Notice, TroubleNote, Waiting } from '../ui/states.tsx';
import type { TabItem } from '../ui/tabs.tsx';
import { Moment, Timeline } from '../ui/timeline.tsx';
import { FileList, factOf, HistoryTab } from './document.tsx';
import { say } from './outgoing_words.ts';
import { VerdictPanel } from './verdict.tsx';

// The tabs beside an outgoing document: recipients, signatures, facts, versions, history.
export const fileUrl = (id: string, sha256: string) => `/api/v1/outgoing/${id}/files/${sha256}`;

export function tabsOf(doc: Outgoing): TabItem[] {
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
      {doc.deliveries.length > 12 && <SearchBox label={say('filter_recipient')} value={query} onChange={setQuery} />}
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
  const facts = one.facts.toReversed(); // they come in the order in which they happened
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
              { key: 'code', label: common('agency_code'), value: one.recipient.code },
              {
                key: 'channel',
                label: say('channel'),
                value: channelWord(one.channel, one.channel_reason),
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
        <p className="field-help">
          {say(doc.final_pdf ? 'order_help' : doc.numbering ? 'not_yet_scanned' : 'not_yet')}
        </p>
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
                  {made && (
                    <span className="faint small">
                      {made.by.name} · <Moment iso={made.at} />
                    </span>
                  )}
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
      <Facts numbered items={doc.facts14.map(factOf)} />
      <Facts
        items={[
          { key: 'method', label: say('method'), value: methodWord(doc.facts.method) },
          { key: 'secrecy', label: common('secrecy'), value: secrecyWord(doc.facts.secrecy) },
          ...(doc.legal_value
            ? [
                {
                  key: 'legal',
                  label: say('legal'),
                  value: ruleText(doc.legal_value),
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
