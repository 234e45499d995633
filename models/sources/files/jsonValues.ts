import { ExpectedError } from '../../values/errors.ts';
import { numberText } from '../cells/cellText.ts';
import type { SourceLimits } from '../contract/limits.ts';
import type { SourceProblem } from '../contract/table.ts';
import { jsonScanner } from './jsonScanner.ts';
import { isJsonObject } from '../../values/jsonObject.ts';

/** Members of an answer that hold its records; one of them may be a record itself. */
export const answerKeys: readonly string[] = ['results', 'topicData', 'TopicDetails'];

/** A value found in a list; `list` is the member that holds it, '' for a list, or a value, at the top. */
export interface FoundValue {
  list: string;
  value: unknown;
  broken?: SourceProblem;
}

/** What is nested in a record may have more members than a table has columns, but not without end. */
const mostMembers = 10;
const mostKey = 1000;

interface Level {
  isArray: boolean;
  key: string | null;
  list: string | null;
  /** How many members it has, commas counted. */
  members: number;
}

interface Capture {
  list: string;
  depth: number;
  text: string;
}

const plainKey = (raw: string): string => {
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw;
  }
};

/** Numbers of more digits than a double holds become texts: they are kept as they are written. */
function withExactNumbers(text: string): string {
  if (!/[\d.]{16}/.test(text)) return text;
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.]{15,}(?:e[+-]?\d+)?/gi, part =>
    part.startsWith('"') || isHeld(part) ? part : `"${part}"`,
  );
}

/** Whether the nearest double says what is written, as workbooks write 17 digits where 15 were meant. */
const isHeld = (number: string): boolean => {
  const shortest = numberText(number);
  return shortest !== null && shortest === numberText(String(Number(number)));
};

function parsed(list: string, text: string): FoundValue[] {
  let value: unknown;
  try {
    value = JSON.parse(withExactNumbers(text));
  } catch {
    return [{ list, value: null, broken: { key: 'importFile.badValue' } }];
  }
  if (list !== '' || !isJsonObject(value)) return [{ list, value }];
  const key = answerKeys.find(name => typeof value[name] === 'object' && value[name] !== null);
  if (key === undefined) return [{ list, value }];
  const held = value[key];
  return (Array.isArray(held) ? held : [held]).map(one => ({ list: key, value: one as unknown }));
}

/** What a value inside the member of an object, or of a list, is kept as: the list it belongs to; null where it is none. */
function captureOf(levels: readonly Level[]): { list: string } | null {
  const parent = levels.at(-1);
  if (parent?.isArray) return parent.list === null ? null : { list: parent.list };
  const isMember = parent !== undefined && levels.length === 1;
  return isMember && answerKeys.includes(parent.key ?? '') ? { list: parent.key ?? '' } : null;
}

/** The list that a list which opens here is; null where what it holds is no record. */
function listOf(levels: readonly Level[]): string | null {
  const [top] = levels;
  if (top === undefined) return '';
  return levels.length === 1 && !top.isArray ? (top.key ?? '') : null;
}

/**
 * Takes JSON text piece by piece and gives the values of its lists: one at the top, those in the members of an object at
 * the top, or in `results` and the like of each answer in a list of them; several documents may follow one another. Holds
 * one value at a time, which is parsed only once its length and depth are known. Throws `invalid` where brackets do not
 * match or a limit is passed.
 */
export function jsonValues(name: string, limits: SourceLimits) {
  const levels: Level[] = [];
  /** A record of a list, and the whole of an object at the top, which is one where it has no list. */
  let capture: Capture | null = null;
  let whole: Capture | null = null;
  let key = '';
  /** Something stands there that is neither object nor list. */
  let isLoose = false;
  let isAfterComma = false;
  /** Characters since the last value of a list: what stands between them is held by nobody, and must end. */
  let between = 0;
  let found: FoundValue[] = [];
  const refuse = (reason: string, values: Readonly<Record<string, string | number>>) =>
    new ExpectedError('invalid', `importFile.${reason}`, values);
  const bad = () => refuse('badJson', { name });
  const tooLong = () => refuse('valueTooLong', { name, most: limits.valueLength });

  function keep(part: string): void {
    between = capture ? 0 : between + part.length;
    if (between > limits.valueLength) throw tooLong();
    for (const kept of [capture, whole]) if (kept) kept.text += part;
    if (capture && capture.text.length > limits.valueLength) throw tooLong();
    if (whole && whole.text.length > limits.valueLength) whole = null;
  }

  function begin(isArray: boolean): void {
    if (levels.length >= limits.depth) throw refuse('tooDeep', { name, most: limits.depth });
    const within = capture ? null : captureWithin(isArray);
    levels.push({ isArray, key: null, list: within, members: 0 });
    keep(isArray ? '[' : '{');
  }

  /** Begins to keep what opens here, where it is a record; else the list that it is. */
  function captureWithin(isArray: boolean): string | null {
    const depth = levels.length;
    const list = isArray ? listOf(levels) : null;
    const record = list === null ? captureOf(levels) : null;
    if (record) {
      capture = { ...record, depth, text: '' };
      // What lists records is no record itself.
      whole = null;
    } else if (depth === 0 && !isArray) whole = { list: '', depth, text: '' };
    return list;
  }

  function end(isArray: boolean): void {
    endLoose();
    const level = levels.pop();
    if (level?.isArray !== isArray) throw bad();
    keep(isArray ? ']' : '}');
    const done = [capture, whole].find(kept => kept?.depth === levels.length);
    if (!done) return;
    between = 0;
    found.push(...parsed(done.list, done.text));
    if (done === capture) capture = null;
    else whole = null;
  }

  /** A text or number where an object should be is a row that cannot be read. */
  function endLoose(): void {
    const level = levels.at(-1);
    if (isLoose && level?.isArray && level.list === '')
      found.push({ list: '', value: null, broken: { key: 'importFile.noObject' } });
    isLoose = false;
  }

  function separate(mark: ',' | ':'): void {
    const level = levels.at(-1);
    if (mark === ':') {
      if (!level) throw bad();
      level.key = plainKey(`"${key}"`);
      return keep(mark);
    }
    // Nothing stands between two of them.
    if (isAfterComma) throw bad();
    if (level && !level.isArray && (level.members += 1) > mostMembers * limits.columns)
      throw refuse('tooManyColumns', { table: name, most: limits.columns });
    endLoose();
    keep(mark);
  }

  const scanner = jsonScanner({
    inText(part) {
      keep(part);
      if (!capture && key.length < mostKey) key += part;
    },
    quote(isOpening) {
      if (isOpening) {
        isLoose = true;
        isAfterComma = false;
        key = '';
      }
      keep('"');
    },
    between(part) {
      if (part.trim() !== '') {
        isLoose = true;
        isAfterComma = false;
      }
      keep(part);
    },
    mark(mark) {
      if (mark === ',' || mark === ':') separate(mark);
      else if (mark === '{' || mark === '[') {
        isLoose = false;
        begin(mark === '[');
      } else end(mark === ']');
      isAfterComma = mark === ',';
    },
  });

  return {
    write(text: string): FoundValue[] {
      scanner.write(text);
      const result = found;
      found = [];
      return result;
    },
    end(): void {
      if (levels.length > 0 || scanner.isWithinText() || isLoose) throw bad();
    },
  };
}
