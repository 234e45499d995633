import { callFields } from '../../calls/callFields.ts';
import type { PartialDay } from '../../values/day.ts';
import { addNamed, callsNamed, type CallsNamed } from '../contract/callsNamed.ts';
import { line, lineIn, refuse, type Cells } from '../cells/cells.ts';
import { joinTables, rejectedRow, takePart, type ProjectRows } from '../eu/cordisJoin.ts';
import { checkTopic, fittingList, linkTo } from '../eu/cordisProject.ts';
import { tablesOf, type CordisFormat, type CordisTable } from '../eu/cordisFormat.ts';
import type { Incoming, Read, ReadOptions, Rejected, RowProblem } from '../contract/incoming.ts';
import { organisationsFound, type OrganisationsFound } from '../contract/organisationsFound.ts';
import { participantsIn, type Part } from '../eu/participantList.ts';
import type { SourceFile } from '../contract/table.ts';
import type { RecordOf } from '../../record/fields.ts';

/** What the projects of a file lead to besides themselves. */
interface Found {
  organisations: OrganisationsFound;
  calls: CallsNamed;
}

/** The codes or titles in a column of a table beside the projects, each once. */
function listOf(rows: readonly Cells[], column: string): string[] {
  const entries = rows.map(cells => fittingList(cells, column, [lineIn(cells, column)])?.[0] ?? '');
  return [...new Set(entries.filter(Boolean))];
}

/** The one legal basis of a project that its own row names too; it stands first. */
const isMainPart = (cells: Cells): boolean => lineIn(cells, 'uniqueProgrammePart') === 'true';

const topicTitle = line(callFields.title);

function titlesOf(rows: readonly Cells[]): Map<string, string> {
  const titles = new Map<string, string>();
  for (const cells of rows) {
    const title = topicTitle(cells, 'title');
    const topic = lineIn(cells, 'topic').toLowerCase();
    if (typeof title === 'string' && topic !== '') titles.set(topic, title);
  }
  return titles;
}

/** The participants of a project's rows; rows not taken are yielded apart. */
function takeParticipants(rows: ProjectRows, format: CordisFormat): { taken: Part[]; rejected: Rejected[] } {
  const rejected: Rejected[] = [];
  const isTaken = ({ cells }: Pick<Part, 'cells'>): boolean => {
    if (cells.problems.length === 0) return true;
    rejected.push(rejectedRow('organisation', lineIn(cells, 'name'), cells.problems));
    return false;
  };
  const read = rows.organization.map(cells => ({ cells, participation: format.participationIn(cells) }));
  const taken = participantsIn(read.filter(isTaken)).filter(isTaken);
  return { taken, rejected };
}

/** What the tables beside a project add to it, and which of its fields they leave incomplete. */
function besides(rows: ProjectRows, has: ReadonlySet<CordisTable>, taken: readonly Part[], isWhole: boolean) {
  const values: RecordOf = {};
  const incomplete: string[] = [];
  if (has.has('organization')) {
    values['participants'] = taken.map(({ participation }) => participation.participant);
    if (!isWhole) incomplete.push('participants');
  }
  if (has.has('euroSciVoc')) {
    values['euroSciVoc'] = listOf(rows.euroSciVoc, 'euroSciVocTitle');
    if (rows.lacking.has('euroSciVoc')) incomplete.push('euroSciVoc');
  }
  // A project's own row names only the first of its legal bases.
  if (!has.has('legalBasis') || rows.lacking.has('legalBasis')) incomplete.push('legalBasis');
  return { values, incomplete };
}

