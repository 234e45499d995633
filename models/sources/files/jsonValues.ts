import { ExpectedError } from '../../values/errors.ts';
import { numberText } from '../cells/cellText.ts';
import type { SourceLimits } from '../contract/limits.ts';
import type { SourceProblem } from '../contract/table.ts';

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
  if (list !== '' || typeof value !== 'object' || value === null) return [{ list, value }];
  const answer = value as Record<string, unknown>;
  const key = answerKeys.find(name => typeof answer[name] === 'object' && answer[name] !== null);
  if (key === undefined) return [{ list, value }];
  const held = answer[key];
  return (Array.isArray(held) ? held : [held]).map(one => ({ list: key, value: one as unknown }));
}

/**
 * Takes JSON text piece by piece and gives the values of its lists: one at the top, those in the members of an object at
 * the top, or in `results` and the like of each answer in a list of them; several documents may follow one another. Holds
 * one value at a time, which is parsed only once its length and depth are known. Throws `invalid` where brackets do not
 * match or a limit is passed.
 */
export function jsonValues(name: string, limits: SourceLimits) {
  const levels: Level[] = [];
  let capture: Capture | null = null;
  let whole: Capture | null = null;
  let key = '';
  let isString = false;
  let isLoose = false;
  /** The sign before: of two commas in a row nothing is between. */
  let last = '';
  let found: FoundValue[] = [];
  const bad = () => new ExpectedError('invalid', 'importFile.badJson', { name });

  /** Characters since the last value of a list: what stands between them is held by nobody, and must end. */
  let between = 0;
  const keep = (part: string) => {
    if (capture) between = 0;
    else {
      between += part.length;
      if (between > limits.valueLength)
        throw new ExpectedError('invalid', 'importFile.valueTooLong', { name, most: limits.valueLength });
    }
    for (const held of [capture, whole]) {
      if (!held) continue;
      held.text += part;
      if (held.text.length > limits.valueLength) {
        if (held === whole) whole = null;
        else
          throw new ExpectedError('invalid', 'importFile.valueTooLong', { name, most: limits.valueLength });
      }
    }
  };

  function begin(isArray: boolean): void {
    const parent = levels.at(-1);
    if (levels.length >= limits.depth)
      throw new ExpectedError('invalid', 'importFile.tooDeep', { name, most: limits.depth });
    let list: string | null = null;
    if (!capture) {
      if (parent?.list !== null && parent?.isArray)
        capture = { list: parent.list, depth: levels.length, text: '' };
      else if (parent && levels.length === 1 && !parent.isArray) {
        if (isArray) list = parent.key ?? '';
        else if (answerKeys.includes(parent.key ?? ''))
          capture = { list: parent.key ?? '', depth: levels.length, text: '' };
      } else if (!parent && isArray) list = '';
      else if (!parent) whole = { list: '', depth: 0, text: '' };
      // What lists records is no record itself.
      if (capture) whole = null;
    }
    levels.push({ isArray, key: null, list, members: 0 });
    keep(isArray ? '[' : '{');
  }

  function end(isArray: boolean): void {
    endLoose();
    const level = levels.pop();
    if (level?.isArray !== isArray) throw bad();
    keep(isArray ? ']' : '}');
    const done = capture?.depth === levels.length ? capture : whole?.depth === levels.length ? whole : null;
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

  function write(text: string): FoundValue[] {
    let at = 0;
    const outside = /["{}[\]:,]/g;
    const inside = /["\\]/g;
    while (at < text.length) {
      const pattern = isString ? inside : outside;
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      const to = match ? match.index : text.length;
      const part = text.slice(at, to);
      if (part !== '') keep(part);
      if (isString) {
        if (!capture && key.length < 1000) key += part;
        if (!match) break;
        if (match[0] === '\\') {
          // Its second half may come with the next piece.
          if (to + 1 >= text.length) return [...taken(), ...escape('\\')];
          let end = to + 2;
          while (text[end] === '\\' && end + 1 < text.length) end += 2;
          keep(text.slice(to, end));
          if (!capture && key.length < 1000) key += text.slice(to, end);
          at = end;
          continue;
        }
        isString = false;
        keep('"');
      } else {
        if (part.trim() !== '') isLoose = true;
        if (!match) break;
        const mark = match[0];
        if (mark === '"') {
          isString = true;
          isLoose = true;
          key = '';
          keep('"');
        } else if (mark === '{' || mark === '[') {
          isLoose = false;
          begin(mark === '[');
        } else if (mark === '}' || mark === ']') end(mark === ']');
        else {
          const level = levels.at(-1);
          if (!level && mark === ':') throw bad();
          // Nothing stands between two of them.
          if (mark === ',' && last === ',' && part.trim() === '') throw bad();
          if (mark === ',' && level && !level.isArray && (level.members += 1) > mostMembers * limits.columns)
            throw new ExpectedError('invalid', 'importFile.tooManyColumns', {
              table: name,
              most: limits.columns,
            });
          if (mark === ':' && level) level.key = plainKey(`"${key}"`);
          else endLoose();
          keep(mark);
        }
      }
      last = match[0];
      at = to + 1;
    }
    return taken();
  }

  let held = '';
  const escape = (part: string): FoundValue[] => {
    held = part;
    return [];
  };
  const taken = (): FoundValue[] => {
    const result = found;
    found = [];
    return result;
  };

  return {
    write(text: string): FoundValue[] {
      const all = held + text;
      held = '';
      return write(all);
    },
    end(): void {
      if (levels.length > 0 || isString || isLoose || held !== '') throw bad();
    },
  };
}
