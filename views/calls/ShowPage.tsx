import { callStatusLabel, judgedLabel } from '../../models/calls/call.ts';
import { callFields } from '../../models/calls/callFields.ts';
import { callWarnings, type CallDerived } from '../../models/calls/callRules.ts';
import { roundsKnown } from '../../models/calls/callResults.ts';
import {
  evaluationDays,
  judgedAt,
  judgeRound,
  usualEvaluationDays,
  type StatusMoment,
} from '../../models/calls/callStatus.ts';
import { daysToGrant, timeToGrant } from '../../models/calls/timeToGrant.ts';
import {
  brusselsInstant,
  formatInstant,
  formatPartialDay,
  todayInBrussels,
  type Day,
} from '../../models/values/day.ts';
import type { KeptRecord } from '../../models/record/noun.ts';
import type { projectFields, ProjectDerived } from '../../models/projects/project.ts';
import type { Initiative } from '../../models/strategies/strategy.ts';
import { ListTable } from '../components/ListTable.tsx';
import { Statements } from '../components/Statements.tsx';
import { Supports, SupportsSection } from '../components/Supports.tsx';
import { Unknown } from '../components/Value.tsx';
import { Table } from '../components/Table.tsx';
import { OpenProposals } from '../supports/Proposals.tsx';
import { LinksOut } from '../components/LinksOut.tsx';
import { linksOfCall } from '../components/linksOut.ts';
import { usePage, useStaying } from '../page.tsx';
import { Facts, Section, ShowFrame, type ShowPageProps } from '../records/ShowPage.tsx';

type Call = KeptRecord<typeof callFields, CallDerived>;

/** What a call's page shows of other records. */
export interface CallRelated {
  projects: KeptRecord<typeof projectFields, ProjectDerived>[];
  topics: Call[];
  initiatives: Initiative[];
  now: Date;
}

