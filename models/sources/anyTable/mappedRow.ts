import { emptyValues, type Field, type RecordOf } from '../../record/fields.ts';
import { importables } from '../../nouns.ts';
import { amountColumnsOf } from '../cells/amountColumns.ts';
import { readCell, type Around, type Notation } from '../cells/cellValue.ts';
import { isEmptyMark } from '../cells/emptyMarks.ts';
import type { Mapping, RowProblem } from '../contract/incoming.ts';
import { linkedBy } from '../contract/linkedBy.ts';
import type { RowRead } from './joinRows.ts';
import { problemAt } from '../callfolioFile/fileCells.ts';
import { mappableFields } from './proposeMapping.ts';
import { recordNumber } from '../cells/recordNumber.ts';
import { rowFaults } from './rowFaults.ts';
import { maySeveral, severalIn, severalValues, toldNames } from '../cells/severalInCell.ts';
import type { SourceRow, SourceTable } from '../contract/table.ts';

/** A column that a mapping takes. */
export interface MappedColumn {
  at: number;
  written: string;
  key: string;
}

/** How the cells of a table are read, and whether a row refused for its shape may be shown. */
export interface Reading {
  isText: boolean;
  hidesCells: boolean;
}

const isOrganisationName = (noun: Mapping['noun'], key: string): boolean =>
  key === (importables[noun].organisations === 'itself' ? 'name' : 'participants.name');

/** What stands in a cell for one name or number, or one value of an item, where there are several. */
function severalOf(
  noun: Mapping['noun'],
  key: string,
  field: Field,
  text: string,
  notation: Notation,
): string[] | null {
  if (linkedBy(field) || isOrganisationName(noun, key) || ['grantAgreement', 'identifier'].includes(key))
    return severalIn(text);
  const isOfItem = key.includes('.') && ['choice', 'country'].includes(field.kind);
  return isOfItem ? severalValues(text, part => 'value' in readCell(field, part, notation)) : null;
}

/** Reads a row of a table with a person's mapping; which record it is of is known as far as its cells tell. */
export function readRow(
  table: SourceTable,
  columns: readonly MappedColumn[],
  mapping: Mapping,
  row: SourceRow,
  reading: Reading,
): RowRead {
  const { hidesCells } = reading;
  const { noun } = mapping;
  const where = { table: table.name, row: row.row };
  const { fields } = importables[noun].noun;
  const known = new Map(mappableFields(noun).map(one => [one.key, one.field]));
  const notation: Notation = mapping;
  const problems = rowFaults(table, new Set(columns.map(({ written }) => written)), row, reading);
  const warnings: RowProblem[] = [];
  const amounts = amountColumnsOf(table.columns);
  const values: RecordOf = {};
  const items: Record<string, RecordOf> = {};
  /** Lists of which a column says something of the row's item. */
  const stated = new Set<string>();
  const take = (written: string, key: string, found: string, at: number | null) => {
    const field = known.get(key);
    if (!field) return;
    const number = recordNumber(key, found);
    if ('problem' in number) {
      problems.push(problemAt(where, written, found, number.problem));
      return;
    }
    const { text } = number;
    const [list = '', inItem] = key.split('.');
    const isEmpty = text.trim() === '';
    const target = inItem === undefined ? values : (items[list] ??= {});
    const own = inItem ?? key;
    // A column goes before what every row gets.
    if (at === null && (target[own] ?? null) !== null) return;
    if (isEmpty && (field.isRequired || inItem !== undefined)) return;
    const around: Around | undefined =
      at === null ? undefined : { mark: row.marks?.[at], written, columns: amounts, cells: row.cells };
    const read = readCell(field, text, notation, around);
    if (at !== null && isEmptyMark(field, text, read)) {
      warnings.push(problemAt(where, written, text, { key: 'importTable.emptyMark' }));
      take(written, key, '', at);
      return;
    }
    if (at !== null && !isEmpty && inItem !== undefined) stated.add(list);
    const several = severalOf(noun, key, field, text, notation);
    if (several) {
      const told = isOrganisationName(noun, key) || key.includes('.') ? 'severalInCell' : 'severalForOne';
      problems.push(
        problemAt(where, written, text, { key: `importTable.${told}`, values: toldNames(several) }),
      );
    } else if ('problem' in read) problems.push(problemAt(where, written, text, read.problem));
    else {
      target[own] = read.value;
      warnings.push(...(read.warnings ?? []).map(one => problemAt(where, written, text, one)));
    }
    if (isOrganisationName(noun, key) && maySeveral(text) && !several)
      warnings.push(problemAt(where, written, text, { key: 'importTable.maySeveral' }));
  };
  if (problems.length === 0) {
    for (const { at, written, key } of columns) take(written, key, row.cells[at] ?? '', at);
    for (const [key, text] of Object.entries(mapping.fixed)) take(key, key, text, null);
  } else if (!hidesCells) {
    // Which record a row is of that cannot be read: that one then lacks it.
    const [...why] = problems;
    const isTelling = (key: string) => key === 'programme' || importables[noun].calledBy.includes(key);
    for (const { at, written, key } of columns)
      if (isTelling(key)) take(written, key, row.cells[at] ?? '', at);
    for (const [key, text] of Object.entries(mapping.fixed)) take(key, key, text, null);
    problems.splice(0, problems.length, ...why);
  }
  for (const [list, item] of Object.entries(items)) {
    const own = fields[list]?.items ?? {};
    if (!stated.has(list)) {
      delete items[list];
      continue;
    }
    for (const [key, field] of Object.entries(own)) {
      const isLacking = field.isRequired && (item[key] ?? null) === null;
      if (isLacking && problems.length === 0) {
        const label = `${fields[list]?.label.en}: ${field.label.en}`;
        problems.push(problemAt(where, null, null, { key: 'importTable.missing', values: { label } }));
      }
      item[key] ??= emptyValues[field.kind]();
    }
  }
  const { hasOneRow, keyOf } = importables[noun];
  const key = hasOneRow ? null : keyOf({ values });
  return { incoming: { noun, where, values, statedOn: null, warnings }, items, problems, key };
}
