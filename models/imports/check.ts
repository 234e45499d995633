import { programmes } from '../programme.ts';
import { turnTaker } from '../turns.ts';
import type { Incoming, IncomingNoun, Rejected, RowProblem, Source } from '../sources/incoming.ts';
import type { SourceFile } from '../sources/table.ts';
import { warnOfArchived } from './archivedLinks.ts';
import { digestOfStated } from './canonical.ts';
import { decideRow, numberNeeded, type Decided } from './decideRow.ts';
import { countOf, type Import } from './import.ts';
import { changeImport, noteProgress, zeroCounts } from './imports.ts';
import { incomingNounOf, keyOf, lookUp, resolveLinks } from './lookUp.ts';
import { findOrigins } from './origins.ts';
import { resolvePeople } from './people.ts';
import { newRow, rowsCollection, type StoredRow } from './rows.ts';
import { chooser } from './chooser.ts';
import { chunkSize, type Step } from './step.ts';
import { uniqueKeys, type WouldWrite } from './uniqueKeys.ts';

export interface CheckGiven {
  import: Import;
  file: SourceFile;
  source: Source;
  /** A folder for the source's own files, removed by whoever gave it. */
  workFolder: string;
  keepsPersonalData: boolean;
}

const progressEveryMs = 1_000;
type Found = { one: Incoming; seq: number };

/**
 * The dry run: reads a file whole, compares every record with ours and stages what applying would do. Writes no record.
 * Begun anew it forgets what an earlier, interrupted check staged.
 */
export async function checkFile(given: CheckGiven, step: Step): Promise<void> {
  const { id } = given.import;
  await forgetRows(id, step);
  const staging = stageRows(given, step);
  const choosing = chooser(given.import);
  const takeTurn = turnTaker();
  const { source, file, workFolder, keepsPersonalData } = given;
  const { mapping } = given.import.settings;
  const options = { workFolder, keepsPersonalData, ...(mapping && { mapping }) };
  for await (const read of source.read(file, options)) {
    for (const one of choosing.take(read)) await staging.add(one);
    await takeTurn();
  }
  for (const one of choosing.rest()) await staging.add(one);
  const { counts, warnings, rows } = await staging.end();
  await step(async session => {
    const progress = { ...given.import.progress, rows, ofRows: rows, bytes: given.import.file.bytes };
    const $set = { state: 'checked' as const, counts, warnings, checkedAt: new Date(), progress };
    await changeImport(id, null, ['checking'], $set, session);
  });
}

async function forgetRows(importId: string, step: Step): Promise<void> {
  for (;;) {
    const some = await rowsCollection()
      .find({ importId }, { projection: { _id: 1 }, limit: 5_000 })
      .toArray();
    if (some.length === 0) return;
    await step(async session => {
      await rowsCollection().deleteMany({ _id: { $in: some.map(({ _id }) => _id) } }, { session });
    });
  }
}

function stageRows(given: CheckGiven, step: Step) {
  const { id, settings } = given.import;
  const counts = zeroCounts();
  let warnings = 0;
  let seq = 0;
  let toldAt = 0;
  const seen = new Map<string, number>();
  const keys = uniqueKeys();
  const waiting: Record<IncomingNoun, Found[]> = { organisation: [], call: [], project: [] };
  let staged: StoredRow[] = [];
  let sent: Promise<void> = Promise.resolve();

  const send = async (): Promise<void> => {
    const some = staged;
    staged = [];
    await sent;
    // The database writes these while the next are read; whether it could is asked before more are sent.
    if (some.length > 0)
      sent = step(async session => void (await rowsCollection().insertMany(some, { session })));
    sent.catch(() => undefined);
    if (Date.now() - toldAt < progressEveryMs) return;
    toldAt = Date.now();
    await noteProgress(id, { bytes: given.file.bytesRead(), rows: seq });
  };
  const keep = async (row: StoredRow): Promise<void> => {
    const count = counts[row.noun];
    count.read += 1;
    count[countOf(row)] += 1;
    if (row.warnings.length > 0) warnings += 1;
    staged.push(row);
    if (staged.length >= chunkSize / 2) await send();
  };
  const compare = async (noun: IncomingNoun): Promise<void> => {
    const batch = waiting[noun];
    waiting[noun] = [];
    for (const row of await compareBatch(given, noun, batch, keys)) await keep(row);
  };

  return {
    async add(read: Incoming | Rejected): Promise<void> {
      seq += 1;
      if ('rejected' in read) {
        const { noun, where, name, rejected } = read;
        await keep(newRow(id, seq, { noun, where, name, outcome: 'rejected', problems: rejected }));
        return;
      }
      const { noun, where } = read;
      const key = keyOf(read);
      const first = key === null || read.isNamedOnly ? undefined : seen.get(`${noun} ${key}`);
      if (first !== undefined) {
        const problems = [problemAt(read, 'imports.twice', { row: first })];
        await keep(newRow(id, seq, { noun, where, name: nameOf(read), outcome: 'rejected', problems }));
        return;
      }
      // A call that the file describes under its other kind needs no second mention.
      if (read.isNamedOnly && isDescribed(read, seen)) {
        seq -= 1;
        return;
      }
      if (key !== null) seen.set(`${noun} ${key}`, where.row);
      waiting[noun].push({ one: read, seq });
      if (waiting[noun].length >= chunkSize) await compare(noun);
    },
    async end() {
      for (const noun of ['organisation', 'call', 'project'] as const) await compare(noun);
      await send();
      await sent;
      return { counts, warnings, rows: seq, settings };
    },
  };
}

