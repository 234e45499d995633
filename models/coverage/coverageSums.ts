import { markerAmount, type AttributionMethod } from '../assessments/attribution.ts';
import type { Significance } from '../assessments/significance.ts';
import { itemsOf, numberAt, textAt, type VersionRows } from '../index/versionRows.ts';
import { basisNames, statedAmount, type Basis } from '../projects/basis.ts';
import { phaseOf, phases, type Phase } from '../projects/phase.ts';
import { positionOf, positions, type Position } from '../projects/position.ts';
import { rowReader, type ProjectRow } from '../projects/projectVersions.ts';
import type { Cents } from '../record/fields.ts';
import type { Day } from '../values/day.ts';
import {
  add,
  bytesOfTally,
  emptyNumbering,
  emptyTally,
  numberOf,
  placeOfKey,
  sumAt,
  type Numbering,
  type Tally,
} from './tally.ts';

/** Projects alike in programme, scope, kind, phase and position. */
export interface ProjectGroup {
  programme: string | null;
  scope: string;
  kind: string;
  phase: Phase;
  position: Position;
  projects: number;
  amountCents: Cents;
  stated: number;
}

/** Links alike in all that a coverage state follows from. */
export interface LinkGroup {
  programme: string | null;
  scope: string;
  initiative: string;
  significance: Significance;
  phase: Phase;
  position: Position;
  isSigned: boolean;
  projects: number;
  amountCents: Cents;
  stated: number;
  /** How many of these links are the first supporting one of their project: counts linked projects once. */
  firsts: number;
}

/** What is counted of rows, and on which day. */
export interface SumsQuestion {
  readonly on: Day;
  /** The day is before today: a status alone does not say that a project was signed by then. */
  readonly isPast: boolean;
  /** The codes of the initiatives whose links are counted. */
  readonly initiatives: readonly string[];
  /** Of which kinds of project links are counted. */
  readonly isKindLinked: (kind: string) => boolean;
}

/**
 * What rows of projects come to on a day, as integers under small integers: a row can be taken out again exactly, whatever
 * else was put in. In every basis and by both methods, so that each of them is there at once.
 */
export interface CoverageSums extends SumsQuestion {
  readonly rows: VersionRows;
  readonly read: (row: number) => Readonly<ProjectRow>;
  /** What stands for programmes in keys; and for scopes, kinds and significances, of each of which there are a few. */
  readonly programmes: Numbering;
  readonly choices: Numbering;
  readonly initiativeAt: Map<string, number>;
  /** By programme, scope, kind, phase and position: projects, and by basis how many state it and their cents. */
  readonly projects: Tally;
  /**
   * By programme, scope, initiative, significance, phase, position and whether it is signed: links, how many are their project's
   * first supporting one, and by basis how many state it and what the split and the marker attribute.
   */
  readonly links: Tally;
  /** The earliest start or signature after `on`, and the earliest end from `on` on; null for none. */
  firstBegin: Day | null;
  firstEnd: Day | null;
  /** Another number after each change, and in no two sums the same: what was made of it is so as long as it is. */
  revision: number;
}

let revisions = 0;

const bases = basisNames.length;

export const emptySums = (rows: VersionRows, question: SumsQuestion): CoverageSums => ({
  ...question,
  rows,
  read: rowReader(rows),
  programmes: emptyNumbering(),
  choices: emptyNumbering(),
  initiativeAt: new Map(question.initiatives.map((code, at) => [code, at])),
  projects: emptyTally(1 + 2 * bases),
  links: emptyTally(2 + 3 * bases),
  firstBegin: null,
  firstEnd: null,
  revision: (revisions += 1),
});

/** Whether sums of a day are those of another, later one too: no row has begun, been signed or ended in between. */
export const holdOn = ({ on, firstBegin, firstEnd }: CoverageSums, day: Day): boolean =>
  day >= on && (firstBegin === null || day < firstBegin) && (firstEnd === null || day <= firstEnd);

/** Bytes of memory that sums take, as nearly as can be said. */
export const bytesOfSums = ({ projects, links, programmes }: CoverageSums): number =>
  1_000 + bytesOfTally(projects) + bytesOfTally(links) + 48 * programmes.places.length;

/** Signed by the day, as far as anything says so; terminated at an unknown time is not claimed. */
const isSignedBy = ({ status, terminatedOn }: ProjectRow, position: Position): boolean =>
  position !== 'later' && !(status === 'TERMINATED' && terminatedOn === null);

/** There are fewer choices of a field than this. */
const radix = 64;
/** So many pairs of phase and position there are. */
const states = phases.length * positions.length;

/** Puts a row in, or takes out one that was put in. */
export function addRow(sums: CoverageSums, row: number, sign: 1 | -1): void {
  const { rows, on, projects, choices } = sums;
  const { texts } = rows.own;
  sums.revision = revisions += 1;
  const project = sums.read(row);
  const position = positionOf(project, on, sums.isPast);
  const state = phases.indexOf(phaseOf(project, on)) * positions.length + positions.indexOf(position);
  const programme = numberOf(sums.programmes, texts['programme']?.[row] ?? 0);
  const scope = programme * radix + numberOf(choices, texts['scope']?.[row] ?? 0);
  const kind = numberOf(choices, texts['kind']?.[row] ?? 0);
  const place = placeOfKey(projects, (scope * radix + kind) * states + state);
  add(projects, place, sign);
  for (let basis = 0; basis < bases; basis += 1) {
    const amount = amountIn(project, basis);
    if (amount === null) continue;
    add(projects, place + 1 + basis, sign);
    add(projects, place + 1 + bases + basis, sign * amount);
  }
  if (sign === 1) noteDays(sums, project);
  if (sums.isKindLinked(project.kind)) {
    addLinks(sums, row, sign, { project, scope, state: state * 2 + Number(isSignedBy(project, position)) });
  }
}

