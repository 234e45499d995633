import type { Coverage, CoverageCell, CoverageColumn, CoverageSum } from '../../models/coverage/matrix.ts';
import {
  callsAheadQuery,
  candidatesQuery,
  cellQuery,
  notAssessedQuery,
  notAttributedQuery,
  unlinkedQuery,
} from '../../models/coverage/coverageQuery.ts';
import { supportFields } from '../../models/assessments/support.ts';
import { formatDay, formatInstant } from '../../models/values/day.ts';
import { formatCents } from '../../models/values/money.ts';
import type { KeptRecord } from '../../models/record/noun.ts';
import { nouns } from '../../models/nouns.ts';
import { urlOf } from '../../models/query/query.ts';
import type { Initiative, strategyFields } from '../../models/strategies/strategy.ts';
import { Chips } from '../components/Chips.tsx';
import { Unknown } from '../components/Value.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { CoverageForm } from './CoverageForm.tsx';
import { coverageStateLabels, thresholdWords } from './states.ts';

interface Props {
  coverage: Coverage;
  strategies: readonly KeptRecord<typeof strategyFields, object>[];
}

/** Initiatives by programme: state, projects, attributed money; every figure opens the rows behind it. */
export function CoveragePage({ coverage, strategies }: Props) {
  const { t, say, format, may } = usePage();
  const { query, columns, rows, notAttributed, totals, apart, strategy } = coverage;
  const title = t('coverage.title', { strategy: strategy.reference });
  const heading = (column: CoverageColumn) =>
    column.programme === 'none' ? t('coverage.noProgramme') : column.programme;
  const known = query.projects.knownAt
    ? formatInstant(query.projects.knownAt, format)
    : t('coverage.knownNow');
  const isSplit = query.method === 'split';
  return (
    <Layout title={title} wide>
      <div class="page-head">
        <div>
          <p class="kicker">{say(strategy.title)}</p>
          <h1>{title}</h1>
        </div>
        {may('portfolio:export') && (
          <a
            class="btn btn-outline-primary"
            href={urlOf('/portfolio.xlsx', query.projects, nouns.project)}
            download
          >
            {t('list.portfolio')}
          </a>
        )}
      </div>
      <CoverageForm query={query} strategy={strategy.code} strategies={strategies} columns={columns} />
      <Chips noun={{ ...nouns.project, path: 'coverage' }} query={query.asked} facets={{}} />
      <p class="hint">{t('coverage.counted', { on: formatDay(query.projects.on, format), known })}</p>
      <div class="table-responsive" tabIndex={0} role="group" aria-label={title}>
        <table class="table record-table coverage">
          <caption class="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{say(supportFields.initiative.label)}</th>
              {columns.map(column => (
                <th key={column.programme} scope="col" title={column.name ?? undefined}>
                  {heading(column)}
                </th>
              ))}
              <th scope="col">{t('coverage.overall')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ initiative, cells, overall }) => (
              <tr key={initiative.code}>
                <th scope="row" class="initiative-name">
                  <a
                    href={`/strategies/${encodeURIComponent(strategy.code)}#initiative-${initiative.number}`}
                  >
                    {initiative.number}. {say(initiative.title)}
                  </a>
                </th>
                {cells.map((cell, index) => (
                  <Cell
                    key={columns[index]?.programme}
                    coverage={coverage}
                    cell={cell}
                    initiative={initiative}
                    programme={columns[index]?.programme ?? null}
                  />
                ))}
                <Cell coverage={coverage} cell={overall} initiative={initiative} programme={null} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            {notAttributed && (
              <tr>
                <th scope="row">{t('coverage.notAttributed')}</th>
                {[
                  ...notAttributed.columns.map((one, index) => ({
                    one,
                    sum: totals.columns[index],
                    programme: columns[index]?.programme ?? null,
                  })),
                  { one: notAttributed.overall, sum: totals.overall, programme: null },
                ].map(({ one, sum, programme }) => (
                  <td key={programme ?? ''}>
                    <a
                      class="amount"
                      href={urlOf('/projects', notAttributedQuery(coverage, programme), nouns.project)}
                    >
                      {sum && sum.stated === 0 && sum.projects > 0 ? (
                        <Unknown />
                      ) : (
                        formatCents(one.amountCents, format)
                      )}
                    </a>
                    <a
                      class="cell-more"
                      href={urlOf('/projects', unlinkedQuery(coverage, programme), nouns.project)}
                    >
                      {t('coverage.unlinked', { count: one.unlinked })}
                    </a>
                  </td>
                ))}
              </tr>
            )}
            <tr>
              <th scope="row">{t('coverage.total')}</th>
              {totals.columns.map((one, index) => (
                <Sum
                  key={columns[index]?.programme}
                  coverage={coverage}
                  sum={one}
                  programme={columns[index]?.programme ?? null}
                />
              ))}
              <Sum coverage={coverage} sum={totals.overall} programme={null} />
            </tr>
          </tfoot>
        </table>
      </div>
      {apart.projects > 0 && query.apart && (
        <p>
          <a href={urlOf('/projects', query.apart, nouns.project)}>
            {t('coverage.apart', {
              count: apart.projects,
              amount: formatCents(apart.amountCents, format),
              stated: t('coverage.stated', { stated: apart.stated, count: apart.projects }),
            })}
          </a>
        </p>
      )}
      <section class="how" aria-labelledby="how">
        <h2 id="how">{t('coverage.how')}</h2>
        <p>{t(isSplit ? 'coverage.howSplit' : 'coverage.howMarker')}</p>
        <p>
          {t('coverage.howStates', { coveredFrom: coverage.thresholds.coveredFrom })}{' '}
          {thresholdWords(coverage.thresholds, t, format)}
        </p>
      </section>
    </Layout>
  );
}

