import { Link } from 'react-router';
import type { Incoming } from '../api/schema.ts';
import { common } from '../text/common.ts';
import { ruleText } from '../text/legal.ts';
import { Facts } from '../ui/facts.tsx';
import { Prose } from '../ui/prose.tsx';
import { Empty } from '../ui/states.tsx';
import type { TabItem } from '../ui/tabs.tsx';
import { Moment } from '../ui/timeline.tsx';
import { FileList, factOf, HistoryTab } from './document.tsx';
import { say } from './incoming_words.ts';
import { DeadlineMark } from './rows.tsx';
import { VerdictPanel } from './verdict.tsx';

// The tabs beside an incoming document: check, instruction, facts, files, related, history.
export const fileUrl = (id: string, sha256: string) => `/api/v1/incoming/${id}/files/${sha256}`;

export function tabsOf(doc: Incoming): TabItem[] {
  const open = doc.content_open;
  const related = doc.answers.length + (doc.answered_document ? 1 : 0);
  return [
    { id: 'check', name: say('tab_check'), body: <CheckTab doc={doc} /> },
    { id: 'work', name: say('tab_work'), body: <WorkTab doc={doc} /> },
    { id: 'facts', name: say('tab_facts'), body: <FactsTab doc={doc} /> },
    {
      id: 'files',
      name: say('tab_files'),
      count: doc.attachments.length,
      body: (
        <FileList
          files={[
            { key: 'main', label: say('main'), file: doc.main, url: open ? fileUrl(doc.id, doc.main.sha256) : null },
            ...doc.attachments.map((file, at) => ({
              key: `a${at}`,
              label: common('attachments').toLowerCase(),
              file,
              url: open ? fileUrl(doc.id, file.sha256) : null,
            })),
          ]}
        />
      ),
    },
    { id: 'related', name: say('tab_related'), count: related, body: <RelatedTab doc={doc} /> },
    { id: 'history', name: say('tab_history'), body: <HistoryTab kind="incoming" id={doc.id} /> },
  ];
}

function CheckTab({ doc }: { doc: Incoming }) {
  return (
    <div className="stack">
      <VerdictPanel verdict={doc.verdict} />
      <Facts
        items={[
          {
            key: 'legal',
            label: say('legal'),
            value: ruleText(doc.legal_value),
          },
          { key: 'sent', label: say('sent'), value: <Moment iso={doc.sent_at} /> },
          { key: 'arrived', label: say('arrived'), value: <Moment iso={doc.arrived_at} /> },
          { key: 'receipt', label: say('legal_receipt'), value: <Moment iso={doc.legal_receipt_at} /> },
        ]}
      />
    </div>
  );
}

function WorkTab({ doc }: { doc: Incoming }) {
  const work = doc.assignment;
  return (
    <div className="stack">
      {work ? (
        <>
          <blockquote className="opinion">
            <p>{work.instruction}</p>
            <footer className="faint small">
              {say('by', { name: work.by.name })} <Moment iso={work.at} />
            </footer>
          </blockquote>
          <Facts
            items={[
              { key: 'lead', label: say('lead'), value: `${work.lead.name}, ${work.lead.post}` },
              { key: 'supporting', label: say('supporting'), value: work.supporting.map((one) => one.name).join('\n') },
              { key: 'due', label: common('due'), value: work.deadline ? <Moment iso={work.deadline} /> : '' },
              ...(doc.result ? [{ key: 'result', label: say('result'), value: doc.result }] : []),
            ]}
          />
        </>
      ) : (
        <Empty icon="people" title={say('no_assignment')}>
          {say('no_assignment_why')}
        </Empty>
      )}
      {doc.deadlines.length > 0 && (
        <section className="stack-tight">
          <h2>{say('deadlines')}</h2>
          <ul className="plainlist">
            {doc.deadlines.map((one) => (
              <li key={`${one.due_at}${one.clause}`} className="deadline-line">
                <DeadlineMark deadline={one} />
                <Moment iso={one.due_at} />
                <span className="deadline-clause faint small">
                  <Prose text={one.clause || say('by_leader')} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function FactsTab({ doc }: { doc: Incoming }) {
  return (
    <div className="stack">
      <Facts numbered items={doc.facts14.map(factOf)} />
      {doc.accepted_by && (
        <Facts
          items={[
            {
              key: 'by',
              label: say('accepted_by'),
              value: (
                <span className="across">
                  {doc.accepted_by.name} <Moment iso={doc.accepted_at} />
                </span>
              ),
            },
          ]}
        />
      )}
    </div>
  );
}

function RelatedTab({ doc }: { doc: Incoming }) {
  if (doc.answers.length === 0 && !doc.answered_document) {
    return (
      <Empty icon="link" title={say('no_related')}>
        {say('no_related_why')}
      </Empty>
    );
  }
  return (
    <div className="stack">
      {doc.answered_document && (
        <section className="stack-tight">
          <h2>{say('answers_to')}</h2>
          <Link to={`/van-ban-di/${doc.answered_document.id}`}>{doc.answered_document.notation}</Link>
        </section>
      )}
      {doc.answers.length > 0 && (
        <section className="stack-tight">
          <h2>{say('answers')}</h2>
          <ul className="plainlist">
            {doc.answers.map((one) => (
              <li key={one.id}>
                <Link to={`/van-ban-di/${one.id}`}>{one.notation || say('draft_without_number')}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
