import type { Cents } from '../record/fields.ts';
import type { VersionColumns } from '../record/versionColumns.ts';
import { itemsOf, numberAt, textAt, type VersionRows } from '../index/versionRows.ts';
import type { PhaseFacts } from './phase.ts';
import type { Project, ProjectDerived } from './project.ts';
import { basisNames, byBasis, type Amounts, type Basis } from './basis.ts';
import type { Significance } from '../assessments/significance.ts';

/** What coverage asks of one version of a project. Money in whole cents, null where not stated. */
export interface ProjectRow extends PhaseFacts {
  amounts: Amounts;
  programme: string | null;
  scope: string;
  kind: string;
  signedOn: { to: string } | null;
  /** Null where it is not archived, as the filter reads it. */
  archivedAt: true | null;
}

/** A link with what it was allotted in a basis by the split method when the project was saved. */
export interface LinkRow {
  cents: Cents | null;
  initiative: string;
  significance: Significance;
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
        signed: project.signedOn?.to ?? null,
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

const dayAt = <K extends 'from' | 'to'>(day: string | null, side: K) =>
  day === null ? null : ({ [side]: day } as Record<K, string>);

/** What a row says. */
export function rowOf(rows: VersionRows, row: number): ProjectRow {
  const { texts, numbers } = rows.own;
  return {
    programme: textAt(rows, texts['programme'], row),
    scope: textAt(rows, texts['scope'], row) ?? '',
    kind: textAt(rows, texts['kind'], row) ?? '',
    status: textAt(rows, texts['status'], row),
    signedOn: dayAt(textAt(rows, texts['signed'], row), 'to'),
    startsOn: dayAt(textAt(rows, texts['starts'], row), 'from'),
    endsOn: dayAt(textAt(rows, texts['ends'], row), 'to'),
    terminatedOn: dayAt(textAt(rows, texts['terminated'], row), 'to'),
    archivedAt: numberAt(numbers['isArchived'], row) === null ? null : true,
    amounts: byBasis(basis => numberAt(numbers[basis], row)),
  };
}

/** The links of a row, in their order, with what they were allotted in a basis. */
export function linksOf(rows: VersionRows, row: number, basis: Basis): LinkRow[] {
  const { texts, numbers } = rows.ofItems;
  return itemsOf(rows, row).map(item => ({
    initiative: textAt(rows, texts['initiative'], item) ?? '',
    significance: textAt(rows, texts['significance'], item) as Significance,
    cents: numberAt(numbers[basis], item),
  }));
}
