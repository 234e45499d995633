import type { Label } from '../values/format.ts';

export const channels = {
  form: { en: 'page', nl: 'pagina' },
  api: { en: 'API', nl: 'API' },
  reference: { en: 'reference data', nl: 'referentiegegevens' },
  import: { en: 'import', nl: 'import' },
  command: { en: 'command line', nl: 'opdrachtregel' },
} as const satisfies Record<string, Label>;
export type Channel = keyof typeof channels;

/** What made a version. */
export interface VersionSource {
  kind: Channel | 'undo';
  /** Which one: of an import, also where it was undone, its id; of reference data the file. */
  id?: string;
  /** What people call it, where it is not the id: the name of an import's file. */
  name?: string;
}

/** By which way it came, as its readers are told: what undoes an import comes as imports do. */
export const channelOf = ({ kind }: VersionSource): Channel => (kind === 'undo' ? 'import' : kind);

function nameOf({ kind, id, name }: VersionSource): string | null {
  if (kind === 'undo') return `undone: ${name ?? ''}`;
  return name ?? (kind === 'reference' ? (id ?? null) : null);
}

/** Why, as its readers are told: what made it, by its name, and the reason that was given. */
export const reasonOf = (source: VersionSource, reason: string | null): string | null =>
  [nameOf(source), reason].filter(part => part !== null).join(': ') || null;
