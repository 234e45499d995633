import { organisations } from '../../organisations/organisation.ts';
import type { Participant } from '../../projects/project.ts';
import { projects } from '../../projects/projects.ts';
import { fold } from '../../record/search.ts';
import { importables } from '../../nouns.ts';
import { rowNouns } from '../../sources/contract/incoming.ts';
import type { SourceProblem } from '../../sources/contract/table.ts';
import type { Import } from '../import.ts';

/** Whom a report may not name to readers without the right, nor in any file. */
export interface Concealed {
  /** Organisations known only from withheld participations. */
  ids: ReadonlySet<string>;
  /** Their names and PICs, folded. */
  texts: ReadonlySet<string>;
}

/** What may stand in a file for an organisation or a participation: its names and its PIC, folded. */
export const tellingTexts = (one: { name: string; pic: string | null; aliases?: readonly string[] }) =>
  [one.name, one.pic, ...(one.aliases ?? [])].map(text => fold(text ?? '')).filter(text => text !== '');

/** The organisations that are withheld today, whatever day a report tells of. */
export async function findConcealed(): Promise<Concealed> {
  const found = await organisations.current
    .find({ isWithheld: true }, { name: 1, pic: 1, aliases: 1 })
    .maxTimeMS(7_000)
    .lean<{ _id: string; name: string; pic: string | null; aliases?: string[] }[]>();
  return { ids: new Set(found.map(({ _id }) => _id)), texts: new Set(found.flatMap(tellingTexts)) };
}

/** Whether a text names one of them, alone or among other words. */
export function isTelling(text: string, texts: Iterable<string>): boolean {
  const words = ` ${fold(text)} `;
  for (const one of texts) if (words.includes(` ${one} `)) return true;
  return false;
}

/** Whether a text names an organisation that is withheld somewhere. */
export const isTellingOfWithheld = async (text: string): Promise<boolean> =>
  text !== '' && isTelling(text, await findWithheldSomewhere());

/** A pattern of PCRE may have 32 kB. */
const longestPattern = 10_000;

/** Patterns that find in a folded text whatever names one of them; none where nobody is withheld. */
export function tellingPatterns(texts: readonly string[]): string[] {
  const patterns: string[] = [];
  let some: string[] = [];
  let length = 0;
  const end = () => {
    if (some.length > 0) patterns.push(`(^| )(${some.join('|')})( |$)`);
    some = [];
    length = 0;
  };
  for (const one of texts) {
    if (length + one.length > longestPattern) end();
    some.push(one);
    length += one.length + 1;
  }
  end();
  return patterns;
}

/**
 * The names and PICs, folded, of organisations that are withheld in some project, wherever else they take part in the open:
 * for texts of which nobody can tell which participation they are about.
 */
export async function findWithheldSomewhere(): Promise<ReadonlySet<string>> {
  const found = await projects.current.aggregate<Pick<Participant, 'name' | 'pic' | 'organisation'>>([
    { $match: { 'participants.isWithheld': true } },
    { $unwind: '$participants' },
    { $match: { 'participants.isWithheld': true } },
    { $project: { _id: 0, ...only(['name', 'pic', 'organisation']) } },
  ]);
  const known = await organisationsOf(found);
  return new Set([...found, ...known.values()].flatMap(tellingTexts));
}

const only = (keys: readonly string[]) => Object.fromEntries(keys.map(key => [key, `$participants.${key}`]));

/** What the organisations of participants are called today, by their ids. */
export async function organisationsOf(participants: readonly Pick<Participant, 'organisation'>[]) {
  const ids = [...new Set(participants.flatMap(({ organisation }) => organisation?.id ?? []))];
  const found = await organisations.current
    .find({ _id: { $in: ids } }, { name: 1, pic: 1, aliases: 1 })
    .maxTimeMS(7_000)
    .lean<{ _id: string; name: string; pic: string | null; aliases?: string[] }[]>();
  return new Map(found.map(one => [one._id, one]));
}

/**
 * Whether the file of an import may name who takes part in what: its first rows and its report are then for those who may
 * see withheld participants, because nobody can tell of a name in it which participation it is about. True unless it
 * certainly does not: of the portal, and of lists of calls alone.
 */
export function namesParticipants({ source, counts }: Pick<Import, 'source' | 'counts'>): boolean {
  if (source === 'portal') return false;
  const read = (isMeant: boolean): number =>
    rowNouns()
      .filter(noun => (noun === 'detail' || importables[noun].organisations !== undefined) === isMeant)
      .reduce((sum, noun) => sum + counts[noun].read, 0);
  return source !== 'own' || read(true) > 0 || read(false) === 0;
}

/** An import as a reader may see it who has not the right to see withheld participants. */
export async function concealInImport(found: Import): Promise<Import> {
  const { preview, failure } = found;
  const texts = failure ? await findWithheldSomewhere() : [];
  const shown = failure && { ...failure, ...concealValues(failure.values, texts) };
  if (namesParticipants(found)) return { ...found, failure: shown, preview: [] };
  return { ...found, failure: shown, preview: await concealInPreview(preview) };
}

/** The values of a sentence without those that name one of them. */
export function concealValues(values: SourceProblem['values'], texts: Iterable<string>) {
  if (!values) return {};
  const shown = Object.entries(values).map(([key, value]) => [
    key,
    typeof value === 'string' && isTelling(value, texts) ? '' : value,
  ]);
  return { values: Object.fromEntries(shown) as NonNullable<SourceProblem['values']> };
}

/** The first rows of a file without those that name one of them. */
async function concealInPreview(preview: Import['preview']): Promise<Import['preview']> {
  if (preview.length === 0) return preview;
  const { texts } = await findConcealed();
  return preview.map(one => ({
    ...one,
    rows: one.rows.filter(cells => !cells.some(cell => isTelling(cell, texts))),
  }));
}
