import { outcomes, type Import, type ImportRow, type Outcome } from '../../models/imports/import.ts';
import { rowsUrl, severities, type RowQuery } from '../../models/imports/rows/importRows.ts';
import { importables } from '../../models/nouns.ts';
import { Csrf } from '../components/Csrf.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { formatCount } from './progress.ts';
import { RowDetail } from './RowDetail.tsx';
import { outcomeKeys, rowName, rowNounLabel, shownNouns } from './rowTexts.ts';

interface Props {
  found: Import;
  query: RowQuery;
  rows: readonly ImportRow[];
  totalItems: number;
  /** How many of all that match, on whatever page, may still be left out or taken again. */
  matching: { toLeaveOut: number; toTakeAgain: number };
}

const marks: Readonly<Record<Outcome, string>> = {
  created: 'covered',
  changed: 'planned',
  unchanged: 'ended',
  conflict: 'thin',
  rejected: 'gap',
};

/** The rows of an import, filtered: what happens with each and why; leaving out, and deciding conflicts. */
export function ImportRowsPage({ found, query, rows, totalItems, matching }: Props) {
  const { t, say, may, format } = usePage();
  const base = `/imports/${found.id}`;
  const path = `${base}/rows`;
  const title = t('importPage.rows', { file: found.file.name });
  const isOpen = found.state === 'checked' && may('import:run');
  const isTickable = isOpen && rows.some(({ outcome }) => outcome !== 'rejected');
  const hasConflicts = isOpen && rows.some(({ outcome }) => outcome === 'conflict');
  return (
    <Layout title={title} wide>
      <nav aria-label="breadcrumb" class="crumbs">
        <a href="/imports">{t('importPage.many')}</a> › <a href={base}>{found.file.name}</a>
      </nav>
      <h1 class="file-name">{title}</h1>
      <RowFilter path={path} query={query} />
      <div class="list-bar">
        <p class="list-count" aria-live="polite">
          {t('importPage.rowsCount', { count: totalItems, rows: formatCount(totalItems, format) })}
        </p>
        <p class="files mb-0">
          {t('importPage.rowsFiles')}: <a href={rowsUrl(`${path}.xlsx`, query, { pageSize: 50 })}>.xlsx</a>{' '}
          <a href={rowsUrl(`${path}.csv`, query, { pageSize: 50 })}>.csv</a>
        </p>
      </div>
      {rows.length === 0 ? (
        <p class="empty">{t('importPage.noRows')}</p>
      ) : (
        <form method="post" action={`${base}/excluded`}>
          <Csrf />
          <input type="hidden" name="to" value={rowsUrl(path, query, { page: query.page })} />
          <div class="table-responsive" tabIndex={0} role="group" aria-label={title}>
            <table class="table table-sm record-table import-rows">
              <thead>
                <tr>
                  {isTickable && <td class="tick-head" />}
                  <th scope="col">{t('importPage.row')}</th>
                  <th scope="col">{t('importPage.name')}</th>
                  <th scope="col">{t('importPage.outcome')}</th>
                  <th scope="col">{t('importPage.what')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(row => (
                  <tr key={row.id} class={row.isExcluded ? 'is-left-out' : undefined}>
                    {isTickable && (
                      <td class="tick-cell">
                        {row.outcome !== 'rejected' && (
                          <input
                            class="form-check-input"
                            type="checkbox"
                            name="row"
                            value={row.id}
                            aria-label={t('importPage.tick', { name: row.name ?? String(row.where.row) })}
                          />
                        )}
                      </td>
                    )}
                    <td class="row-place">{t('importPage.where', { ...row.where })}</td>
                    <th scope="row">
                      <RowName row={row} isUndone={found.state === 'undone'} />
                      <span class="cell-title">{say(rowNounLabel(row.noun).one)}</span>
                    </th>
                    <td>
                      <span class={`mark mark-${marks[row.outcome]}`}>{t(outcomeKeys[row.outcome])}</span>
                      {row.isExcluded && <span class="cell-title">{t('importPage.leftOut')}</span>}
                    </td>
                    <td class="row-detail">
                      <RowDetail row={row} isOpen={isOpen} isDone={found.appliedAt !== null} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {isTickable && (
            <div class="row-actions">
              {hasConflicts && (
                <button class="btn btn-primary" formAction={`${base}/decisions`}>
                  {t('importPage.saveDecisions')}
                </button>
              )}
              <button class="btn btn-outline-primary" name="isExcluded" value="true">
                {t('importRows.leaveOut')}
              </button>
              <button class="btn btn-outline-primary" name="isExcluded" value="false">
                {t('importRows.takeAgain')}
              </button>
            </div>
          )}
        </form>
      )}
      {isOpen && <AllThatMatch base={base} query={query} matching={matching} />}
      <RowPages path={path} query={query} totalItems={totalItems} />
      <p class="mt-3">
        <a href={base}>{t('importPage.back')}</a>
      </p>
    </Layout>
  );
}

/** What a row is about: a link where there is a record, still or already. */
function RowName({ row, isUndone }: { row: ImportRow; isUndone: boolean }) {
  const { t, format } = usePage();
  const name = rowName(row, format) ?? t('importPage.nameless');
  const isThere = row.outcome === 'created' ? row.isApplied && !isUndone : row.recordId !== null;
  return row.noun !== 'detail' && row.recordId !== null && isThere ? (
    <a href={`/${importables[row.noun].noun.path}/${encodeURIComponent(row.recordId)}`}>{name}</a>
  ) : (
    <>{name}</>
  );
}

/** Beside the ticked rows: all that match, on whatever page. A page of its own asks before it is done. */
function AllThatMatch({ base, query, matching }: { base: string } & Pick<Props, 'query' | 'matching'>) {
  const { t, format } = usePage();
  const link = (isExcluded: boolean, count: number) => {
    const words = { count, rows: formatCount(count, format) };
    const address = rowsUrl(`${base}/excluded`, query);
    return count === 0 ? null : (
      <a
        class="btn btn-outline-primary"
        href={`${address}${address.includes('?') ? '&' : '?'}isExcluded=${isExcluded}`}
      >
        {t(isExcluded ? 'importRows.leaveOutAll' : 'importRows.takeAllAgain', words)}
      </a>
    );
  };
  if (matching.toLeaveOut + matching.toTakeAgain === 0) return null;
  return (
    <div class="row-actions">
      {link(true, matching.toLeaveOut)}
      {link(false, matching.toTakeAgain)}
    </div>
  );
}

function RowFilter({ path, query }: { path: string; query: RowQuery }) {
  const { t, say } = usePage();
  const select = (
    name: string,
    label: string,
    any: string,
    options: readonly (readonly [string, string])[],
  ) => {
    const chosen: readonly string[] = [
      ...query.outcomes,
      ...query.nouns,
      ...query.severities,
      ...(query.excluded ? [query.excluded] : []),
    ];
    return (
      <div>
        <label class="form-label" for={`filter-${name}`}>
          {label}
        </label>
        <select id={`filter-${name}`} class="form-select form-select-sm" name={name}>
          <option value="">{any}</option>
          {options.map(([value, words]) => (
            <option key={value} value={value} selected={chosen.includes(value)}>
              {words}
            </option>
          ))}
        </select>
      </div>
    );
  };
  return (
    <form method="get" action={path} class="coverage-form row-filter" role="search">
      {select(
        'outcome',
        t('importPage.outcome'),
        t('importPage.anyOutcome'),
        outcomes.map(one => [one, t(outcomeKeys[one])]),
      )}
      {select(
        'noun',
        t('importPage.noun'),
        t('importPage.anyOutcome'),
        shownNouns().map(one => [one, say(rowNounLabel(one).many)]),
      )}
      {select(
        'severity',
        t('importPage.severity'),
        t('importPage.anySeverity'),
        severities.map(one => [one, t(`importPage.${one}`)]),
      )}
      {select('excluded', t('importRows.excludedFilter'), t('importRows.excludedAny'), [
        ['yes', t('importRows.excludedYes')],
        ['no', t('importRows.excludedNo')],
      ])}
      <div>
        <label class="form-label" for="filter-q">
          {t('importPage.search')}
        </label>
        <input
          id="filter-q"
          class="form-control form-control-sm"
          type="search"
          name="q"
          value={query.search}
        />
      </div>
      <button class="btn btn-outline-primary btn-sm">{t('importPage.filter')}</button>
    </form>
  );
}

function RowPages({ path, query, totalItems }: Pick<Props, 'query' | 'totalItems'> & { path: string }) {
  const { t } = usePage();
  const pages = Math.max(1, Math.ceil(totalItems / query.pageSize));
  if (pages === 1 && query.page === 1) return null;
  return (
    <nav class="pagination-bar" aria-label={t('list.pages')}>
      <span>{t('list.page', { page: query.page, pages })}</span>
      {query.page > 1 && (
        <a rel="prev" href={rowsUrl(path, query, { page: Math.min(query.page - 1, pages) })}>
          {t('list.previous')}
        </a>
      )}
      {query.page < pages && (
        <a rel="next" href={rowsUrl(path, query, { page: query.page + 1 })}>
          {t('list.next')}
        </a>
      )}
    </nav>
  );
}
