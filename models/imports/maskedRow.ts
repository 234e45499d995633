import type { Project } from '../project.ts';
import { projects } from '../projects.ts';
import type { ImportRow } from './import.ts';

/** Participants as they may be seen without the right to see who is withheld. */
function masked(field: string, value: unknown): unknown {
  if (field !== 'participants' || !Array.isArray(value)) return value;
  const project = { participants: value as Project['participants'] };
  return projects.mask?.(project as Parameters<NonNullable<typeof projects.mask>>[0]).participants ?? value;
}

/** A row of a report without withheld participants: for readers lacking the right, and for every file. */
export function maskRow(row: ImportRow): ImportRow {
  if (row.noun !== 'project') return row;
  return {
    ...row,
    changes: row.changes.map(({ field, before, after }) => ({
      field,
      before: masked(field, before),
      after: masked(field, after),
    })),
    conflicts: row.conflicts.map(one => ({
      ...one,
      ours: masked(one.field, one.ours),
      theirs: masked(one.field, one.theirs),
    })),
  };
}