function* projectFrom(
  rows: ProjectRows,
  has: ReadonlySet<CordisTable>,
  found: Found,
  format: CordisFormat,
): Iterable<Read> {
  const { taken, rejected } = takeParticipants(rows, format);
  yield* rejected;
  const { project } = rows;
  const own = project ? format.projectIn(project) : { grantAgreement: rows.id };
  if (project && rows.doubtedBy !== null)
    refuse(project, 'id', 'projectTwiceInDoubt', { row: rows.doubtedBy });
  for (const cells of rows.topics) checkTopic(cells, 'topic', lineIn(cells, 'topic'));
  const isTaken = project ? project.problems.length === 0 : !has.has('project');
  const warnings: RowProblem[] = project ? [...project.warnings] : [];
  for (const { cells, participation } of taken) {
    found.organisations.add({
      values: participation.organisation,
      where: cells.where,
      statedOn: participation.statedOn,
      warnings: isTaken ? [] : cells.warnings,
    });
    warnings.push(...cells.warnings);
  }
  for (const cells of rows.topics.filter(({ problems }) => problems.length > 0))
    yield rejectedRow('call', lineIn(cells, 'topic'), cells.problems);
  if (project && !isTaken) {
    yield rejectedRow('project', lineIn(project, 'acronym') || rows.id, project.problems);
    return;
  }
  // Its own row was refused before: it is shifted.
  if (!project && has.has('project')) return;
  const isWhole = rejected.length === 0 && !rows.lacking.has('organization');
  const { values, incomplete } = besides(rows, has, taken, isWhole);
  if (project && !has.has('organization') && format.namedIn) {
    const named = format.namedIn(project);
    values['participants'] = named.map(({ participant }) => participant);
    incomplete.push('participants');
    for (const { organisation } of named) found.organisations.name(organisation, project.where);
  }
  const where = project?.where ?? (firstRow(rows) as Cells).where;
  const titles = titlesOf(rows.topics);
  const stated: RecordOf = { ...own, ...values };
  const [named] = rows.topics.filter(({ problems }) => problems.length === 0);
  if (!stated['topic'] && named) stated['topic'] = linkTo(lineIn(named, 'topic'));
  if (has.has('legalBasis')) {
    const first = (stated['legalBasis'] ?? []) as string[];
    const parts = rows.legalBasis.toSorted((a, b) => Number(isMainPart(b)) - Number(isMainPart(a)));
    stated['legalBasis'] = [...new Set([...first, ...listOf(parts, 'legalBasis')])];
  }
  if (!isWhole) warnings.push(lackingParticipants(where, rejected.length, rows));
  const lacking = incomplete.filter(field => field in stated);
  addNamed(found.calls, stated, where, titles);
  for (const cells of [...rows.topics, ...rows.legalBasis, ...rows.euroSciVoc])
    warnings.push(...cells.warnings);
  yield {
    noun: 'project',
    where,
    values: stated,
    statedOn: (stated['contentUpdatedOn'] as PartialDay | null | undefined)?.value ?? null,
    warnings,
    ...(lacking.length > 0 && { incomplete: lacking }),
    ...(!project && { isAddition: true }),
  } satisfies Incoming;
}

const firstRow = ({ organization, topics, legalBasis, euroSciVoc }: ProjectRows): Cells | undefined =>
  [...organization, ...topics, ...legalBasis, ...euroSciVoc][0];

function lackingParticipants(
  where: Incoming['where'],
  refused: number,
  { organization, lacking }: ProjectRows,
): RowProblem {
  const shifted = lacking.get('organization') ?? 0;
  const values = { count: refused + shifted, of: organization.length + shifted };
  return { where, column: null, value: null, problem: { key: 'importSource.participantsLacking', values } };
}

/**
 * Every record of a file: its projects in their order, then the organisations that take part and the calls and topics
 * that are named.
 */
export async function* readCordis(
  file: SourceFile,
  format: CordisFormat,
  { workFolder, keepsPersonalData, expectRows }: ReadOptions,
): AsyncIterable<Read> {
  const tables = tablesOf(file, format);
  const kinds = Object.keys(tables) as CordisTable[];
  const has = new Set(kinds.filter(kind => tables[kind].length > 0));
  const joined = yield* joinTables(tables, format, workFolder, keepsPersonalData);
  const found: Found = { organisations: organisationsFound(), calls: callsNamed() };
  for (let part = 0; part < joined.parts; part += 1) {
    for (const rows of await takePart(joined, part)) yield* projectFrom(rows, has, found, format);
    // The more projects are read, the fewer name what none before them named.
    const share = Math.sqrt((part + 1) / joined.parts);
    expectRows?.(joined.projects + Math.round((found.organisations.count() + found.calls.count()) / share));
  }
  yield* found.organisations.all();
  yield* found.calls.all();
}
