import type { VNode } from 'preact';

/** What a form shows of its lines besides their fields. */
export interface LineExtras {
  /** Headings of the cells that `cellsOf` adds to each line. */
  headings: readonly string[];
  cellsOf(index: number): VNode;
  /** @param span the columns before its figures, which stand under the last field */
  foot(span: number): VNode;
  /** Lines that were just pasted. */
  pasted: ReadonlySet<number>;
  /** Where a script looks up the names of its lines. */
  lookAt: string;
  /** Where a script asks how lines are read while they are typed, and the field of the record they stand beside. */
  readAt: string;
  beside: string;
}
