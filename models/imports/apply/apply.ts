import type { ClientSession } from 'mongoose';
import type { ExpectedError } from '../../values/errors.ts';
import { applyChunk } from './applyChunk.ts';
import { inChunks } from './chunks.ts';
import { asRowProblem } from '../merge/decideRow.ts';
import { countRows } from '../rows/countRows.ts';
import type { Import } from '../import.ts';
import { changeImport, getImport, progressTeller, tellAtLast } from '../imports.ts';
import { rowsCollection } from '../rows/rows.ts';
import { runConcurrently } from './runConcurrently.ts';
import { mostAtOnce, nextRows, openRows, partsOf, writeOrder, type WriteStep } from './writeOrder.ts';
import type { FencedTransaction } from '../fencedTransaction.ts';

/**
 * Writes what a checked import staged: organisations, 500 to a transaction, then calls, topics and projects, 150 to one;
 * of a large file two transactions at once. Begun anew it goes on where it was.
 */
export async function applyImport(id: string, step: FencedTransaction): Promise<void> {
  const started = await step(async session => {
    const found = await getImport(id, session);
    const open = await rowsCollection().countDocuments(openRows(found), { session });
    const { appliedAt, progress } = found;
    if (!appliedAt) {
      const fresh = { ...progress, rows: 0, ofRows: open, startedAt: new Date() };
      return changeImport(id, null, ['applying'], { appliedAt: new Date(), progress: fresh }, session);
    }
    // Told once a second only, it may have come further than anybody knows.
    const ofRows = progress.ofRows ?? open;
    const known = { ...progress, ofRows, rows: ofRows - open };
    return changeImport(id, null, ['applying'], { progress: known }, session);
  });
  let { rows } = started.progress;
  const say = progressTeller(id);
  const tell = async (written: number): Promise<void> => {
    rows += written;
    await say({ rows });
  };
  try {
    for (const stage of writeOrder()) {
      const parts = await partsOf(started, stage);
      const isConcurrent = parts.length > 1;
      await runConcurrently(
        parts.map(part => async isOver => {
          const chunk = async (size: number) =>
            isOver() ? 0 : step(async session => applyChunk(started, part, size, session), { isConcurrent });
          const settle = async (error: ExpectedError) =>
            step(async session => refuseNext(started, part, error, session), { isConcurrent });
          await inChunks(mostAtOnce(part), chunk, settle, tell);
        }),
      );
    }
  } finally {
    await tellAtLast(id, rows);
  }
  await step(async session => {
    const counts = await countRows({ importId: id }, session);
    await changeImport(id, null, ['applying'], { state: 'applied', counts }, session);
  });
}

/** Refuses the row that comes next: another record has a value of it that only one may have. */
async function refuseNext(
  one: Import,
  stage: WriteStep,
  error: ExpectedError,
  session: ClientSession,
): Promise<number> {
  const rows = await nextRows(one, stage, 1, session);
  for (const row of rows) {
    const problems = error.problems.map(problem => asRowProblem(problem, row.where, row.stated ?? {}));
    const $set = { outcome: 'rejected' as const, problems, changes: [], isApplied: true };
    await rowsCollection().updateOne({ _id: row._id }, { $set }, { session });
  }
  return rows.length;
}
