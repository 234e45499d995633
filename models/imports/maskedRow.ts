import type { Participant, Project } from '../project.ts';
import { projects } from '../projects.ts';
import { fold } from '../search.ts';
import type { ImportRow } from './import.ts';

const isSame = (one: Participant, other: Participant): boolean =>
  (!!one.organisation && one.organisation.id === other.organisation?.id) ||
  (!!one.pic && one.pic === other.pic) ||
  fold(one.name) === fold(other.name);

/** Participants as they may be seen without the right to see who is withheld. */
function masked(field: string, value: unknown, withheld: readonly Participant[]): unknown {
  if (field !== 'participants' || !Array.isArray(value)) return value;
  const participants = (value as Project['participants']).map(one => ({
    ...one,
    isWithheld: one.isWithheld || withheld.some(other => isSame(one, other)),
  }));
  const project = { participants } as Parameters<NonNullable<typeof projects.mask>>[0];
  return projects.mask?.(project).participants ?? value;
}

function maskRow(row: ImportRow, withheld: readonly Participant[]): ImportRow {
  return {
    ...row,
    changes: row.changes.map(({ field, before, after }) => ({
      field,
      before: masked(field, before, withheld),
      after: masked(field, after, withheld),
    })),
    conflicts: row.conflicts.map(one => ({
      ...one,
      ours: masked(one.field, one.ours, withheld),
      theirs: masked(one.field, one.theirs, withheld),
    })),
  };
}

const isOfParticipants = ({ noun, changes, conflicts }: ImportRow): boolean =>
  noun === 'project' && [...changes, ...conflicts].some(({ field }) => field === 'participants');

/**
 * Rows of a report without withheld participants: for readers lacking the right, and for every file. Who is withheld is a
 * protection of today, also where a row tells of an earlier day.
 */
export async function maskRows(rows: readonly ImportRow[]): Promise<ImportRow[]> {
  const ids = rows.flatMap(row => (isOfParticipants(row) ? (row.recordId ?? []) : []));
  const found =
    ids.length === 0
      ? []
      : await projects.current
          .find({ _id: { $in: ids }, 'participants.isWithheld': true }, { participants: 1 })
          .lean<{ _id: string; participants: Participant[] }[]>();
  const withheld = new Map(
    found.map(({ _id, participants }) => [_id, participants.filter(one => one.isWithheld)]),
  );
  return rows.map(row =>
    isOfParticipants(row) ? maskRow(row, withheld.get(row.recordId ?? '') ?? []) : row,
  );
}

const askedAtOnce = 200;

/** The same of many rows, in their order. */
export async function* maskEach(rows: AsyncIterable<ImportRow>): AsyncIterable<ImportRow> {
  let waiting: ImportRow[] = [];
  for await (const row of rows) {
    waiting.push(row);
    if (waiting.length < askedAtOnce) continue;
    yield* await maskRows(waiting);
    waiting = [];
  }
  yield* await maskRows(waiting);
}
