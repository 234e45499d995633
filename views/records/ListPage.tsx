import type { ComponentChildren } from 'preact';
import type { Fields } from '../../models/record/fields.ts';
import type { FacetValue } from '../../models/query/facetValues.ts';
import type { KeptRecord, Noun } from '../../models/record/noun.ts';
import type { Right } from '../../models/accounts/permissions.ts';
import { urlOf, type ListQuery } from '../../models/query/query.ts';
import { isWordless } from '../../models/record/search.ts';
import { BulkForm, bulkActionsFor } from '../bulk/BulkForm.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { formatCents } from '../../models/values/money.ts';
import { Filters } from '../components/Filters.tsx';
import { Chips } from '../components/Chips.tsx';
import { Pagination } from '../components/Pagination.tsx';
import { Unknown, Value } from '../components/Value.tsx';

type AnyRecord = Record<string, unknown>;

export interface ListPageProps<F extends Fields = Fields, D = unknown> {
  noun: Noun<F, D>;
  query: ListQuery;
  items: KeptRecord<F, D>[];
  totalItems: number;
  totalPages: number;
  facets: Readonly<Record<string, FacetValue[]>>;
  totals: { records: number; totals: Readonly<Record<string, { cents: number; stated: number }>> } | null;
}

/** A column of a list: its heading, and what stands in a row. */
export interface Column<R> {
  key: string;
  heading: string;
  isNumber?: boolean;
  cell(record: R): ComponentChildren;
}

/** The column of a field, as it is. */
export function useFieldColumn<F extends Fields, D>(noun: Noun<F, D>, key: string): Column<KeptRecord<F, D>> {
  const { say } = usePage();
  const field = noun.fields[key];
  if (!field) throw new Error(`There is no field ${key} of ${noun.name}.`);
  return {
    key,
    heading: say(field.label),
    isNumber: field.kind === 'money' || field.kind === 'integer',
    cell: record => <Value field={field} value={(record as unknown as AnyRecord)[key]} />,
  };
}

/** A list with its filters, chips, totals, pages and files; the columns are the noun's own. */
export function ListPage<F extends Fields, D>(
  props: ListPageProps<F, D> & {
    columns: Column<KeptRecord<F, D>>[];
    more?: ComponentChildren;
    intro?: ComponentChildren;
  },
) {
  const { noun, query, items, totalItems, totalPages, facets, columns, totals } = props;
  const { t, say, may } = usePage();
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
                <a href={path}>{t('action.clear')}</a>
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
                        <th
                          key={column.key}
                          scope="col"
                          class={column.isNumber ? 'number' : undefined}
                          aria-sort={
                            query.sort.key === column.key
                              ? query.sort.isDescending
                                ? 'descending'
                                : 'ascending'
                              : undefined
                          }
                        >
                          {column.key in noun.sorts ? (
                            <a
                              href={link({
                                sort: {
                                  key: column.key,
                                  isDescending: query.sort.key === column.key && !query.sort.isDescending,
                                },
                              })}
                              title={t('list.sortBy', { column: column.heading })}
                            >
                              {column.heading}
                              {query.sort.key === column.key && (
                                <span aria-hidden="true">{query.sort.isDescending ? ' ↓' : ' ↑'}</span>
                              )}
                            </a>
                          ) : (
                            column.heading
                          )}
                        </th>
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
                        {columns.map((column, index) =>
                          index === 0 ? (
                            <th key={column.key} scope="row">
                              {column.cell(item)}
                            </th>
                          ) : (
                            <td
                              key={column.key}
                              class={column.isNumber ? 'number' : undefined}
                              data-label={column.heading}
                            >
                              {column.cell(item)}
                            </td>
                          ),
                        )}
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
          {props.more}
        </section>
      </div>
    </Layout>
  );
}

function TotalsRow<R>({
  columns,
  totals,
  isSelectable,
}: {
  columns: Column<R>[];
  totals: NonNullable<ListPageProps['totals']>;
  isSelectable: boolean;
}) {
  const { t, format } = usePage();
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
            <td
              key={column.key}
              class={column.isNumber ? 'number' : undefined}
              data-label={total ? column.heading : undefined}
            >
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
  const link = (path: string) => urlOf(path, query, noun);
  return (
    <nav class="files" aria-label={t('action.download')}>
      <span>{t('list.file')}</span>
      {['xlsx', 'csv', 'json'].map(suffix => (
        <a key={suffix} href={link(`/${noun.path}.${suffix}`)} download>
          .{suffix}
        </a>
      ))}
      {noun.name === 'project' && may('portfolio:export') && (
        <a class="btn btn-outline-primary btn-sm" href={link('/portfolio.xlsx')} download>
          {t('list.portfolio')}
        </a>
      )}
    </nav>
  );
}
