import type { Coverage, CoverageCell, CoverageRow } from '../../models/coverage/matrix.ts';
import { cellQuery, notAssessedQuery } from '../../models/coverage/coverageQuery.ts';
import type { CoverageState } from '../../models/coverage/coverageState.ts';
import { formatPartialDay } from '../../models/values/day.ts';
import { nouns } from '../../models/nouns.ts';
import { overviewLists } from '../../models/portfolio/homeFigures.ts';
import { urlOf } from '../../models/query/query.ts';
import { besideState, coverageStateLabels } from '../coverage/states.ts';
import { PositionOf } from '../coverage/PositionOf.tsx';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';
import type { PanelData } from './panels.ts';

const coveragePath = ({ strategy }: Coverage) => `/coverage?strategy=${encodeURIComponent(strategy.code)}`;

/** The state in a word, its colour only beside it. */
function StateMark({ cell }: { cell: CoverageCell }) {
  const { t, say } = usePage();
  const beside = besideState(cell);
  return (
    <>
      <span class={`mark mark-${cell.state}`}>{say(coverageStateLabels[cell.state])}</span>
      {beside && <span class="mark mark-open">{t(`coverage.${beside}`)}</span>}
    </>
  );
}

/** How many projects stand behind a state, and how many nobody has judged: each opens its list. */
function Figures({ coverage, row }: { coverage: Coverage; row: CoverageRow }) {
  const { t } = usePage();
  const { initiative, overall } = row;
  return (
    <span class="strip-figures">
      {overall.projects === 0 ? (
        <span class="unknown">{t('home.projects', { count: 0 })}</span>
      ) : (
        <a href={urlOf('/projects', cellQuery(coverage, initiative.code, null), nouns.project)}>
          {t('home.projects', { count: overall.projects })}
        </a>
      )}
      {overall.notAssessed > 0 && (
        <a href={urlOf('/projects', notAssessedQuery(coverage, initiative.code, null), nouns.project)}>
          {t('home.notAssessed', { count: overall.notAssessed })}
        </a>
      )}
    </span>
  );
}

export function CoveragePanel({ data }: { data: PanelData['coverage'] }) {
  const { t, say } = usePage();
  return (
    <Section id="coverage" title={t('home.coverage')} aside={<a href="/coverage">{t('nav.coverage')}</a>}>
      {data.length === 0 && <p class="mb-0">{t('home.noStrategy')}</p>}
      {data.map(coverage => (
        <div key={coverage.strategy.code}>
          <h3 class="strip-title">
            <a href={coveragePath(coverage)}>{coverage.strategy.reference}</a>{' '}
            <span class="hint">{say(coverage.strategy.title)}</span>
          </h3>
          <ol class="strip">
            {coverage.rows.map(row => (
              <li key={row.initiative.code} class={`strip-cell strip-${row.overall.state}`}>
                <a class="strip-name" href={coveragePath(coverage)}>
                  {row.initiative.number}. {say(row.initiative.title)}
                </a>
                <StateMark cell={row.overall} />
                <Figures coverage={coverage} row={row} />
              </li>
            ))}
          </ol>
          <PositionOf coverage={coverage} />
        </div>
      ))}
    </Section>
  );
}

/** States that ask for something to be done, the barest first. */
const wanting: readonly CoverageState[] = ['gap', 'unconfirmed', 'lapsed', 'thin'];

export function GapsPanel({ data }: { data: PanelData['gaps'] }) {
  const { t, say } = usePage();
  const found = data
    .flatMap(coverage => coverage.rows.map(row => ({ coverage, row })))
    .filter(({ row }) => wanting.includes(row.overall.state))
    .toSorted((a, b) => wanting.indexOf(a.row.overall.state) - wanting.indexOf(b.row.overall.state));
  return (
    <Section id="gaps" title={t('home.gaps')}>
      {found.length === 0 ? (
        <p class="mb-0">{t(data.length === 0 ? 'home.noStrategy' : 'home.noGaps')}</p>
      ) : (
        <ul class="panel-list">
          {found.map(({ coverage, row }) => (
            <li key={row.initiative.code}>
              <StateMark cell={row.overall} />{' '}
              <a
                href={`/strategies/${encodeURIComponent(coverage.strategy.code)}#initiative-${row.initiative.number}`}
              >
                {row.initiative.number}. {say(row.initiative.title)}
              </a>
              <Figures coverage={coverage} row={row} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

export function ToRatePanel({ data }: { data: PanelData['toRate'] }) {
  const { t } = usePage();
  const link = (path: string, url: Readonly<Record<string, string>>) =>
    `${path}?${new URLSearchParams(url).toString()}`;
  return (
    <Section id="to-rate" title={t('home.toRate')}>
      {data.projects + data.calls === 0 ? (
        <p class="mb-0">{t('home.noneToRate')}</p>
      ) : (
        <>
          <p>{t('home.toRateHint')}</p>
          <ul class="panel-list">
            {data.projects > 0 && (
              <li>
                <a href={link('/projects', overviewLists.projectsToRate)}>
                  {t('home.projectsInScope', { count: data.projects })}
                </a>
              </li>
            )}
            {data.calls > 0 && (
              <li>
                <a href={link('/calls', overviewLists.callsToRate)}>
                  {t('home.calls', { count: data.calls })}
                </a>
              </li>
            )}
          </ul>
        </>
      )}
    </Section>
  );
}

const mostMilestones = 6;

export function MilestonesPanel({ data }: { data: PanelData['milestones'] }) {
  const { t, format } = usePage();
  const [first] = data;
  return (
    <Section id="milestones" title={t('home.milestones')}>
      {!first ? (
        <p class="mb-0">{t('home.noMilestones')}</p>
      ) : (
        <>
          <ul class="panel-list">
            {data.slice(0, mostMilestones).map((one, index) => (
              <li key={index}>
                <a href={`/strategies/${encodeURIComponent(one.strategy)}#milestones`}>{one.name}</a>
                <small class="hint d-block">
                  {[formatPartialDay(one.dueOn, format), one.initiative].filter(Boolean).join(' · ')}
                </small>
              </li>
            ))}
          </ul>
          {data.length > mostMilestones && (
            <p class="mb-0">
              <a href={`/strategies/${encodeURIComponent(first.strategy)}#milestones`}>
                {t('home.moreMilestones', { shown: mostMilestones, count: data.length })}
              </a>
            </p>
          )}
        </>
      )}
    </Section>
  );
}
