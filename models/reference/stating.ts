import { centsToDecimal, parseAmount } from '../values/money.ts';
import { confidenceOf, type Fact, type Money, type ReferenceSources } from './referenceData.ts';

/** One value that sources state of one of our fields; `text` is what a person would type there. */
export interface Stated {
  field: string;
  text: string | null;
  fact: Fact<unknown>;
  isUsed: boolean;
  /** Said beside the value: why it is not used, or what it says besides. */
  more?: string | undefined;
}

/** False for what no source at hand states: such a value stands beside a record, never in it. */
export const isUsable = ({ value, confidence }: Fact<unknown>): boolean =>
  value !== null && confidence !== 'general knowledge, unverified' && confidence !== 'not found';

/** What a fact says of a field, used unless no source states it or `why` says why not; nothing for an absent fact. */
export function state<T>(
  field: string,
  fact: Fact<T> | undefined,
  textOf: (value: T) => string = String,
  why?: string,
): Stated[] {
  if (!fact) return [];
  const text = fact.value === null ? null : textOf(fact.value);
  return [{ field, text, fact, isUsed: isUsable(fact) && why === undefined, more: why }];
}

/** A stated value that waits for a person's judgement. */
export const proposed = (one: Stated): Stated => ({ ...one, isUsed: false });

/** The values of fields that are filled by what is typed into them. */
export const valuesOf = (stated: readonly Stated[]): Record<string, string> =>
  Object.fromEntries(
    stated.flatMap(({ field, text, isUsed }) => (isUsed && text !== null ? [[field, text]] : [])),
  );

/** Statements as typed. A value that was only looked for in vain is left out, unless there is something to say of it. */
export function statementsOf(stated: readonly Stated[], sources: ReferenceSources): object[] {
  return stated
    .filter(({ text, fact }) => text !== null || fact.note !== undefined)
    .map(({ field, text, fact, isUsed, more }) => {
      const [url = null, ...further] = linksTo(fact.source, sources);
      const said = plainText([fact.note, more].filter(part => part !== undefined).join('; '), sources);
      return {
        field,
        value: text,
        source: fact.source.length > 0 ? sourceText(fact.source, sources) : 'no source at hand',
        url,
        confidence: confidenceOf[fact.confidence],
        isUsed,
        note: [said, ...further].filter(part => part !== '').join('\n'),
      };
    });
}

/** An amount of the file (float dust and all) as decimal text. @throws {Error} when it is no exact amount */
export function decimalText(amount: number): string {
  const parsed = parseAmount(amount);
  if ('problem' in parsed) throw new Error(`The reference data has no exact amount: ${amount}`);
  return centsToDecimal(parsed.cents);
}

export const moneyText = ({ amount }: Money): string => decimalText(amount);

/** What an amount says besides its figure. */
export function moneyNote({ qualifier, raw, scope, split, byYear }: Money): string | undefined {
  const figures = (label: string, amounts: Record<string, number> | undefined) =>
    amounts &&
    `${label}: ${Object.entries(amounts)
      .map(([key, amount]) => `${key} ${amount}`)
      .join(', ')}`;
  const parts = [
    qualifier && `stated as "${qualifier}"`,
    raw && `printed "${raw}"`,
    scope && `for ${scope}`,
    figures('split', split),
    figures('by year', byYear),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join('; ') : undefined;
}

/** Sources as a person reads them: by their plain names. */
export const sourceText = (ids: readonly string[], sources: ReferenceSources): string =>
  ids.map(id => sourceName(id, sources)).join('; ');

/** The plain name of a source. */
export const sourceName = (id: string, sources: ReferenceSources): string => sources[id]?.name ?? id;

/** Where each of these sources was found, those that have an address. */
const linksTo = (ids: readonly string[], sources: ReferenceSources): string[] =>
  ids.flatMap(id => linkTo(id, sources) ?? []);

function linkTo(id: string, sources: ReferenceSources): string | null {
  const { url, repo, commit, path } = sources[id] ?? {};
  // One address is printed cut off: it leads nowhere.
  if (url) return url.endsWith('...') ? null : url;
  if (!repo || !commit) return null;
  const isOneFile = path !== undefined && !/[{}]/.test(path);
  return `https://${repo}/${isOneFile ? `blob/${commit}/${encodeURI(path)}` : `tree/${commit}`}`;
}

/** A text of the file without its short names of sources. */
export const plainText = (text: string, sources: ReferenceSources): string =>
  text.replace(/\b[a-z0-9]+(?:_[a-z0-9]+)+\b|\b[a-z]+\d+\b/g, word =>
    Object.hasOwn(sources, word) ? sourceName(word, sources) : word,
  );
