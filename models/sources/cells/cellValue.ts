import { wordsOfToday } from './formerWords.ts';
import { countryLabels, parseCountry } from '../../values/country.ts';
import {
  emptyValues,
  type Field,
  type FieldKind,
  type Fields,
  type Reference,
  type RecordOf,
} from '../../record/fields.ts';
import { centsToDecimal, parseAmount } from '../../values/money.ts';
import { readAmountCell, type AmountCell } from './amountCell.ts';
import { amountColumnsOf } from './amountColumns.ts';
import { readDay, readInstant, type DayOrder } from './cellDay.ts';
import type { CellMark, SourceProblem } from '../contract/table.ts';

/** How a file writes what can be written in several ways. */
export interface Notation {
  /** Settles `1.234`; null: such an amount is refused. */
  decimal: '.' | ',' | null;
  dayOrder: DayOrder;
}

/** A value, and what to say though it is taken; or why it is not. */
export type CellRead = { value: unknown; warnings?: readonly SourceProblem[] } | { problem: SourceProblem };

/** Where a cell stands: what is known of it besides its text, and what its table says of its amounts. */
export type Around = Pick<AmountCell, 'mark' | 'written' | 'columns' | 'cells'>;
const nothingAround: Around = { mark: null, written: '', columns: amountColumnsOf([]), cells: [] };

/** What people write of `Participant (beneficiary)`: the whole, or either word. */
const wordsOfLabel = (label: string): string[] => {
  const [, before, inBrackets] = /^(.+?) \((.+)\)$/.exec(label) ?? [];
  return [label, before, inBrackets].flatMap(word => word?.toLowerCase() ?? []);
};

/** Words for one choice in two languages; one that means two of them means none. */
const words = new WeakMap<Field, Map<string, string | null>>();
function choiceOf(field: Field, text: string): string {
  let known = words.get(field);
  if (!known) {
    known = new Map();
    for (const [code, { en, nl }] of Object.entries(field.options ?? {})) {
      for (const word of new Set([...wordsOfLabel(en), ...wordsOfLabel(nl)])) {
        known.set(word, known.has(word) ? null : code);
      }
    }
    for (const code of Object.keys(field.options ?? {})) known.set(code.toLowerCase(), code);
    words.set(field, known);
  }
  return known.get(text.toLowerCase()) ?? known.get(wordsOfToday(text)) ?? text;
}

const countryNames = new Map(
  Object.entries(countryLabels).flatMap(([code, { en, nl }]) => [
    [en.toLowerCase(), code] as const,
    [nl.toLowerCase(), code] as const,
  ]),
);

/** `GR (EL)`, `EL`, `Greece`, `Griekenland · GR (EL)`. */
function countryOf(text: string): string {
  const code = /^(?:.* · )?([A-Za-z]{2})(?: \([A-Za-z]{2}\))?$/.exec(text)?.[1];
  return (code && parseCountry(code)) ?? countryNames.get(text.toLowerCase()) ?? text;
}

const yes = ['yes', 'ja', 'true', 'waar', 'oui', '1', 'x', 'on'];
const no = ['no', 'nee', 'neen', 'false', 'onwaar', 'non', '0', 'off'];

/** `50 %`, `0.5` (as a workbook keeps per cent), `50`: basis points; anything else is left for the rule to refuse. */
function basisPoints(text: string, mark: CellMark | null | undefined): number | string {
  const [, sign, whole, fraction = '', cent] = /^(-?)(\d{1,3})(?:[.,](\d+))?( ?%)?$/.exec(text) ?? [];
  if (whole === undefined || sign === '-') return text;
  const number = Number(`${whole}.${fraction || '0'}`);
  const isPart = mark?.isPercent ?? (cent === undefined && number <= 1);
  const points = isPart ? number * 10_000 : number * 100;
  // What is left of a binary fraction, and no more.
  return Math.abs(points - Math.round(points)) < 1e-6 ? Math.round(points) : text;
}

/** What JSON says; undefined where the text is none. */
export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

type InputReader = (text: string, field: Field, notation: Notation, around: Around) => CellRead;
const asIs: InputReader = text => ({ value: text });

