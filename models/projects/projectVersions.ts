import type { VersionColumns } from '../record/versionColumns.ts';
import { numberAt, textAt, type VersionRows } from '../index/versionRows.ts';
import type { PhaseFacts } from './phase.ts';
import type { Project, ProjectDerived } from './project.ts';
import { basisNames, byBasis, type Amounts, type Basis } from './basis.ts';

/** What coverage asks of one version of a project. Money in whole cents, null where not stated. */
export interface ProjectRow extends PhaseFacts {
  amounts: Amounts;
  programme: string | null;
  scope: string;
  kind: string;
  /** The first possible day. */
  signedOn: { from: string } | null;
  /** Null where it is not archived, as the filter reads it. */
  archivedAt: true | null;
}

type Stored = Pick<
  Project & ProjectDerived,
  | 'programme'
  | 'scope'
  | 'kind'
  | 'status'
  | 'signedOn'
  | 'startsOn'
  | 'endsOn'
  | 'terminatedOn'
  | Basis
  | 'supports'
  | 'attributions'
  | 'archivedAt'
>;

/** Versions of projects, as coverage counts them. */
export const projectVersions: VersionColumns = {
  texts: ['programme', 'scope', 'kind', 'status', 'signed', 'starts', 'ends', 'terminated'],
  numbers: [...basisNames, 'isArchived'],
  ofItems: { texts: ['initiative', 'significance'], numbers: basisNames },
  reads: [
    ...basisNames,
    'programme',
    'scope',
    'kind',
    'status',
    'signedOn',
    'startsOn',
    'endsOn',
    'terminatedOn',
    'attributions',
    'archivedAt',
    'supports.initiative',
    'supports.significance',
  ],
  valuesOf: stored => {
    const project = stored as Stored;
    const { programme, scope, kind, status, attributions, supports } = project;
    const parts = attributions.flatMap(one => one.parts);
    return {
      texts: {
        programme,
        scope,
        kind,
        status,
        signed: project.signedOn?.from ?? null,
        starts: project.startsOn?.from ?? null,
        ends: project.endsOn?.to ?? null,
        terminated: project.terminatedOn?.to ?? null,
      },
      numbers: {
        ...byBasis(basis => project[basis]),
        isArchived: (project.archivedAt ?? null) === null ? null : 1,
      },
      items: supports.map(({ initiative, significance }) => {
        const part = parts.find(one => one.initiative === initiative);
        return { texts: { initiative, significance }, numbers: byBasis(basis => part?.[basis] ?? null) };
      }),
    };
  },
};

/** The days of the texts of some rows, by their places: of tens of thousands of rows few thousands are different. */
interface KnownDay {
  from: string;
  to: string;
}
const knownDays = new WeakMap<VersionRows, (KnownDay | null)[]>();

function dayAt(rows: VersionRows, days: (KnownDay | null)[], column: string, row: number): KnownDay | null {
  const place = rows.own.texts[column]?.[row] ?? 0;
  if (place === 0) return null;
  const day = rows.texts[place] ?? '';
  return (days[place] ??= { from: day, to: day });
}

/** Reads rows into the same object, one after the other: of tens of thousands none is made for each. */
export function rowReader(rows: VersionRows): (row: number) => Readonly<ProjectRow> {
  const days = knownDays.get(rows) ?? [null];
  knownDays.set(rows, days);
  const read = {} as ProjectRow;
  read.amounts = byBasis(() => null);
  return row => {
    const { texts, numbers } = rows.own;
    read.programme = textAt(rows, texts['programme'], row);
    read.scope = textAt(rows, texts['scope'], row) ?? '';
    read.kind = textAt(rows, texts['kind'], row) ?? '';
    read.status = textAt(rows, texts['status'], row);
    read.signedOn = dayAt(rows, days, 'signed', row);
    read.startsOn = dayAt(rows, days, 'starts', row);
    read.endsOn = dayAt(rows, days, 'ends', row);
    read.terminatedOn = dayAt(rows, days, 'terminated', row);
    read.archivedAt = numberAt(numbers['isArchived'], row) === null ? null : true;
    for (const basis of basisNames) read.amounts[basis] = numberAt(numbers[basis], row);
    return read;
  };
}

/** What a row says. */
export const rowOf = (rows: VersionRows, row: number): ProjectRow => rowReader(rows)(row);
