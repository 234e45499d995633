import type { ComponentChildren } from 'preact';
import type { Fields } from '../../models/record/fields.ts';
import type { FacetValue } from '../../models/query/facetValues.ts';
import { columnsOf, type ListColumn } from '../../models/record/listColumn.ts';
import type { KeptRecord, Listed, Noun } from '../../models/record/noun.ts';
import type { Right } from '../../models/record/permissions.ts';
import { clearedUrl, momentFor, urlOf, type ListQuery } from '../../models/query/query.ts';
import { isWordless } from '../../models/record/search.ts';
import { BulkForm, bulkActionsFor } from '../bulk/BulkForm.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { formatCents } from '../../models/values/money.ts';
import { Filters } from '../components/Filters.tsx';
import { Chips } from '../components/Chips.tsx';
import { ColumnPicker } from '../components/ColumnPicker.tsx';
import { Pagination } from '../components/Pagination.tsx';
import { recordPath } from '../components/recordPath.ts';
import { Unknown, Value, valueText } from '../components/Value.tsx';

export interface ListPageProps<F extends Fields = Fields, D = unknown> {
  noun: Noun<F, D>;
  query: ListQuery;
  items: KeptRecord<F, D>[];
  totalItems: number;
  totalPages: number;
  facets: Readonly<Record<string, FacetValue[]>>;
  totals: { records: number; totals: Readonly<Record<string, { cents: number; stated: number }>> } | null;
}

/** How a page shows what stands in a column: `value` is the record's, `shown` is how any page shows it. */
type Decorate<R> = (record: R, value: unknown, shown: ComponentChildren) => ComponentChildren;

