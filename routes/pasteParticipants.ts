import { projectFields } from '../models/projects/project.ts';
import type { Field } from '../models/record/fields.ts';
import { readPastedRows, type PastedRow } from '../models/sources/anyTable/pastedRows.ts';
import { readCell, type Notation } from '../models/sources/cells/cellValue.ts';
import type { Problem } from '../models/values/errors.ts';
import { isBlankLine, type Typed } from '../views/records/typed.ts';
import { typedFrom } from './line/formInput.ts';
import { readTypedField } from './line/typedField.ts';

const { items } = projectFields.participants;
const keys = Object.keys(items) as (keyof typeof items)[];

/** What pasting made of a form. */
export interface Pasted {
  typed: Typed;
  /** The numbers of the lines that were pasted. */
  lines: ReadonlySet<number>;
  /** What is wrong in them: those lines stay, as they were pasted. */
  problems: Problem[];
}

/** A cell as the form types it: what is understood as the form writes it, all else as it came. */
function typedCell(field: Field, key: string, text: string, notation: Notation): string {
  const read = readCell(field, text, notation);
  if ('problem' in read) return text;
  const typed = typedFrom({ [key]: field }, { [key]: read.value })[key];
  return typeof typed === 'string' ? typed : text;
}

const typedRow = (row: PastedRow, notation: Notation): Typed =>
  Object.fromEntries(
    keys.flatMap((key): [string, string][] => {
      const text = row[key];
      return text === undefined ? [] : [[key, typedCell(items[key], key, text, notation)]];
    }),
  );

function problemsOf(line: Typed, index: number): Problem[] {
  return keys.flatMap((key): Problem[] => {
    const text = line[key] ?? '';
    if (typeof text !== 'string' || (text === '' && key !== 'name')) return [];
    const { problem } = readTypedField(items[key], text);
    return problem === null ? [] : [{ field: `participants.${index}.${key}`, type: problem }];
  });
}

/**
 * Puts rows that were copied from a sheet into a form as participants: under those that are there, or one column of cells
 * downwards from the field `into` (`participants.3.euContribution`) it was pasted in.
 */
export function pasteParticipants(typed: Typed, text: string, into: string): Pasted {
  const [, number = '', key = ''] = /^participants\.(\d{1,4})\.(\w+)$/.exec(into) ?? [];
  const only = Object.hasOwn(items, key) ? key : null;
  const { rows, notation } = readPastedRows(items, text, only);
  const all = Array.isArray(typed['participants']) ? typed['participants'] : [];
  const isColumn = only !== null && rows.every(row => Object.keys(row).every(one => one === only));
  const filled = isColumn ? all : all.filter(line => !isBlankLine(line));
  const from = isColumn ? Math.min(Number(number), all.length) : filled.length;
  const empty = typedFrom(items, {});
  const lines = Array.from({ length: Math.max(filled.length, from + rows.length) }, (_none, at) => {
    const row = rows[at - from];
    const before = filled[at] ?? empty;
    return row && at >= from ? { ...before, ...typedRow(row, notation) } : before;
  });
  const pasted = rows.map((_row, at) => from + at);
  return {
    typed: { ...typed, participants: lines },
    lines: new Set(pasted),
    problems: pasted.flatMap(at => problemsOf(lines[at] ?? empty, at)),
  };
}
