import { formatPartialDay } from '../../models/values/day.ts';
import { formatCents } from '../../models/values/money.ts';
import { nouns } from '../../models/nouns.ts';
import { overviewLists } from '../../models/portfolio/homeFigures.ts';
import type { Phase } from '../../models/projects/phase.ts';
import { rowQuery, type PortfolioSum } from '../../models/portfolio/portfolio.ts';
import { projectFields, projectKinds } from '../../models/projects/project.ts';
import { urlOf, type ListQuery } from '../../models/query/query.ts';
import { phaseLabels } from '../../models/projects/projectFilters.ts';
import { PositionNote } from '../components/PositionNote.tsx';
import { Unknown } from '../components/Value.tsx';
import { Table } from '../components/Table.tsx';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';
import type { PanelData } from './panels.ts';

const phaseColumns = ['ongoing', 'ended', 'upcoming', 'unknown'] as const satisfies readonly Phase[];

export function PortfolioPanel({ data: { lists, file, summary } }: { data: PanelData['portfolio'] }) {
  const { t, say, may } = usePage();
  const link = (of: ListQuery) => urlOf('/projects', of, nouns.project);
  return (
    <Section
      id="portfolio"
      title={t('home.portfolio')}
      aside={
        may('portfolio:export') && (
          <a href={urlOf('/portfolio.xlsx', file, nouns.project)}>{t('list.portfolio')}</a>
        )
      }
    >
      {summary.rows.length === 0 ? (
        <p class="mb-0">{t('home.noProjects')}</p>
      ) : (
        <Table
          name={t('home.portfolio')}
          heads={[
            say(projectFields.programme.label),
            say(projectFields.kind.label),
            { number: t('nav.projects') },
            ...phaseColumns.map(phase => ({ number: say(phaseLabels[phase]) })),
            { number: say(projectFields.euContribution.label) },
          ]}
          foot={
            <>
              <tr>
                <th scope="row" colSpan={2}>
                  {t('home.total')}
                </th>
                <Sums sum={summary.totals} query={lists.projects} />
              </tr>
              {summary.apart.projects > 0 && lists.apart && (
                <tr>
                  <th scope="row" colSpan={2}>
                    <a href={link(lists.apart)}>{t('home.apart')}</a>
                  </th>
                  <Sums sum={summary.apart} query={lists.apart} />
                </tr>
              )}
            </>
          }
        >
          {summary.rows.map(row => (
            <tr key={`${row.programme} ${row.kind}`}>
              <th scope="row">{row.programme ?? <Unknown />}</th>
              <td>{say(projectKinds[row.kind])}</td>
              <Sums sum={row} query={rowQuery(lists.inScope, row)} />
            </tr>
          ))}
        </Table>
      )}
      <PositionNote
        counts={{
          counted: summary.totals.projects,
          undated: summary.totals.undated,
          later: summary.later.projects,
        }}
        lists={lists}
      />
    </Section>
  );
}

/** The cells of a line of figures, each opening its rows; the money says how many state it. */
function Sums({ sum, query }: { sum: PortfolioSum; query: ListQuery }) {
  const { t, format } = usePage();
  const link = (more: ListQuery['chosen']) =>
    urlOf('/projects', { ...query, chosen: { ...query.chosen, ...more } }, nouns.project);
  return (
    <>
      <td class="number">
        <a href={link({})}>{sum.projects}</a>
      </td>
      {phaseColumns.map(phase => (
        <td key={phase} class="number">
          {sum[phase] === 0 ? (
            <span class="unknown">0</span>
          ) : (
            <a href={link({ phase: [phase] })}>{sum[phase]}</a>
          )}
        </td>
      ))}
      <td class="number">
        {sum.stated === 0 ? (
          <Unknown />
        ) : (
          <span class="amount">{formatCents(sum.euContributionCents, format)}</span>
        )}
        <small class="stated">{t('list.stated', { stated: sum.stated, count: sum.projects })}</small>
      </td>
    </>
  );
}

export function ClosingPanel({ data }: { data: PanelData['closing'] }) {
  const { t, format } = usePage();
  const list = `/projects?${new URLSearchParams(overviewLists.endedNotClosed).toString()}`;
  return (
    <Section id="closing" title={t('home.closing')}>
      {data.count === 0 ? (
        <p class="mb-0">{t('home.noneClosing')}</p>
      ) : (
        <>
          <p>
            <a href={list}>{t('home.projectsInScope', { count: data.count })}</a>
          </p>
          <ul class="panel-list">
            {data.longest.map(({ id, acronym, title, endsOn }) => (
              <li key={id}>
                <a href={`/projects/${encodeURIComponent(id)}`}>{acronym ?? title}</a>
                <small class="hint">
                  {' '}
                  ·{' '}
                  {endsOn ? t('home.endedOn', { day: formatPartialDay(endsOn, format) }) : t('value.unknown')}
                </small>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
