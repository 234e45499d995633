import { organisations } from '../organisation.ts';
import { fold } from '../search.ts';

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

/** A pattern of PCRE may have 32 kB. */
const longestPattern = 10_000;

/** Patterns that find in a folded text whatever names one of them; none where nobody is withheld. */
export function tellingPatterns({ texts }: Concealed): string[] {
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

type Preview = readonly { table: string; columns: readonly string[]; rows: readonly (readonly string[])[] }[];

/** The first rows of a file without those that name one of them. */
export async function concealInPreview(preview: Preview): Promise<Preview> {
  if (preview.length === 0) return preview;
  const { texts } = await findConcealed();
  return preview.map(one => ({
    ...one,
    rows: one.rows.filter(cells => !cells.some(cell => isTelling(cell, texts))),
  }));
}
