import { momentFor, type ListQuery } from '../../models/query/query.ts';
import type { Fields } from '../../models/record/fields.ts';
import type { ListColumn } from '../../models/record/listColumn.ts';
import type { KeptRecord } from '../../models/record/noun.ts';
import type { VisibleNoun } from '../../models/record/visibleTo.ts';
import { recordPath } from '../components/recordPath.ts';
import { valueText } from '../components/Value.tsx';
import { usePage, useStaying } from '../page.tsx';

interface NameCellProps<F extends Fields, D> {
  noun: VisibleNoun<F, D>;
  query: ListQuery;
  record: KeptRecord<F, D>;
  column: ListColumn;
  /** What stands after the name; the name itself where a record has no other, and then once. */
  under?: ((record: KeptRecord<F, D>) => string | null) | undefined;
}

/** What a record is called, on one line with a link to its page; whatever the line cuts off is read where one points. */
export function NameCell<F extends Fields, D>({ noun, query, under, record, column }: NameCellProps<F, D>) {
  const { format } = usePage();
  const stay = useStaying();
  const value = column.cell(record, momentFor(query));
  const name = valueText(column.field, value, format) ?? noun.identify(record);
  const more = under?.(record) ?? null;
  const title = more === name ? null : more;
  return (
    <th scope="row" role="rowheader" class="list-name">
      <a href={stay(recordPath(noun.name, record.id))} title={title === null ? name : `${name}: ${title}`}>
        {name}
      </a>
      {title !== null && <span class="list-title"> {title}</span>}
    </th>
  );
}
