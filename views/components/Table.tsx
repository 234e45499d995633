import type { ComponentChildren } from 'preact';

/** The words over a column: amounts stand to the right; over buttons that say themselves what they do, they are read out alone. */
export type Head = string | { number: string } | { hidden: string };

interface TableProps {
  /** What it is a table of. */
  name: string;
  /** The name is read out as its caption, too. */
  isCaptioned?: boolean;
  /** What is false or null is no column. */
  heads: readonly (Head | false | null)[];
  class?: string;
  /** Its rows. */
  children: ComponentChildren;
  /** Rows of totals under them. */
  foot?: ComponentChildren;
}

/** A table that scrolls by itself where the page is too narrow for it, by keyboard too. */
export function Table({ name, isCaptioned = false, heads, class: more, children, foot }: TableProps) {
  return (
    <div class="table-responsive" tabIndex={0} role="group" aria-label={name}>
      <table class={['table table-sm record-table', more].filter(Boolean).join(' ')}>
        {isCaptioned && <caption class="visually-hidden">{name}</caption>}
        <thead>
          <tr>{heads.map(head => head && <HeadCell head={head} />)}</tr>
        </thead>
        <tbody>{children}</tbody>
        {foot && <tfoot>{foot}</tfoot>}
      </table>
    </div>
  );
}

function HeadCell({ head }: { head: Head }) {
  if (typeof head === 'string') return <th scope="col">{head}</th>;
  return 'number' in head ? (
    <th scope="col" class="number">
      {head.number}
    </th>
  ) : (
    <th scope="col">
      <span class="visually-hidden">{head.hidden}</span>
    </th>
  );
}