export function CallPage(props: ShowPageProps<typeof callFields, CallDerived>) {
  const { record, noun, knownAt, on } = props;
  const { t, say, may } = usePage();
  const stay = useStaying();
  const related = props.related as CallRelated;
  const { fields } = noun;
  const path = `/calls/${record.id}`;
  const moment = momentOn(on, related.now, knownAt);
  const judged = judgedAt(record.timeline, moment);
  const use =
    may('call:write') && !knownAt ? { action: `${path}/statements/use`, version: record.version } : null;
  const kicker = (
    <>
      {record.programme} · {say(fields.kind.options[record.kind])} ·{' '}
      <span class={`mark mark-${judged.status}`}>{say(judgedLabel(judged))}</span>
    </>
  );
  return (
    <ShowFrame
      {...props}
      title={record.title ? `${record.identifier} — ${record.title}` : record.identifier}
      kicker={kicker}
      warningLabels={callWarnings}
      actions={
        may('project:write') && (
          <a
            class="btn btn-outline-primary"
            href={`/projects/new?programme=${encodeURIComponent(record.programme)}&${record.kind}=${encodeURIComponent(record.identifier)}`}
          >
            {t('call.logProject')}
          </a>
        )
      }
    >
      <LinksOut links={linksOfCall(record)} />
      <Section id="facts" title={t('record.facts')}>
        <Facts
          fields={fields}
          record={record}
          keys={[
            'identifier',
            'programme',
            'parent',
            'masterCall',
            'typesOfAction',
            'deadlineModel',
            'publishedOn',
            'budget',
            'minContribution',
            'maxContribution',
            'expectedGrants',
            'officer',
            'tags',
          ]}
        />
      </Section>
      <Section id="rounds" title={t('call.rounds')}>
        <Rounds call={record} moment={moment} />
        {related.projects.length > 0 && <GrantTimes call={record} related={related} />}
        <p class="hint">{t('call.evaluation', { days: evaluationDays() })}</p>
        <p class="hint">{t('call.brussels')}</p>
      </Section>
      <SupportsSection editPath={!knownAt && may('support:write') ? `${path}/supports` : null}>
        <Supports supports={record.supports} initiatives={related.initiatives} attributed={null} />
        <OpenProposals record={record} initiatives={related.initiatives} />
      </SupportsSection>
      {related.topics.length > 0 && (
        <Section id="topics" title={t('call.topics')}>
          <ul>
            {related.topics.map(topic => (
              <li key={topic.id}>
                <a href={stay(`/calls/${topic.id}`)}>{topic.identifier}</a>
                {topic.title && ` — ${topic.title}`}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section
        id="projects"
        title={`${t('call.projects')} (${related.projects.length})`}
        aside={<a href={stay(`/projects?${record.kind}=${record.id}`)}>{t('nav.projects')}</a>}
      >
        {related.projects.length === 0 ? (
          <p class="unknown">{t('value.none')}</p>
        ) : (
          <ul>
            {related.projects.map(project => (
              <li key={project.id}>
                <a href={stay(`/projects/${project.id}`)}>{project.acronym ?? project.title}</a>
                {project.acronym && ` — ${project.title}`}
              </li>
            ))}
          </ul>
        )}
      </Section>
      {record.actionBudgets.length > 0 && (
        <Section id="budgets" title={say(fields.actionBudgets.label)}>
          <ListTable field={fields.actionBudgets} items={record.actionBudgets} />
        </Section>
      )}
      <Section id="statements" title={t('record.stated')}>
        <Statements fields={fields} statements={record.statements} use={use} />
      </Section>
      <Section id="more" title={t('project.more')}>
        <Facts
          fields={fields}
          record={record}
          keys={['description', 'aliases', 'keywords', 'portalId', 'sourceStatus', 'website', 'note']}
        />
      </Section>
    </ShowFrame>
  );
}

/** Headings of the rounds that are no fields of theirs. */
const headings = {
  call: { en: 'Round of', nl: 'Ronde van' },
  stage: { en: 'stage', nl: 'fase' },
} as const;

/** How long it took from the deadline to the signatures, of the projects that say so. */
function GrantTimes({ call, related }: { call: Call; related: CallRelated }) {
  const { t, format } = usePage();
  const { mean, median, within, known, leftOut } = timeToGrant(
    related.projects.map(project =>
      daysToGrant(related.topics.find(({ id }) => id === project.topic?.id) ?? call, project),
    ),
  );
  if (mean === null || median === null) return <p>{t('call.timeToGrantUnknown')}</p>;
  const notation = new Intl.NumberFormat(format.locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const words = {
    mean: notation.format(mean),
    median: notation.format(median),
    within,
    known,
    days: usualEvaluationDays,
  };
  return (
    <p>
      {t('call.timeToGrant', words)} {leftOut > 0 && t('call.grantsLeftOut', { count: leftOut })}
    </p>
  );
}

/** When the statuses of a page are judged. */
const momentOn = (on: Day, now: Date, knownAt: Date | null): StatusMoment => ({
  at: on === todayInBrussels(now) ? now : brusselsInstant(on, '23:59'),
  today: brusselsInstant(todayInBrussels(now), '00:00'),
  knownAt,
});

function Rounds({ call, moment }: { call: Call; moment: StatusMoment }) {
  const { say, t, format } = usePage();
  const stay = useStaying();
  if (call.rounds.length === 0) return <Unknown />;
  const rounds = roundsKnown(call, moment.knownAt ?? null);
  return (
    <Table
      name={t('call.rounds')}
      isCaptioned
      heads={[
        say(headings.call),
        say(callStatusLabel),
        say(callFields.rounds.items.openingOn.label),
        say(callFields.rounds.items.deadlines.label),
        say(callFields.rounds.items.note.label),
      ]}
    >
      {call.rounds.map((round, index) => {
        const of = rounds[index];
        const judged = of && judgeRound(of, call.deadlineModel, moment);
        return (
          <tr key={index}>
            <th scope="row">
              {round.call ? (
                <a href={stay(`/calls/${round.call.id}`)}>{round.call.identifier}</a>
              ) : (
                `${index + 1}`
              )}
            </th>
            <td>{judged && <span class={`mark mark-${judged.status}`}>{say(judgedLabel(judged))}</span>}</td>
            <td>{round.openingOn ? formatPartialDay(round.openingOn, format) : <Unknown />}</td>
            <td>
              {round.deadlines.length === 0 ? (
                <Unknown />
              ) : (
                <ul class="list-unstyled mb-0">
                  {round.deadlines.map((deadline, number) => (
                    <li key={number}>
                      {formatInstant(deadline.at, format)}
                      {deadline.stage !== null && ` · ${say(headings.stage)} ${deadline.stage}`}
                    </li>
                  ))}
                </ul>
              )}
            </td>
            <td>{round.note}</td>
          </tr>
        );
      })}
    </Table>
  );
}
