import { collator } from '../../record/collator.ts';
import { importables } from '../../nouns.ts';
import type { IncomingNoun, RowProblem, Where } from '../../sources/contract/incoming.ts';
import { asRowProblem } from '../merge/decideRow.ts';
import type { Stored } from '../../record/noun.ts';
import type { Values } from '../../record/fields.ts';
import type { Match } from '../../record/facts.ts';

/** What a row would write: the record it means, if there is one, and its unique fields with all that the file states. */
export interface WouldWrite {
  where: Where;
  before: Stored | null;
  after: Values;
}

/** As the database compares: case, width and signs without a shape are one. */
const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\p{C}/gu, '').toLowerCase();

/** The values of those fields; null where one of them is empty, which many may have. */
function partsOf(noun: IncomingNoun, record: Values): string[] | null {
  const parts = importables[noun].uniqueFields.map(field => record[field]);
  return parts.every(part => typeof part === 'string' && part !== '') ? (parts as string[]) : null;
}

const keyOf = (parts: readonly string[]): string => parts.map(plain).join('\n');

interface Group {
  match: Match;
  values: string[];
}

/** The keys of these that some record has already, with the ids of these records. */
async function findTaken(noun: IncomingNoun, wanted: readonly string[][]): Promise<Map<string, string[]>> {
  const taken = new Map<string, string[]>();
  if (wanted.length === 0) return taken;
  const { uniqueFields: fields, noun: of } = importables[noun];
  const field = fields.at(-1) ?? '';
  const groups = new Map<string, Group>();
  for (const parts of wanted) {
    const outer = parts.slice(0, -1);
    const match = Object.fromEntries(outer.map((part, at) => [fields[at], part]));
    const group: Group = groups.get(outer.join('\n')) ?? { match, values: [] };
    groups.set(outer.join('\n'), group);
    group.values.push(parts.at(-1) ?? '');
  }
  const any = [...groups.values()].map(({ match, values }) => ({ ...match, [field]: { $in: values } }));
  const projection = Object.fromEntries(fields.map(name => [name, 1]));
  const found = await of.current.collection.find({ $or: any }, { projection }).toArray();
  const keys = new Set(wanted.map(keyOf));
  for (const record of found) {
    const parts = partsOf(noun, record);
    if (!parts) continue;
    // The database knows more signs that are one than we do.
    const key = keys.has(keyOf(parts)) ? keyOf(parts) : keyOf(wanted.find(isSameAs(parts)) ?? parts);
    taken.set(key, [...(taken.get(key) ?? []), record._id]);
  }
  return taken;
}

const isSameAs =
  (parts: readonly string[]) =>
  (others: readonly string[]): boolean =>
    parts.every((part, at) => collator.compare(part, others[at] ?? '') === 0);

/**
 * Tells, row after row of a file, which would be refused by the database when it is applied: another record has what
 * only one may have, or an earlier row would give it that, or writes the same record.
 */
export function uniqueKeys() {
  const rows = new Map<string, number>();
  return {
    /** Of one noun, in their order; null for a row that may be written, or writes nothing. */
    async refuse(
      noun: IncomingNoun,
      all: readonly (WouldWrite | null)[],
    ): Promise<readonly (RowProblem | null)[]> {
      const isNewKey = (parts: string[], before: Stored | null) => {
        const known = before && partsOf(noun, before);
        return !known || keyOf(known) !== keyOf(parts);
      };
      const wanted = all.flatMap(one => {
        const parts = one && partsOf(noun, one.after);
        return parts && isNewKey(parts, one.before) ? [parts] : [];
      });
      const taken = await findTaken(noun, wanted);
      return all.map(one => {
        if (one === null) return null;
        const parts = partsOf(noun, one.after);
        const id = one.before === null ? null : one.before._id;
        const isTaken = parts && (taken.get(keyOf(parts)) ?? []).some(other => other !== id);
        if (isTaken) {
          const field = importables[noun].uniqueFields.at(-1) ?? '';
          return asRowProblem({ field, type: 'duplicate' }, one.where, one.after);
        }
        const claims = [
          ...(parts ? [`${noun} ${keyOf(parts)}`] : []),
          ...(id === null ? [] : [`${noun} #${id}`]),
        ];
        const row = claims.map(claim => rows.get(claim)).find(earlier => earlier !== undefined);
        if (row !== undefined)
          return {
            where: one.where,
            column: null,
            value: parts?.at(-1) ?? null,
            problem: { key: 'imports.twice', values: { row } },
          };
        for (const claim of claims) rows.set(claim, one.where.row);
        return null;
      });
    },
  };
}
