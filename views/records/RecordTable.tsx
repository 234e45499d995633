import type { ComponentChildren } from 'preact';
import { momentFor, urlOf, type ListQuery } from '../../models/query/query.ts';
import type { Field, FieldKind, Fields } from '../../models/record/fields.ts';
import type { ListColumn } from '../../models/record/listColumn.ts';
import type { KeptRecord, Listed } from '../../models/record/noun.ts';
import type { VisibleNoun } from '../../models/record/visibleTo.ts';
import type { Format } from '../../models/values/format.ts';
import { formatDay, formatInstant } from '../../models/values/day.ts';
import { formatAmount, formatCents } from '../../models/values/money.ts';
import { bulkActionsFor } from '../bulk/BulkForm.tsx';
import { Unknown, valueText } from '../components/Value.tsx';
import { usePage } from '../page.tsx';
import { ListValue, unitOf } from './ListValue.tsx';
import { NameCell } from './NameCell.tsx';

/** How a page shows what stands in a column: `value` is the record's, `shown` is how any page shows it. */
type Decorate<R> = (record: R, value: unknown, shown: ComponentChildren) => ComponentChildren;

/** What a noun's page adds to the values of its records. */
export interface Decorations<F extends Fields = Fields, D = unknown> {
  /** Marks and badges, by the key of their column. */
  decorate?: Readonly<Record<string, Decorate<KeptRecord<F, D>>>>;
  /** What stands after the name of a record, in the same line. */
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
  const { t, say, may, look } = usePage();
  const name = say(noun.label.many);
  const isSelectable = query.knownAt === null && bulkActionsFor(noun, may).length > 0;
  return (
    <ListFrame name={name} query={query}>
      <table class={look.isDense ? 'list-table is-dense' : 'list-table'} role="table">
        <caption class="visually-hidden">{name}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {isSelectable && (
              <td class="select-cell" role="cell">
                <span class="visually-hidden">{t('bulk.column')}</span>
              </td>
            )}
            {columns.map(column => (
              <Heading key={column.key} noun={noun} query={query} column={column} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {items.map(item => (
            <tr key={item.id} role="row">
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
    </ListFrame>
  );
}

interface FrameProps {
  name: string;
  query: ListQuery;
  children: ComponentChildren;
}

/**
 * The part of a list's page that scrolls, by keyboard too. Columns that are out of sight are told of by a script, which
 * counts them.
 */
function ListFrame({ name, query, children }: FrameProps) {
  const { t, format } = usePage();
  // A figure that is copied says which position it is of.
  const on = formatDay(query.on, format);
  const at = query.knownAt ?? query.now;
  return (
    <div class="list-frame" data-position={t('list.positionOf', { on, at: formatInstant(at, format) })}>
      <div class="list-box" id="results" tabIndex={0} role="region" aria-label={t('list.table', { name })}>
        {children}
      </div>
      <button type="button" class="list-more" hidden data-says={t('list.moreColumns')} />
    </div>
  );
}

/** Chooses a record, at the version that is shown. */
function Tick({ record, name }: { record: { id: string; version: number }; name: string }) {
  const { t } = usePage();
  return (
    <td class="select-cell" role="cell">
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

function ValueCell<F extends Fields, D>({ query, decorate, record, column }: CellProps<F, D>) {
  const { say, format } = usePage();
  const value = column.cell(record, momentFor(query));
  const shown = <ListValue field={column.field} value={value} />;
  return (
    <td
      role="cell"
      class={classOf(column)}
      data-label={say(column.heading)}
      title={cutText(column.field, value, format)}
    >
      {decorate?.[column.key]?.(record, value, shown) ?? shown}
    </td>
  );
}

/** So many characters fit in a cell whatever they are; the whole of a longer text is read where one points at it. */
const charactersThatFit = 18;
const longKinds: readonly FieldKind[] = ['text', 'longText', 'texts', 'url', 'reference', 'choice'];

function cutText(field: Field, value: unknown, format: Format): string | undefined {
  const text = longKinds.includes(field.kind) ? valueText(field, value, format) : null;
  return text !== null && text.length > charactersThatFit ? text : undefined;
}

/** By its key, too: on a phone some columns have a place of their own on the card. */
const classOf = ({ key, align }: Pick<ListColumn, 'key' | 'align'>): string =>
  `list-${key}${align === 'right' ? ' number' : ''}`;

/** The words over a column, with a link that sorts by it where that can be done. */
function Heading({ noun, query, column }: { noun: Listed; query: ListQuery; column: ListColumn }) {
  const { t, say } = usePage();
  const heading = say(column.heading);
  const unit = unitOf(column.field);
  const { isDescending } = query.sort;
  const key = column.sort ?? column.key;
  const isSorted = query.sort.key === key;
  const sorted = isSorted ? (isDescending ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" role="columnheader" class={classOf(column)} aria-sort={sorted}>
      {key in noun.sorts ? (
        <a
          href={urlOf(`/${noun.path}`, query, noun, {
            // Of amounts and numbers the largest are looked for first.
            sort: { key, isDescending: isSorted ? !isDescending : column.align === 'right' },
          })}
          title={t('list.sortBy', { column: heading })}
        >
          {heading}
          {isSorted && <span aria-hidden="true">{isDescending ? ' ↓' : ' ↑'}</span>}
        </a>
      ) : (
        heading
      )}
      {unit !== null && <span class="unit"> {unit}</span>}
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
    <tfoot role="rowgroup">
      <tr role="row">
        {isSelectable && <td class="select-cell" role="cell" />}
        {columns.map((column, index) => {
          const { key } = column;
          if (index === 0) {
            return (
              <th key={key} scope="row" role="rowheader" class="list-name">
                {t('list.total', { count: records })}
              </th>
            );
          }
          const total = totals[key];
          return (
            <td
              key={key}
              role="cell"
              class={classOf(column)}
              data-label={total ? say(column.heading) : undefined}
            >
              {total && <Total {...total} records={records} of={say(column.heading)} />}
            </td>
          );
        })}
      </tr>
    </tfoot>
  );
}

interface TotalProps {
  cents: number;
  stated: number;
  records: number;
  /** The words over the column. */
  of: string;
}

/** The sum of a column, and of how many records; a script copies it as a sentence. */
function Total({ cents, stated, records, of }: TotalProps) {
  const { t, format } = usePage();
  return (
    <>
      {stated > 0 && (
        <button
          type="button"
          class="list-say"
          hidden
          data-says={`${of}: ${formatCents(cents, format)}`}
          title={t('list.copySentence', { column: of })}
        >
          <span class="visually-hidden">{t('list.copySentence', { column: of })}</span>
          <svg viewBox="0 0 16 16" width="13" height="13" aria-hidden="true">
            <path d="M5 5h8v9H5zM5 11H3V2h8v3" fill="none" stroke="currentColor" stroke-width="1.5" />
          </svg>
        </button>
      )}
      {stated === 0 ? <Unknown /> : <strong class="amount">{formatAmount(cents, format)}</strong>}
      <small class="stated">{t('list.stated', { stated, count: records })}</small>
    </>
  );
}
