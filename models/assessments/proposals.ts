import { isAdditive, placesOf, type Confidence, type Statement } from '../record/statement.ts';
import { strategyOf, type Support } from './support.ts';

/** A link that somebody proposes of a record: it counts nowhere until a person takes it over. */
export interface Proposal {
  /** Which one it is among those of its record. */
  key: string;
  initiative: string;
  /** Who proposes it: the identifier of the record's call or topic, or the plain name of a source. */
  from: string;
  /** What is taken over. Nobody rated what a source proposes, so it has no significance. */
  link: Partial<Support>;
  /** What a source says of it, and where that was found; null where a call proposes. */
  source: { confidence: Confidence; places: readonly string[] } | null;
}

/** What a call or topic proposes of its projects: its own links. */
export const proposalsOfCall = (identifier: string, supports: readonly Support[]): Proposal[] =>
  supports.map(support => ({
    key: support.initiative,
    initiative: support.initiative,
    from: identifier,
    link: { ...support, source: support.source ?? identifier },
    source: null,
  }));

const isInitiative = (text: string): boolean => /\.\d+$/.test(text) && strategyOf(text) !== '';

/** What sources propose of a record: the statements of its links that are not used, one for each initiative they name. */
export function proposalsOfSources(statements: readonly Statement[]): Proposal[] {
  return statements.flatMap((statement, place) => {
    const { field, value, isUsed, confidence, source } = statement;
    if (!isAdditive(field) || isUsed || value === null) return [];
    if (confidence === 'unverified' || confidence === 'notFound') return [];
    const { note, places } = placesOf(statement);
    return value
      .split(';')
      .map(code => code.trim())
      .filter(isInitiative)
      .map(initiative => ({
        key: `${initiative} ${place}`,
        initiative,
        from: source,
        link: { initiative, source, justification: note },
        source: { confidence, places },
      }));
  });
}
