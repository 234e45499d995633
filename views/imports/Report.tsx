import { countKeys, type Counts, type Import } from '../../models/imports/import.ts';
import { whyUnused } from '../../models/sources/contract/incoming.ts';
import { noProgramme, noRefusals, type Refusals } from '../../models/imports/rows/refusals.ts';
import { Table } from '../components/Table.tsx';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';
import { saySource } from './json.ts';
import { formatCount } from './progress.ts';
import { countedNouns, rowNounLabel } from './rowTexts.ts';
import { totalsOf } from './state.tsx';

/** Which rows a figure counts, as the address of their list has it. */
const rowsOf: Readonly<Record<keyof Counts, Readonly<Record<string, string>>>> = {
  read: {},
  created: { outcome: 'created', excluded: 'no' },
  changed: { outcome: 'changed', excluded: 'no' },
  unchanged: { outcome: 'unchanged', excluded: 'no' },
  conflicts: { outcome: 'conflict', excluded: 'no' },
  rejected: { outcome: 'rejected' },
  leftOut: { excluded: 'yes' },
};

/** How many records of each kind are new, changed and so on; each figure opens its rows, where they are shown. */
export function Counted({
  found,
  areRowsShown,
  refusals = noRefusals,
}: {
  found: Import;
  areRowsShown: boolean;
  refusals?: Refusals;
}) {
  const { t, say, format } = usePage();
  const path = `/imports/${found.id}/rows`;
  return (
    <Section
      id="report"
      title={t('importPage.counts')}
      aside={
        areRowsShown && (
          <p class="files mb-0">
            {t('importPage.reportFile')}: <a href={`${path}.xlsx`}>.xlsx</a> <a href={`${path}.csv`}>.csv</a>
          </p>
        )
      }
    >
      <div class="table-responsive" tabIndex={0} role="group" aria-labelledby="report">
        <table class="table table-sm record-table import-counts">
          <thead>
            <tr>
              <th scope="col">{t('importPage.noun')}</th>
              {countKeys.map(key => (
                <th key={key} scope="col" class="number">
                  {t(`importPage.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {countedNouns(found).map(noun => (
              <tr key={noun}>
                <th scope="row">{say(rowNounLabel(noun).many)}</th>
                {countKeys.map(key => {
                  const count = found.counts[noun][key];
                  const query = new URLSearchParams({ noun, ...rowsOf[key] });
                  return (
                    <td key={key} class="number" data-label={t(`importPage.${key}`)}>
                      {count === 0 ? (
                        <span class="unknown">0</span>
                      ) : !areRowsShown ? (
                        formatCount(count, format)
                      ) : (
                        <a href={`${path}?${query.toString()}`}>{formatCount(count, format)}</a>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {areRowsShown && <p class="hint mb-2">{t('importPage.countsHint')}</p>}
      {!areRowsShown && <p class="mb-2">{t('importRow.rowsWithheld')}</p>}
      <Remarkable path={areRowsShown ? path : null} {...{ found, refusals }} />
    </Section>
  );
}

/** Leads to the rows that were refused, and to those with a warning. */
function Remarkable({ path, found, refusals }: { path: string | null; found: Import; refusals: Refusals }) {
  const { t, format } = usePage();
  const { read = 0, rejected = 0 } = totalsOf(found) ?? {};
  const { warnings } = found;
  return (
    <>
      {rejected > 0 && (
        <p class="mb-1">
          {t('importStep.rejected', { count: rejected, rows: formatCount(rejected, format) })}{' '}
          {rejected < read && <>{t('importStep.othersGoOn')} </>}
          {path !== null && (
            <a href={`${path}?outcome=rejected`}>{t('importStep.seeRejected', { count: rejected })}</a>
          )}
        </p>
      )}
      <RefusedFor path={path} refusals={refusals} />
      {warnings > 0 && (
        <p class="mb-0">
          {t('importStep.warned', { count: warnings, rows: formatCount(warnings, format) })}{' '}
          {path !== null && (
            <a href={`${path}?severity=warning`}>{t('importStep.seeWarned', { count: warnings })}</a>
          )}
        </p>
      )}
    </>
  );
}

/** Why rows were refused, how many for each reason, and the page on which that is put right. */
function RefusedFor({ path, refusals: { listed, others } }: { path: string | null; refusals: Refusals }) {
  const { t, may, format } = usePage();
  if (listed.length === 0) return null;
  return (
    <ul class="refusals">
      {listed.map(({ id, column, problem, rows }) => {
        const count = `${formatCount(rows, format)} ×`;
        const sentence = saySource(t, problem);
        const programme = problem.key === noProgramme ? String(problem.values?.['programme'] ?? '') : '';
        return (
          <li key={id}>
            {path === null ? count : <a href={`${path}?${new URLSearchParams({ problem: id })}`}>{count}</a>}{' '}
            {column !== null && programme === '' && !sentence.includes(column) && <strong>{column}: </strong>}
            {sentence}
            {programme !== '' && may('programme:write') && (
              <>
                {' '}
                <a
                  class="btn btn-sm btn-outline-primary"
                  href={`/programmes/new?${new URLSearchParams({ code: programme })}`}
                >
                  {t('importStep.addProgramme', { programme })}
                </a>
              </>
            )}
          </li>
        );
      })}
      {others > 0 && <li>{t('importStep.otherReasons', { count: others })}</li>}
    </ul>
  );
}

/** Parts of the file that nothing was made of: said, never passed over in silence. */
export function NotTaken({ found }: { found: Import }) {
  const { t } = usePage();
  const { ignored, unused } = found;
  if (ignored.length + unused.length === 0) return null;
  const plain = found.source === 'table' ? 'notChosen' : 'noField';
  const tables = unused.filter(({ column }) => column === null).map(({ table }) => table);
  const withColumns = [...new Set(unused.map(({ table }) => table))].filter(one => !tables.includes(one));
  return (
    <Section id="not-taken" title={t('importPage.ignored')}>
      <ul class="mb-0">
        {ignored.map(({ name, why }) => (
          <li key={name}>
            <strong>{name}</strong>: {saySource(t, why)}
          </li>
        ))}
        {tables.map(table => (
          <li key={table}>
            <strong>{table}</strong>: {t('importPage.unusedTable')}.
          </li>
        ))}
        {withColumns.flatMap(table =>
          [undefined, ...whyUnused].map(why => {
            const of = unused.filter(one => one.table === table && one.why === why);
            const columns = of.flatMap(({ column }) => column ?? []);
            return columns.length === 0 ? null : (
              <li key={`${table} ${why}`}>
                <strong>{table}</strong>:{' '}
                {t('importPage.unusedColumns', { count: columns.length, columns: columns.join(', ') })}
                {` – ${t(`importRow.${why ?? plain}`)}.`}
              </li>
            );
          }),
        )}
      </ul>
    </Section>
  );
}

/** Cells longer than this say what they are by their beginning. */
const mostOfCell = 120;

/** The first rows of each table, so that a person sees that the file was read rightly. */
export function Previews({ found }: { found: Import }) {
  const { t } = usePage();
  return (
    <Section id="preview" title={t('importPage.preview')}>
      {found.preview.map(({ table, columns, rows }, at) => (
        <details key={table} open={at === 0} class="preview">
          <summary>{t('importPage.previewOf', { table, count: rows.length })}</summary>
          <Table name={table} class="preview-table" heads={columns.map(column => column || '—')}>
            {rows.map((cells, row) => (
              <tr key={row}>
                {columns.map((_column, place) => {
                  const cell = cells[place] ?? '';
                  return (
                    <td key={place}>{cell.length > mostOfCell ? `${cell.slice(0, mostOfCell)}…` : cell}</td>
                  );
                })}
              </tr>
            ))}
          </Table>
        </details>
      ))}
    </Section>
  );
}