interface CellProps {
  coverage: Coverage;
  cell: CoverageCell;
  initiative: Initiative;
  programme: string | null;
}

/** No money is attributed before a person rates a link: that is not an amount of zero. */
function CellAmount({ cell }: { cell: CoverageCell }) {
  const { t, format } = usePage();
  if (cell.unrated === cell.projects) return <span class="unknown">{t('coverage.notRated')}</span>;
  return cell.stated === 0 ? <Unknown /> : <>{formatCents(cell.amountCents, format)}</>;
}

function Cell({ coverage, cell, initiative, programme }: CellProps) {
  const { t, say } = usePage();
  const list = (query: Parameters<typeof urlOf>[1]) => urlOf('/projects', query, nouns.project);
  return (
    <td class={`cell cell-${cell.state}`}>
      <span class={`mark mark-${cell.state}`}>{say(coverageStateLabels[cell.state])}</span>
      {cell.isCallOpen && <span class="cell-note"> {t('coverage.callOpen')}</span>}
      {cell.projects > 0 && (
        <>
          <a class="cell-projects" href={list(cellQuery(coverage, initiative.code, programme))}>
            {t('coverage.projects', { count: cell.projects })}
          </a>
          <a class="amount" href={list(cellQuery(coverage, initiative.code, programme))}>
            <CellAmount cell={cell} />
          </a>
          <small class="stated">{t('coverage.stated', { stated: cell.stated, count: cell.projects })}</small>
          {cell.unrated > 0 && <small class="stated">{t('coverage.unrated', { count: cell.unrated })}</small>}
          {cell.unknownPhase > 0 && (
            <small class="stated">{t('coverage.unknownPhase', { count: cell.unknownPhase })}</small>
          )}
        </>
      )}
      {cell.callsAhead > 0 && (
        <a
          class="cell-more"
          href={urlOf('/calls', callsAheadQuery(coverage, initiative.code, programme), nouns.call)}
        >
          {t('coverage.callsAhead', { count: cell.callsAhead })}
        </a>
      )}
      {cell.unassessedCandidates > 0 && (
        <a class="cell-more" href={list(candidatesQuery(coverage, initiative.code, programme))}>
          {t('coverage.candidates', { count: cell.unassessedCandidates })}
        </a>
      )}
      {cell.notAssessed > 0 && (
        <a class="cell-more" href={list(notAssessedQuery(coverage, initiative.code, programme))}>
          {t('coverage.notAssessed', { count: cell.notAssessed })}
        </a>
      )}
    </td>
  );
}

function Sum({
  coverage,
  sum,
  programme,
}: {
  coverage: Coverage;
  sum: CoverageSum;
  programme: string | null;
}) {
  const { t, format } = usePage();
  return (
    <td>
      <a class="cell-projects" href={urlOf('/projects', cellQuery(coverage, null, programme), nouns.project)}>
        {t('coverage.projects', { count: sum.projects })}
      </a>
      <strong class="amount">
        {sum.stated === 0 && sum.projects > 0 ? <Unknown /> : formatCents(sum.amountCents, format)}
      </strong>
      <small class="stated">{t('coverage.stated', { stated: sum.stated, count: sum.projects })}</small>
    </td>
  );
}
