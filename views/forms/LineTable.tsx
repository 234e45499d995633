import type { VNode } from 'preact';
import type { Field } from '../../models/record/fields.ts';
import { isBlankLine, type Typed } from '../records/typed.ts';
import { controls } from '../components/controls.tsx';
import type { FieldContext } from '../components/fieldContext.ts';
import { usePage } from '../page.tsx';
import type { LineExtras } from './lineExtras.ts';

/** Lines that nobody has filled in yet, to type on without a button. */
const spareLines = 3;

interface TableProps {
  field: Field;
  name: string;
  items: readonly Typed[];
  context: FieldContext;
  extras: LineExtras | undefined;
  /** The control of a field that stands behind its line. */
  renderField: (key: string, field: Field, name: string, value: string | Typed[]) => VNode;
}

const isEmpty = (value: string | Typed[] | undefined): boolean => value === undefined || value.length === 0;

/** The lines with as many blank ones at their end as there always are: those that came back blank are among them. */
function withSpare(items: readonly Typed[]): readonly Typed[] {
  const blank = items.length - 1 - items.findLastIndex(item => !isBlankLine(item));
  return [...items, ...Array.from({ length: Math.max(0, spareLines - blank) }, (): Typed => ({}))];
}

/** The lines of a list as a table of one line each: what is typed most stands in the line, the rest unfolds behind it. */
export function LineTable(props: TableProps) {
  const { field, name, items, extras } = props;
  const { t, say } = usePage();
  const columns = (field.lineColumns ?? []).flatMap(key => {
    const one = field.items?.[key];
    return one ? [{ key, field: one }] : [];
  });
  const lines = withSpare(items);
  return (
    <table
      class="line-table"
      data-lines={name}
      data-read={extras?.readAt}
      data-beside={extras?.beside}
      data-look={extras?.lookAt}
      data-look-new={extras && t('look.new', { name: '{}' })}
      data-look-like={extras && t('look.like')}
      data-look-keys={extras && t('look.keys')}
      data-look-list={extras && t('look.list')}
      aria-label={say(field.label)}
    >
      <thead>
        <tr>
          <th class="line-no">
            <span class="visually-hidden">{t('lines.number')}</span>
          </th>
          {columns.map(({ key, field: one }) => (
            <th key={key} class={`line-${one.kind} line-key-${key}`} scope="col">
              {say(one.label)}
            </th>
          ))}
          {extras?.headings.map(heading => (
            <th key={heading} scope="col" class="line-extra">
              {heading}
            </th>
          ))}
          <th class="line-more">
            <span class="visually-hidden">{t('lines.more')}</span>
          </th>
          <th class="line-remove">
            <span class="visually-hidden">{t('action.remove')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((item, index) => (
          <Line key={index} {...props} columns={columns} item={item} index={index} />
        ))}
      </tbody>
      {extras?.foot(columns.length)}
    </table>
  );
}

interface LineProps extends TableProps {
  columns: readonly { key: string; field: Field }[];
  item: Typed;
  index: number;
}

function Line({ field, name, columns, item, index, context, extras, renderField }: LineProps) {
  const { t, say } = usePage();
  const number = index + 1;
  const nameOf = (key: string) => `${name}.${index}.${key}`;
  const list = say(field.label);
  const others = Object.entries(field.items ?? {}).filter(
    ([key, one]) => !one.isReadOnly && !columns.some(column => column.key === key),
  );
  const hidden = others.filter(([, one]) => one.kind === 'reference');
  const behind = others.filter(([, one]) => one.kind !== 'reference');
  const isWrong = behind.some(([key]) => context.problemOf(nameOf(key)) !== null);
  const isFilled = behind.some(([key]) => !isEmpty(item[key]));
  const isBlank = isBlankLine(item);
  return (
    <tr
      class={isBlank ? 'is-blank' : extras?.pasted.has(index) ? 'is-pasted' : undefined}
      id={context.idOf(`${name}.${index}`)}
    >
      <td class="line-no">
        {number}
        {hidden.map(([key]) => (
          <input key={key} type="hidden" name={nameOf(key)} value={(item[key] as string | undefined) ?? ''} />
        ))}
      </td>
      {columns.map(({ key, field: one }) => (
        <LineCell
          key={key}
          field={one}
          name={nameOf(key)}
          of={key}
          label={t('lines.inLine', { label: say(one.label), number })}
          value={(item[key] as string | undefined) ?? ''}
          context={context}
        />
      ))}
      {extras?.cellsOf(index)}
      <td class="line-more">
        <details id={`${context.idOf(`${name}.${index}`)}-more`} open={isWrong}>
          <summary
            aria-label={t('lines.moreOf', { number })}
            title={t('lines.moreOf', { number })}
            class={isFilled ? 'is-filled' : undefined}
          >
            <span aria-hidden="true">…</span>
          </summary>
          <div class="line-behind">
            {behind.map(([key, one]) => renderField(key, one, nameOf(key), item[key] ?? ''))}
          </div>
        </details>
      </td>
      <td class="line-remove">
        <button
          name="_line"
          value={`-${name}.${index}`}
          data-in-place
          aria-label={t('form.removeLine', { number, list })}
          title={t('action.remove')}
        >
          <span aria-hidden="true">×</span>
        </button>
      </td>
    </tr>
  );
}

interface LineCellProps {
  field: Field;
  name: string;
  of: string;
  label: string;
  value: string;
  context: FieldContext;
}

/** One field of a line: its control without a frame, and what is wrong with it. */
function LineCell({ field, name, of, label, value, context }: LineCellProps) {
  const id = context.idOf(name);
  const problem = context.problemOf(name);
  if (field.kind === 'list') return <td />;
  const Control = controls[field.kind];
  const shared = {
    id,
    name,
    'aria-label': label,
    'aria-describedby': problem ? `${id}-problem` : undefined,
    'aria-invalid': problem ? ('true' as const) : undefined,
  };
  return (
    <td class={`line-${field.kind} line-key-${of}`}>
      <Control field={field} text={value} shared={shared} context={{ ...context, isCompact: true }} />
      {problem && (
        <p id={`${id}-problem`} class="problem">
          {problem}
        </p>
      )}
    </td>
  );
}