/** What the rule of each kind of field takes for the text of a cell. */
const inputs: Readonly<Record<FieldKind, InputReader>> = {
  text: asIs,
  longText: asIs,
  texts: text => ({ value: text.startsWith('[') ? (parsed(text) ?? text) : text }),
  url: asIs,
  country: text => ({ value: countryOf(text) }),
  choice: (text, field) => ({ value: choiceOf(field, text) }),
  integer: text => ({ value: text.replace(/^(\d+)[.,]0+$/, '$1') }),
  money: (text, _field, { decimal }, around) => {
    const read = readAmountCell({ text, decimal, ...around });
    if ('fault' in read) return { problem: { key: `problems.money.${read.fault}` } };
    return 'problem' in read ? read : { value: centsToDecimal(read.cents), warnings: read.warnings };
  },
  percent: (text, _field, _notation, { mark }) => ({ value: basisPoints(text, mark) }),
  day: (text, _field, { dayOrder }) => {
    const day = readDay(text, dayOrder);
    return 'problem' in day ? day : { value: day.value };
  },
  instant: (text, _field, { dayOrder }) => {
    const instant = readInstant(text, dayOrder);
    return 'problem' in instant ? instant : { value: instant };
  },
  yesNo: text => {
    const word = text.toLowerCase();
    return { value: yes.includes(word) ? true : no.includes(word) ? false : text };
  },
  coded: asIs,
  reference: asIs,
  list: text => {
    const items = parsed(text);
    return items === undefined ? { problem: { key: 'importTable.notJson' } } : { value: items };
  },
};

/** A link by its identifier alone: whoever stores it finds the record. */
const byIdentifier = ({ identifier }: Reference): Reference => ({ id: '', identifier });

/** What is to be said of a value that is taken. */
export interface Notes {
  /** Keys of items that no field has. */
  unknown: string[];
  warnings: SourceProblem[];
}

/**
 * The value of a field as it is stored, from what a JSON file has or a cell was taken for; a problem of the field's rule
 * otherwise. Items of lists get every key. A number of more than two decimals is rounded to the cent, half a cent up.
 */
export function storedValue(
  field: Field,
  stated: unknown,
  notes: Notes = { unknown: [], warnings: [] },
): CellRead {
  if (field.items) return storedItems(field.items, stated, notes);
  const input = field.kind === 'money' && typeof stated === 'number' ? roundedNumber(stated, notes) : stated;
  const { value, error } = field.rule.validate(input, { errors: { render: false } });
  const [detail] = error?.details ?? [];
  if (detail) {
    const limit: unknown = detail.context?.['limit'];
    const type = detail.type.startsWith('alternatives') ? 'alternatives.match' : detail.type;
    return {
      problem: { key: `problems.${type}`, ...(typeof limit === 'number' && { values: { limit } }) },
    };
  }
  if (field.kind === 'reference' && value !== null && typeof input === 'string')
    return { value: byIdentifier(value as Reference) };
  return { value: value as unknown };
}

function roundedNumber(stated: number, { warnings }: Notes): number | string {
  const amount = parseAmount(stated, { rounds: true });
  if ('problem' in amount) return stated;
  const taken = centsToDecimal(amount.cents);
  if (amount.isRounded) warnings.push({ key: 'importAmount.rounded', values: { stated, taken } });
  return taken;
}

function storedItems(fields: Fields, input: unknown, notes: Notes): CellRead {
  if (input === null || input === undefined || input === '') return { value: [] };
  if (!Array.isArray(input)) return { problem: { key: 'problems.array.base' } };
  const items: RecordOf[] = [];
  for (const [at, one] of (input as unknown[]).entries()) {
    if (typeof one !== 'object' || one === null || Array.isArray(one))
      return { problem: { key: 'problems.object.base' } };
    const item: RecordOf = {};
    for (const [key, field] of Object.entries(fields)) {
      const read = storedValue(field, Object.hasOwn(one, key) ? one[key as keyof typeof one] : null, notes);
      if ('problem' in read) {
        const values = { ...read.problem.values, label: field.label.en, item: at + 1, inItem: key };
        return { problem: { ...read.problem, values } };
      }
      item[key] = read.value;
    }
    notes.unknown.push(...Object.keys(one).filter(key => !Object.hasOwn(fields, key)));
    items.push(item);
  }
  return { value: items };
}

/** The value of a field from the text of a cell: as stored, or why it cannot be; an empty cell is the field's empty value. */
export function readCell(
  field: Field,
  text: string,
  notation: Notation,
  around: Around = nothingAround,
): CellRead {
  const trimmed = text.trim();
  if (trimmed === '')
    return field.isRequired
      ? { problem: { key: 'importTable.missing' } }
      : { value: emptyValues[field.kind]() };
  const input = inputs[field.kind](trimmed, field, notation, around);
  if ('problem' in input) return input;
  return { ...storedValue(field, input.value), ...(input.warnings && { warnings: input.warnings }) };
}