/** A list with its filters, chips, totals, pages and files; its columns are those of the noun. */
export function ListPage<F extends Fields, D>(
  props: ListPageProps<F, D> & {
    /** Marks and badges, by the key of their column. */
    decorate?: Readonly<Record<string, Decorate<KeptRecord<F, D>>>>;
    /** What stands small under the name of a record. */
    under?: (record: KeptRecord<F, D>) => string | null;
    intro?: ComponentChildren;
  },
) {
  const { noun, query, items, totalItems, totalPages, facets, totals } = props;
  const { t, say, may, format } = usePage();
  const columns = columnsOf(noun, query, format.language);
  const moment = momentFor(query);
  const path = `/${noun.path}`;
  const link = (change: Partial<ListQuery>) => urlOf(path, query, noun, change);
  const isArchive = 'archived' in noun.filters && query.chosen['archived']?.join() === 'yes';
  const isSelectable = query.knownAt === null && bulkActionsFor(noun, may).length > 0;
  return (
    <Layout title={say(noun.label.many)} wide>
      <div class="page-head">
        <h1>{say(noun.label.many)}</h1>
        {may(`${noun.name}:write` as Right) && (
          <a class="btn btn-primary" href={`${path}/new`}>
            {t('list.new', { noun: say(noun.label.one).toLowerCase() })}
          </a>
        )}
      </div>
      {props.intro}
      <div class="list-layout">
        <Filters noun={noun} query={query} facets={facets} />
        <section aria-label={say(noun.label.many)} class="list-main">
          <div class="list-bar">
            <p class="list-count" aria-live="polite">
              {t('list.count', { count: totalItems })}
            </p>
            <ColumnPicker noun={noun} query={query} shown={columns} />
            <Files noun={noun} query={query} />
          </div>
          <Chips noun={noun} query={query} facets={facets} />
          {items.length === 0 ? (
            <div class="empty">
              <p>
                <strong>{t(isArchive ? 'archive.empty' : 'list.empty')}</strong>
              </p>
              {isWordless(query.search) ? (
                <p>{t('list.noWord')}</p>
              ) : (
                !isArchive && <p>{t('list.emptyHint')}</p>
              )}
              <p>
                <a href={clearedUrl(query, noun)}>{t('action.clear')}</a>
              </p>
            </div>
          ) : (
            <BulkForm noun={noun} query={query} totalItems={totalItems}>
              <div class="table-responsive" tabIndex={0} role="group" aria-label={say(noun.label.many)}>
                <table class="table table-sm table-hover record-table">
                  <caption class="visually-hidden">{say(noun.label.many)}</caption>
                  <thead>
                    <tr>
                      {isSelectable && (
                        <td class="select-cell">
                          <span class="visually-hidden">{t('bulk.column')}</span>
                        </td>
                      )}
                      {columns.map(column => (
                        <Heading key={column.key} noun={noun} query={query} column={column} />
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {items.map(item => (
                      <tr key={item.id}>
                        {isSelectable && (
                          <td class="select-cell">
                            <input
                              class="form-check-input"
                              type="checkbox"
                              name="record"
                              value={`${item.id}.${item.version}`}
                              aria-label={t('bulk.select', { name: noun.identify(item) })}
                            />
                          </td>
                        )}
                        {columns.map((column, index) => {
                          const value = column.cell(item, moment);
                          const { key, field } = column;
                          if (index === 0) {
                            const small = props.under?.(item) ?? null;
                            return (
                              <th key={key} scope="row">
                                <a href={recordPath(noun.name, item.id)}>
                                  {valueText(field, value, format) ?? noun.identify(item)}
                                </a>
                                {small !== null && <small class="cell-title">{small}</small>}
                              </th>
                            );
                          }
                          const shown = <Value field={field} value={value} />;
                          return (
                            <td key={key} class={classOf(column)} data-label={say(column.heading)}>
                              {props.decorate?.[key]?.(item, value, shown) ?? shown}
                            </td>
                          );
                        })}
                      </tr>
                    ))}
                  </tbody>
                  {totals && <TotalsRow columns={columns} totals={totals} isSelectable={isSelectable} />}
                </table>
              </div>
            </BulkForm>
          )}
          <Pagination query={query} totalPages={totalPages} link={link} />
          {'archived' in noun.filters && query.chosen['archived']?.[0] === 'no' && (
            <p class="hint">
              <a href={link({ chosen: { ...query.chosen, archived: ['yes'] } })}>{t('archive.list')}</a>
            </p>
          )}
        </section>
      </div>
    </Layout>
  );
}

const classOf = ({ align }: ListColumn): 'number' | undefined => (align === 'right' ? 'number' : undefined);

/** The words over a column, with a link that sorts by it where that can be done. */
function Heading({ noun, query, column }: { noun: Listed; query: ListQuery; column: ListColumn }) {
  const { t, say } = usePage();
  const heading = say(column.heading);
  const { isDescending } = query.sort;
  const key = column.sort ?? column.key;
  const isSorted = query.sort.key === key;
  const sorted = isSorted ? (isDescending ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" class={classOf(column)} aria-sort={sorted}>
      {key in noun.sorts ? (
        <a
          href={urlOf(`/${noun.path}`, query, noun, {
            sort: { key, isDescending: isSorted && !isDescending },
          })}
          title={t('list.sortBy', { column: heading })}
        >
          {heading}
          {isSorted && <span aria-hidden="true">{isDescending ? ' ↓' : ' ↑'}</span>}
        </a>
      ) : (
        heading
      )}
    </th>
  );
}

function TotalsRow({
  columns,
  totals,
  isSelectable,
}: {
  columns: readonly ListColumn[];
  totals: NonNullable<ListPageProps['totals']>;
  isSelectable: boolean;
}) {
  const { t, say, format } = usePage();
  return (
    <tfoot>
      <tr>
        {isSelectable && <td class="select-cell" />}
        {columns.map((column, index) => {
          const total = totals.totals[column.key];
          if (index === 0) {
            return (
              <th key={column.key} scope="row">
                {t('list.total', { count: totals.records })}
              </th>
            );
          }
          return (
            <td key={column.key} class={classOf(column)} data-label={total ? say(column.heading) : undefined}>
              {total && (
                <>
                  {total.stated === 0 ? (
                    <Unknown />
                  ) : (
                    <strong class="amount">{formatCents(total.cents, format)}</strong>
                  )}
                  <small class="stated">
                    {t('list.stated', { stated: total.stated, count: totals.records })}
                  </small>
                </>
              )}
            </td>
          );
        })}
      </tr>
    </tfoot>
  );
}

function Files({ noun, query }: { noun: Noun; query: ListQuery }) {
  const { t, may } = usePage();
  const link = (path: string, change: Partial<ListQuery> = {}) => urlOf(path, query, noun, change);
  return (
    <nav class="files" aria-label={t('action.download')}>
      <span>{t('list.file')}</span>
      {['xlsx', 'csv', 'json'].map(suffix => (
        <a key={suffix} href={link(`/${noun.path}.${suffix}`)} download>
          .{suffix}
        </a>
      ))}
      {noun.name === 'project' && may('portfolio:export') && (
        <a
          class="btn btn-outline-primary btn-sm"
          href={link('/portfolio.xlsx', { columns: [], view: {} })}
          download
        >
          {t('list.portfolio')}
        </a>
      )}
    </nav>
  );
}
