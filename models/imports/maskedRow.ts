import type { Participant, Project } from '../project.ts';
import { projects } from '../projects.ts';
import { fold } from '../search.ts';
import type { RowProblem } from '../sources/incoming.ts';
import { findConcealed, isTelling, tellingTexts, type Concealed } from './concealed.ts';
import type { ImportRow } from './import.ts';

const isSame = (one: Participant, other: Participant): boolean =>
  (!!one.organisation && one.organisation.id === other.organisation?.id) ||
  (!!one.pic && one.pic === other.pic) ||
  fold(one.name) === fold(other.name);

/** Whom one project's row may not name: its withheld participants, and who is withheld everywhere. */
interface Hidden {
  withheld: readonly Participant[];
  concealed: Concealed;
}

const isHidden = (one: Participant, { withheld, concealed }: Hidden): boolean =>
  one.isWithheld ||
  withheld.some(other => isSame(one, other)) ||
  concealed.ids.has(one.organisation?.id ?? '') ||
  tellingTexts(one).some(text => concealed.texts.has(text));

/** Participants as they may be seen without the right to see who is withheld. */
function masked(field: string, value: unknown, hidden: Hidden): unknown {
  if (field !== 'participants' || !Array.isArray(value)) return value;
  const participants = (value as Project['participants']).map(one => ({
    ...one,
    isWithheld: isHidden(one, hidden),
  }));
  const project = { participants } as Parameters<NonNullable<typeof projects.mask>>[0];
  return projects.mask?.(project).participants ?? value;
}

/** What is wrong stays said; the value that names somebody does not. */
function maskProblem(one: RowProblem, texts: readonly string[]): RowProblem {
  const shown = <T>(value: T): T | '' => (typeof value === 'string' && isTelling(value, texts) ? '' : value);
  const { key, values } = one.problem;
  return {
    ...one,
    value: shown(one.value) || null,
    problem: {
      key,
      ...(values && {
        values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shown(value)])),
      }),
    },
  };
}

function maskProjectRow(row: ImportRow, hidden: Hidden): ImportRow {
  const texts = [...hidden.concealed.texts, ...hidden.withheld.flatMap(tellingTexts)];
  return {
    ...row,
    changes: row.changes.map(({ field, before, after }) => ({
      field,
      before: masked(field, before, hidden),
      after: masked(field, after, hidden),
    })),
    conflicts: row.conflicts.map(one => ({
      ...one,
      ours: masked(one.field, one.ours, hidden),
      theirs: masked(one.field, one.theirs, hidden),
    })),
    problems: row.problems.map(one => maskProblem(one, texts)),
    warnings: row.warnings.map(one => maskProblem(one, texts)),
  };
}

/** A row about a withheld organisation says where it stands and what becomes of it, and nothing else. */
function maskOrganisationRow(row: ImportRow, { ids, texts }: Concealed): ImportRow {
  const isConcealed =
    ids.has(row.recordId ?? '') ||
    texts.has(fold(row.name ?? '')) ||
    [...row.problems, ...row.warnings].some(({ value }) => isTelling(value ?? '', texts));
  if (!isConcealed) return row;
  const none = { changes: [], conflicts: [], problems: [], warnings: [] };
  return { ...row, ...none, name: null, recordId: null, isWithheld: true };
}

const isOfParticipants = ({ noun, changes, conflicts, problems, warnings }: ImportRow): boolean =>
  noun === 'project' &&
  (problems.length + warnings.length > 0 ||
    [...changes, ...conflicts].some(({ field }) => field === 'participants'));

/**
 * Rows of a report without withheld participants and organisations: for readers lacking the right, and for every file.
 * Who is withheld is a protection of today, also where a row tells of an earlier day.
 */
export async function maskRows(rows: readonly ImportRow[]): Promise<ImportRow[]> {
  return maskWith(rows, await findConcealed());
}

async function maskWith(rows: readonly ImportRow[], concealed: Concealed): Promise<ImportRow[]> {
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
  return rows.map(row => {
    if (row.noun === 'organisation') return maskOrganisationRow(row, concealed);
    return isOfParticipants(row)
      ? maskProjectRow(row, { withheld: withheld.get(row.recordId ?? '') ?? [], concealed })
      : row;
  });
}

const askedAtOnce = 200;

/** The same of many rows, in their order. */
export async function* maskEach(rows: AsyncIterable<ImportRow>): AsyncIterable<ImportRow> {
  const concealed = await findConcealed();
  let waiting: ImportRow[] = [];
  for await (const row of rows) {
    waiting.push(row);
    if (waiting.length < askedAtOnce) continue;
    yield* await maskWith(waiting, concealed);
    waiting = [];
  }
  yield* await maskWith(waiting, concealed);
}
