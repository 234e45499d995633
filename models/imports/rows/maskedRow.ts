import type { Participant, Project } from '../../projects/project.ts';
import { projects } from '../../projects/projects.ts';
import { fold } from '../../record/search.ts';
import { importables } from '../../nouns.ts';
import type { RowProblem } from '../../sources/contract/incoming.ts';
import {
  concealValues,
  findConcealed,
  findWithheldSomewhere,
  isTelling,
  organisationsOf,
  tellingTexts,
  type Concealed,
} from './concealed.ts';
import type { ImportRow } from '../import.ts';

const isSame = (one: Participant, other: Participant): boolean =>
  (!!one.organisation && one.organisation.id === other.organisation?.id) ||
  (!!one.pic && one.pic === other.pic) ||
  fold(one.name) === fold(other.name);

/** Whom no row may name: who is withheld everywhere, and the texts of who is withheld somewhere. */
interface Withheld {
  concealed: Concealed;
  somewhere: ReadonlySet<string>;
}

/** Whom one project's row may not name: its withheld participants, under whatever name, and who is withheld everywhere. */
interface Hidden extends Withheld {
  withheld: readonly Participant[];
  /** What these are called, folded. */
  texts: ReadonlySet<string>;
}

const isHidden = (one: Participant, { withheld, texts, concealed }: Hidden): boolean =>
  one.isWithheld ||
  withheld.some(other => isSame(one, other)) ||
  concealed.ids.has(one.organisation?.id ?? '') ||
  tellingTexts(one).some(text => texts.has(text) || concealed.texts.has(text));

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
  const isNaming = one.value !== null && isTelling(one.value, texts);
  const { key, values } = one.problem;
  return { ...one, value: isNaming ? null : one.value, problem: { key, ...concealValues(values, texts) } };
}

function maskProjectRow(row: ImportRow, hidden: Hidden): ImportRow {
  const texts = [...hidden.concealed.texts, ...hidden.somewhere, ...hidden.texts];
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

/** Lines of lists name projects or organisations, and no participation that could be looked up. */
function maskDetailRow(row: ImportRow, { concealed, somewhere }: Withheld): ImportRow {
  const texts = [...concealed.texts, ...somewhere];
  return {
    ...row,
    name: row.name !== null && isTelling(row.name, texts) ? null : row.name,
    problems: row.problems.map(one => maskProblem(one, texts)),
    warnings: row.warnings.map(one => maskProblem(one, texts)),
  };
}

/**
 * A row about an organisation that is withheld somewhere says where it stands and what becomes of it, and nothing else: that
 * it is in the file tells that it takes part in a project of the file, and what is wrong with it may even say in which.
 */
function maskOrganisationRow(row: ImportRow, { concealed: { ids, texts }, somewhere }: Withheld): ImportRow {
  const isNaming = (value: string | null) =>
    isTelling(value ?? '', texts) || isTelling(value ?? '', somewhere);
  const isConcealed =
    ids.has(row.recordId ?? '') ||
    isNaming(row.name) ||
    [...row.problems, ...row.warnings].some(({ value }) => isNaming(value));
  if (!isConcealed) return row;
  const none = { changes: [], conflicts: [], problems: [], warnings: [] };
  return { ...row, ...none, name: null, recordId: null, isWithheld: true };
}

const isOfParticipants = ({ noun, changes, conflicts, problems, warnings }: ImportRow): boolean =>
  noun !== 'detail' &&
  importables[noun].organisations === 'participants' &&
  (problems.length + warnings.length > 0 ||
    [...changes, ...conflicts].some(({ field }) => field === 'participants'));

const findWithheld = async (): Promise<Withheld> => ({
  concealed: await findConcealed(),
  somewhere: await findWithheldSomewhere(),
});

/**
 * Rows of a report without withheld participants and organisations: for readers lacking the right, and for every file.
 * Who is withheld is a protection of today, also where a row tells of an earlier day.
 */
export async function maskRows(rows: readonly ImportRow[]): Promise<ImportRow[]> {
  return maskWith(rows, await findWithheld());
}

/** The withheld participants of stored projects, by project. */
async function findWithheldIn(ids: readonly string[]): Promise<Map<string, Participant[]>> {
  if (ids.length === 0) return new Map();
  const found = await projects.current
    .find({ _id: { $in: ids }, 'participants.isWithheld': true }, { participants: 1 })
    .lean<{ _id: string; participants: Participant[] }[]>();
  return new Map(found.map(({ _id, participants }) => [_id, participants.filter(one => one.isWithheld)]));
}

async function maskWith(rows: readonly ImportRow[], all: Withheld): Promise<ImportRow[]> {
  const ids = rows.flatMap(row => (isOfParticipants(row) ? (row.recordId ?? []) : []));
  const withheldIn = await findWithheldIn(ids);
  const known = await organisationsOf([...withheldIn.values()].flat());
  const hiddenIn = (id: string | null): Hidden => {
    const withheld = withheldIn.get(id ?? '') ?? [];
    const called = withheld.flatMap(({ organisation }) => known.get(organisation?.id ?? '') ?? []);
    return { ...all, withheld, texts: new Set([...withheld, ...called].flatMap(tellingTexts)) };
  };
  return rows.map(row => {
    if (row.noun === 'detail') return maskDetailRow(row, all);
    if (importables[row.noun].organisations === 'itself') return maskOrganisationRow(row, all);
    return isOfParticipants(row) ? maskProjectRow(row, hiddenIn(row.recordId)) : row;
  });
}

const askedAtOnce = 200;

/** The same of many rows, in their order. */
export async function* maskEach(rows: AsyncIterable<ImportRow>): AsyncIterable<ImportRow> {
  const all = await findWithheld();
  let waiting: ImportRow[] = [];
  for await (const row of rows) {
    waiting.push(row);
    if (waiting.length < askedAtOnce) continue;
    yield* await maskWith(waiting, all);
    waiting = [];
  }
  yield* await maskWith(waiting, all);
}
