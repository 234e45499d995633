import { Table } from './Table.tsx';
import { usePage } from '../page.tsx';
import type { Field, FieldKind, RecordOf } from '../../models/record/fields.ts';
import { Unknown, Value } from './Value.tsx';

const classes: Readonly<Record<FieldKind, 'number' | undefined>> = {
  text: undefined,
  longText: undefined,
  texts: undefined,
  url: undefined,
  country: undefined,
  choice: undefined,
  integer: undefined,
  money: 'number',
  percent: 'number',
  day: undefined,
  instant: undefined,
  yesNo: undefined,
  coded: undefined,
  reference: undefined,
  list: undefined,
};

/** The items of a list field as a table; columns nobody filled are left out. */
export function ListTable({ field, items }: { field: Field; items: readonly RecordOf[] }) {
  const { say, t } = usePage();
  if (items.length === 0) return <p class="unknown">{t('value.none')}</p>;
  const isFilled = (value: unknown) =>
    value !== null && value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
  const columns = Object.entries(field.items ?? {}).filter(([key]) =>
    items.some(item => isFilled(item[key])),
  );
  return (
    <Table
      name={say(field.label)}
      isCaptioned
      heads={columns.map(([, column]) =>
        classes[column.kind] ? { number: say(column.label) } : say(column.label),
      )}
    >
      {items.map((item, index) => (
        <tr key={index}>
          {columns.map(([key, column]) => (
            <td key={key} class={classes[column.kind]}>
              {column.kind === 'list' ? (
                <NestedList field={column} items={item[key] as RecordOf[]} />
              ) : isFilled(item[key]) ? (
                <Value field={column} value={item[key]} />
              ) : column.kind === 'yesNo' ? null : (
                <Unknown />
              )}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

function NestedList({ field, items }: { field: Field; items: readonly RecordOf[] }) {
  if (items.length === 0) return <Unknown />;
  return (
    <ul class="list-unstyled mb-0">
      {items.map((item, index) => (
        <li key={index}>
          {Object.entries(field.items ?? {})
            .filter(([key]) => item[key] !== null)
            .map(([key, one], at) => (
              <span key={key}>
                {at > 0 && ' · '}
                <Value field={one} value={item[key]} />
              </span>
            ))}
        </li>
      ))}
    </ul>
  );
}
