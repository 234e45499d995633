import type { ComponentChildren } from 'preact';
import { momentFor, urlOf, type ListQuery } from '../../models/query/query.ts';
import type { Fields } from '../../models/record/fields.ts';
import type { ListColumn } from '../../models/record/listColumn.ts';
import type { KeptRecord, Listed } from '../../models/record/noun.ts';
import type { VisibleNoun } from '../../models/record/visibleTo.ts';
import { formatCents } from '../../models/values/money.ts';
import { bulkActionsFor } from '../bulk/BulkForm.tsx';
import { recordPath } from '../components/recordPath.ts';
import { Unknown, Value, valueText } from '../components/Value.tsx';
import { usePage } from '../page.tsx';

/** How a page shows what stands in a column: `value` is the record's, `shown` is how any page shows it. */
type Decorate<R> = (record: R, value: unknown, shown: ComponentChildren) => ComponentChildren;

/** What a noun's page adds to the values of its records. */
export interface Decorations<F extends Fields = Fields, D = unknown> {
  /** Marks and badges, by the key of their column. */
  decorate?: Readonly<Record<string, Decorate<KeptRecord<F, D>>>>;
  /** What stands small under the name of a record. */
  under?: (record: KeptRecord<F, D>) => string | null;
}

export interface RecordTableProps<F extends Fields = Fields, D = unknown> extends Decorations<F, D> {
  noun: VisibleNoun<F, D>;
  query: ListQuery;
  columns: readonly ListColumn[];
  items: KeptRecord<F, D>[];
  /** Of the whole list; null where none were asked for. */
  totals: { records: number; totals: Readonly<Record<string, { cents: number; stated: number }>> } | null;
}

/** The records of a page of a list, with the totals of the whole list. */
export function RecordTable<F extends Fields, D>(props: RecordTableProps<F, D>) {
  const { noun, query, columns, items, totals } = props;
  const { t, say, may } = usePage();
  const name = say(noun.label.many);
  const isSelectable = query.knownAt === null && bulkActionsFor(noun, may).length > 0;
  return (
    <div class="table-responsive" tabIndex={0} role="group" aria-label={name}>
      <table class="table table-sm table-hover record-table">
        <caption class="visually-hidden">{name}</caption>
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
              {isSelectable && <Tick record={item} name={noun.identify(item)} />}
              {columns.map((column, index) =>
                index === 0 ? (
                  <NameCell key={column.key} {...props} record={item} column={column} />
                ) : (
                  <ValueCell key={column.key} {...props} record={item} column={column} />
                ),
              )}
            </tr>
          ))}
        </tbody>
        {totals && <TotalsRow columns={columns} totals={totals} isSelectable={isSelectable} />}
      </table>
    </div>
  );
}

/** Chooses a record, at the version that is shown. */
function Tick({ record, name }: { record: { id: string; version: number }; name: string }) {
  const { t } = usePage();
  return (
    <td class="select-cell">
      <input
        class="form-check-input"
        type="checkbox"
        name="record"
        value={`${record.id}.${record.version}`}
        aria-label={t('bulk.select', { name })}
      />
    </td>
  );
}

interface CellProps<F extends Fields, D> extends RecordTableProps<F, D> {
  record: KeptRecord<F, D>;
  column: ListColumn;
}

/** What a record is called, with a link to its page. */
function NameCell<F extends Fields, D>({ noun, query, under, record, column }: CellProps<F, D>) {
  const { format } = usePage();
  const small = under?.(record) ?? null;
  return (
    <th scope="row">
      <a href={recordPath(noun.name, record.id)}>
        {valueText(column.field, column.cell(record, momentFor(query)), format) ?? noun.identify(record)}
      </a>
      {small !== null && <small class="cell-title">{small}</small>}
    </th>
  );
}

function ValueCell<F extends Fields, D>({ query, decorate, record, column }: CellProps<F, D>) {
  const { say } = usePage();
  const value = column.cell(record, momentFor(query));
  const shown = <Value field={column.field} value={value} />;
  return (
    <td class={classOf(column)} data-label={say(column.heading)}>
      {decorate?.[column.key]?.(record, value, shown) ?? shown}
    </td>
  );
}

const classOf = ({ align }: Pick<ListColumn, 'align'>): 'number' | undefined =>
  align === 'right' ? 'number' : undefined;

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

interface TotalsRowProps {
  columns: readonly ListColumn[];
  totals: NonNullable<RecordTableProps['totals']>;
  isSelectable: boolean;
}

function TotalsRow({ columns, totals: { records, totals }, isSelectable }: TotalsRowProps) {
  const { t, say } = usePage();
  return (
    <tfoot>
      <tr>
        {isSelectable && <td class="select-cell" />}
        {columns.map(({ key, ...column }, index) => {
          if (index === 0) {
            return (
              <th key={key} scope="row">
                {t('list.total', { count: records })}
              </th>
            );
          }
          const total = totals[key];
          return (
            <td key={key} class={classOf(column)} data-label={total ? say(column.heading) : undefined}>
              {total && <Total {...total} records={records} />}
            </td>
          );
        })}
      </tr>
    </tfoot>
  );
}

/** The sum of a column, and of how many records. */
function Total({ cents, stated, records }: { cents: number; stated: number; records: number }) {
  const { t, format } = usePage();
  return (
    <>
      {stated === 0 ? <Unknown /> : <strong class="amount">{formatCents(cents, format)}</strong>}
      <small class="stated">{t('list.stated', { stated, count: records })}</small>
    </>
  );
}