const amountIn = ({ amounts }: ProjectRow, basis: number): Cents | null =>
  statedAmount(amounts, basisNames[basis] ?? 'euContribution');

interface LinkedRow {
  project: Readonly<ProjectRow>;
  /** The key of programme and scope. */
  scope: number;
  /** That of phase, position and whether it is signed. */
  state: number;
}

function addLinks(sums: CoverageSums, row: number, sign: 1 | -1, { project, scope, state }: LinkedRow): void {
  const { rows, links } = sums;
  const { texts, numbers } = rows.ofItems;
  let isFirst = true;
  for (const item of itemsOf(rows, row)) {
    const initiative = sums.initiativeAt.get(textAt(rows, texts['initiative'], item) ?? '');
    if (initiative === undefined) continue;
    const significance = textAt(rows, texts['significance'], item) as Significance;
    const isSupporting = significance !== 'examinedNotTargeted';
    const choice = numberOf(sums.choices, texts['significance']?.[item] ?? 0);
    const key = ((scope * sums.initiatives.length + initiative) * radix + choice) * 2 * states + state;
    const place = placeOfKey(links, key);
    add(links, place, sign);
    if (isFirst && isSupporting) add(links, place + 1, sign);
    isFirst &&= !isSupporting;
    for (let basis = 0; basis < bases; basis += 1) {
      const amount = amountIn(project, basis);
      const part = numberAt(numbers[basisNames[basis] ?? ''], item);
      if (amount !== null) add(links, place + 2 + basis, sign);
      add(links, place + 2 + bases + basis, sign * (part ?? 0));
      add(links, place + 2 + 2 * bases + basis, sign * (markerAmount(significance, amount) ?? 0));
    }
  }
}

/** The days of a row that is taken out stay noted: what is kept is then made anew earlier than it need be. */
function noteDays(sums: CoverageSums, { signedOn, startsOn, endsOn, terminatedOn }: ProjectRow): void {
  const { on } = sums;
  for (const day of [startsOn?.from, signedOn?.from])
    if (day !== undefined && day > on && (sums.firstBegin === null || day < sums.firstBegin))
      sums.firstBegin = day;
  const end = (terminatedOn ?? endsOn)?.to;
  if (end !== undefined && end >= on && (sums.firstEnd === null || end < sums.firstEnd)) sums.firstEnd = end;
}

/** The projects of all that was put in, in a basis. */
export function projectGroups(sums: CoverageSums, basis: Basis): ProjectGroup[] {
  const { projects } = sums;
  const at = basisNames.indexOf(basis);
  return [...projects.places].flatMap(([key, place]) => {
    if (sumAt(projects, place) === 0) return [];
    const [left, state] = divide(key, states);
    const [scope, kind] = divide(left, radix);
    return {
      ...placeOfGroup(sums, scope),
      kind: choiceOf(sums, kind),
      ...stateOf(state),
      projects: sumAt(projects, place),
      stated: sumAt(projects, place + 1 + at),
      amountCents: sumAt(projects, place + 1 + bases + at),
    };
  });
}

/** Their links, with what a method attributes in a basis. */
export function linkGroups(sums: CoverageSums, basis: Basis, method: AttributionMethod): LinkGroup[] {
  const { links } = sums;
  const at = basisNames.indexOf(basis);
  const amount = 2 + at + bases * (method === 'split' ? 1 : 2);
  return [...links.places].flatMap(([key, place]) => {
    if (sumAt(links, place) === 0) return [];
    const [left, state] = divide(key, 2 * states);
    const [linked, choice] = divide(left, radix);
    const [scope, initiative] = divide(linked, sums.initiatives.length);
    return {
      ...placeOfGroup(sums, scope),
      initiative: sums.initiatives[initiative] ?? '',
      significance: choiceOf(sums, choice) as Significance,
      ...stateOf(state >> 1),
      isSigned: state % 2 === 1,
      projects: sumAt(links, place),
      firsts: sumAt(links, place + 1),
      stated: sumAt(links, place + 2 + at),
      amountCents: sumAt(links, place + amount),
    };
  });
}

function stateOf(state: number): { phase: Phase; position: Position } {
  const [phase, position] = divide(state, positions.length);
  return { phase: phases[phase] ?? 'unknown', position: positions[position] ?? 'undated' };
}

const divide = (key: number, by: number): [whole: number, rest: number] => [Math.floor(key / by), key % by];

function placeOfGroup({ rows, programmes, choices }: CoverageSums, key: number) {
  const [programme, scope] = divide(key, radix);
  const textIn = ({ places }: Numbering, number: number) => rows.texts[places[number] ?? 0] ?? '';
  return {
    programme: programmes.places[programme] === 0 ? null : textIn(programmes, programme),
    scope: textIn(choices, scope),
  };
}

const choiceOf = ({ rows, choices }: CoverageSums, number: number): string =>
  rows.texts[choices.places[number] ?? 0] ?? '';