const isDescribed = ({ values }: Incoming, seen: ReadonlyMap<string, number>): boolean =>
  ['call', 'topic'].some(kind => seen.has(`call ${kind} ${String(values['identifier']).toLowerCase()}`));

const problemAt = (
  { where, noun, values }: Incoming,
  key: string,
  more: Record<string, string | number> = {},
): RowProblem => {
  const value = values[noun === 'project' ? 'grantAgreement' : noun === 'call' ? 'identifier' : 'pic'];
  return {
    where,
    column: null,
    value: typeof value === 'string' ? value : null,
    problem: { key, values: more },
  };
};

function nameOf({ noun, values }: Incoming): string | null {
  const name =
    noun === 'project'
      ? (values['acronym'] ?? values['title'] ?? values['grantAgreement'])
      : noun === 'call'
        ? values['identifier']
        : values['name'];
  return typeof name === 'string' ? name : null;
}

async function compareBatch(
  given: CheckGiven,
  noun: IncomingNoun,
  batch: readonly Found[],
  keys: ReturnType<typeof uniqueKeys>,
): Promise<StoredRow[]> {
  if (batch.length === 0) return [];
  const { settings, id } = given.import;
  const { fields } = incomingNounOf[noun];
  const stored = await lookUp(
    noun,
    batch.map(({ one }) => one),
  );
  const ids = stored.flatMap(one => (one === null || one === 'many' ? [] : String(one['_id'])));
  const origins = await findOrigins(given.source.name, noun, ids);
  const known = noun === 'organisation' ? null : await programmeCodes();
  const linked = await resolveLinks(
    fields,
    batch.map(({ one }) => one.values),
  );
  const archived = await warnOfArchived(
    fields,
    batch.map(({ one: { where } }, at) => {
      const found = stored[at] ?? null;
      return { where, values: linked[at] ?? {}, stored: found === 'many' ? null : found };
    }),
  );
  const people = await resolvePeople(fields, linked);
  const takeTurn = turnTaker();
  const rows: StoredRow[] = [];
  const writes: (WouldWrite | null)[] = [];
  const push = (row: StoredRow, write: WouldWrite | null = null): void => {
    rows.push(row);
    writes.push(write);
  };
  for (const [at, { one, seq }] of batch.entries()) {
    await takeTurn();
    const found = stored[at] ?? null;
    const { values, unknown } = people[at] ?? { values: {}, unknown: [] };
    const unmet = unknown.map(({ field, identifier }) => ({
      where: one.where,
      column: field,
      value: identifier.slice(0, 500),
      problem: { key: 'imports.noAccount' },
    }));
    const warnings = [...one.warnings, ...unmet, ...(archived[at] ?? [])];
    const base = { noun, where: one.where, name: nameOf(one), warnings };
    const refuse = (problem: RowProblem) =>
      push(newRow(id, seq, { ...base, outcome: 'rejected', problems: [problem] }));
    if (found === 'many' && !one.isAddition) {
      refuse(numberNeeded(one.where));
      continue;
    }
    if (found === 'many' || (one.isAddition && found === null)) {
      refuse(problemAt(one, 'importSource.projectNotThere', { id: String(one.values['grantAgreement']) }));
      continue;
    }
    const programme = one.values['programme'];
    if (known && typeof programme === 'string' && !known.has(programme.toLowerCase())) {
      refuse({
        ...problemAt(one, 'imports.noProgramme', { programme }),
        column: 'programme',
        value: programme,
      });
      continue;
    }
    const { isNamedOnly, own, statedOn, incomplete, isAddition } = one;
    const how = {
      statedOn,
      ...(isNamedOnly && { isNamedOnly }),
      ...(own && { own }),
      ...(incomplete && { incomplete }),
      ...(isAddition && { isAddition }),
    };
    const origin = found === null ? undefined : origins.get(String(found['_id']));
    const digest = digestOfStated(one.values, fields);
    const recordId = found && String(found['_id']);
    const isSame = found && origin && origin.digest === digest && origin.version === found['version'];
    if (isSame) {
      push(newRow(id, seq, { ...base, outcome: 'unchanged', recordId }));
      continue;
    }
    const decided = decideRow({
      noun,
      where: one.where,
      values,
      how,
      stored: found,
      origin,
      settings,
      decisions: [],
    });
    const { outcome, changes, conflicts, problems } = decided;
    const mayWrite = decided.write !== null || conflicts.length > 0;
    push(
      newRow(id, seq, {
        ...base,
        outcome,
        recordId,
        changes: changes.filter(({ field }) => !conflicts.some(other => other.field === field)),
        conflicts,
        problems,
        ...(mayWrite && {
          stated: one.values,
          digest,
          how,
          versionBefore: Number(found?.['version'] ?? 0) || null,
        }),
      }),
      mayWrite ? { where: one.where, before: found, after: { ...found, ...statedBy(decided) } } : null,
    );
  }
  const refused = await keys.refuse(noun, writes);
  return rows.map((row, at) => {
    const problem = refused[at];
    if (!problem) return row;
    const { seq, where, name, warnings } = row;
    return newRow(id, seq, { noun, where, name, warnings, outcome: 'rejected', problems: [problem] });
  });
}

/** What a row would write if everything of the file were taken. */
const statedBy = ({ write, conflicts }: Decided): Record<string, unknown> => ({
  ...write,
  ...Object.fromEntries(conflicts.map(({ field, theirs }) => [field, theirs])),
});

async function programmeCodes(): Promise<Set<string>> {
  const codes = await programmes.current.distinct('_id');
  return new Set((codes as string[]).map(code => code.toLowerCase()));
}
