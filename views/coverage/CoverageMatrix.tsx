import type {
  ByColumn,
  Coverage,
  CoverageCell,
  CoverageColumn,
  CoverageSum,
  NotAttributed,
} from '../../models/coverage/matrix.ts';
import {
  callsAheadQuery,
  cellQuery,
  notAssessedQuery,
  notAttributedQuery,
  unlinkedQuery,
} from '../../models/coverage/coverageQuery.ts';
import { supportFields } from '../../models/assessments/support.ts';
import { formatCents } from '../../models/values/money.ts';
import { nouns } from '../../models/nouns.ts';
import { urlOf, type ListQuery } from '../../models/query/query.ts';
import type { Initiative } from '../../models/strategies/strategy.ts';
import { Unknown } from '../components/Value.tsx';
import { usePage, useStaying } from '../page.tsx';
import { besideState, coverageStateLabels } from './states.ts';

const projectsOf = (query: ListQuery) => urlOf('/projects', query, nouns.project);

/** Initiatives by programme. */
export function CoverageMatrix({ coverage, name }: { coverage: Coverage; name: string }) {
  const { t, say } = usePage();
  const stay = useStaying();
  const { columns, rows, strategy } = coverage;
  return (
    <div class="table-responsive" tabIndex={0} role="group" aria-label={name}>
      <table class="table record-table coverage">
        <caption class="visually-hidden">{name}</caption>
        <thead>
          <tr>
            <th scope="col">{say(supportFields.initiative.label)}</th>
            {columns.map(({ programme, name: title }) => (
              <th key={programme} scope="col" title={title ?? undefined}>
                {programme === 'none' ? t('coverage.noProgramme') : programme}
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
                  href={stay(
                    `/strategies/${encodeURIComponent(strategy.code)}#initiative-${initiative.number}`,
                  )}
                >
                  {initiative.number}. {say(initiative.title)}
                </a>
              </th>
              {withColumns(columns, { columns: cells, overall }).map(({ programme, of }) => (
                <Cell
                  key={programme}
                  coverage={coverage}
                  cell={of}
                  initiative={initiative}
                  programme={programme}
                />
              ))}
            </tr>
          ))}
        </tbody>
        <MatrixTotals coverage={coverage} />
      </table>
    </div>
  );
}

/** What stands in each column of a line, with the programme of the column; null under "overall", the last. */
const withColumns = <T,>(columns: readonly CoverageColumn[], { columns: some, overall }: ByColumn<T>) => [
  ...some.map((of, index) => ({ of, programme: columns[index]?.programme ?? null })),
  { of: overall, programme: null },
];

function MatrixTotals({ coverage }: { coverage: Coverage }) {
  const { t } = usePage();
  const { columns, notAttributed, totals } = coverage;
  const sums = withColumns(columns, totals);
  return (
    <tfoot>
      {notAttributed && (
        <tr>
          <th scope="row">{t('coverage.notAttributed')}</th>
          {withColumns(columns, notAttributed).map(({ of, programme }, index) => (
            <NotAttributedCell
              key={programme ?? ''}
              coverage={coverage}
              rest={of}
              sum={sums[index]?.of}
              programme={programme}
            />
          ))}
        </tr>
      )}
      <tr>
        <th scope="row">{t('coverage.total')}</th>
        {sums.map(({ of, programme }) => (
          <Sum key={programme} coverage={coverage} sum={of} programme={programme} />
        ))}
      </tr>
    </tfoot>
  );
}

interface OfColumn {
  coverage: Coverage;
  programme: string | null;
}

/** What no initiative receives: unknown where projects are counted of which none states its amount. */
function NotAttributedCell({
  coverage,
  rest,
  sum,
  programme,
}: OfColumn & { rest: NotAttributed; sum: CoverageSum | undefined }) {
  const { t, format } = usePage();
  return (
    <td>
      <a class="amount" href={projectsOf(notAttributedQuery(coverage, programme))}>
        {sum && isUnstated(sum) ? <Unknown /> : formatCents(rest.amountCents, format)}
      </a>
      <a class="cell-more" href={projectsOf(unlinkedQuery(coverage, programme))}>
        {t('coverage.unlinked', { count: rest.unlinked })}
      </a>
    </td>
  );
}

const isUnstated = ({ stated, projects }: CoverageSum): boolean => stated === 0 && projects > 0;

function Sum({ coverage, sum, programme }: OfColumn & { sum: CoverageSum }) {
  const { t, format } = usePage();
  return (
    <td>
      <a class="cell-projects" href={projectsOf(cellQuery(coverage, null, programme))}>
        {t('coverage.projects', { count: sum.projects })}
      </a>
      <strong class="amount">{isUnstated(sum) ? <Unknown /> : formatCents(sum.amountCents, format)}</strong>
      <small class="stated">{t('coverage.stated', { stated: sum.stated, count: sum.projects })}</small>
    </td>
  );
}

/** State, projects and money of an initiative in a programme, and what is left to do there. */
function Cell({
  coverage,
  cell,
  initiative,
  programme,
}: OfColumn & { cell: CoverageCell; initiative: Initiative }) {
  const { t, say } = usePage();
  const { code } = initiative;
  const beside = besideState(cell);
  return (
    <td class={`cell cell-${cell.state}`}>
      <span class={`mark mark-${cell.state}`}>{say(coverageStateLabels[cell.state])}</span>
      {beside && <span class="cell-note"> {t(`coverage.${beside}`)}</span>}
      {cell.projects > 0 && (
        <CellProjects cell={cell} href={projectsOf(cellQuery(coverage, code, programme))} />
      )}
      {cell.callsAhead > 0 && (
        <a class="cell-more" href={urlOf('/calls', callsAheadQuery(coverage, code, programme), nouns.call)}>
          {t('coverage.callsAhead', { count: cell.callsAhead })}
        </a>
      )}
      {cell.notAssessed > 0 && (
        <a class="cell-more" href={projectsOf(notAssessedQuery(coverage, code, programme))}>
          {t('coverage.notAssessed', { count: cell.notAssessed })}
        </a>
      )}
    </td>
  );
}

function CellProjects({ cell, href }: { cell: CoverageCell; href: string }) {
  const { t } = usePage();
  return (
    <>
      <a class="cell-projects" href={href}>
        {t('coverage.projects', { count: cell.projects })}
      </a>
      <a class="amount" href={href}>
        <CellAmount cell={cell} />
      </a>
      <small class="stated">{t('coverage.stated', { stated: cell.stated, count: cell.projects })}</small>
      {cell.unrated > 0 && <small class="stated">{t('coverage.unrated', { count: cell.unrated })}</small>}
      {cell.unknownPhase > 0 && (
        <small class="stated">{t('coverage.unknownPhase', { count: cell.unknownPhase })}</small>
      )}
    </>
  );
}

/** No money is attributed before a person rates a link: that is not an amount of zero. */
function CellAmount({ cell }: { cell: CoverageCell }) {
  const { t, format } = usePage();
  if (cell.unrated === cell.projects) return <span class="unknown">{t('coverage.notRated')}</span>;
  return cell.stated === 0 ? <Unknown /> : <>{formatCents(cell.amountCents, format)}</>;
}
