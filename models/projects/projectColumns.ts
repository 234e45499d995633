import { supportsColumn } from '../assessments/support.ts';
import { choice, text, texts } from '../record/fields.ts';
import { derivedColumn, fieldColumn, fieldColumns, type ListColumn } from '../record/listColumn.ts';
import { warningsLabel } from '../record/filters.ts';
import type { KeptRecord } from '../record/noun.ts';
import { basisNames } from './basis.ts';
import { phaseOf } from './phase.ts';
import { participantRoles, projectFields, type ProjectDerived } from './project.ts';
import { phaseLabel, phaseLabels } from './projectFilters.ts';
import { coordinatorOf, projectWarnings } from './projectRules.ts';

type Row = KeptRecord<typeof projectFields, ProjectDerived>;

/** The columns of the list of projects. */
export const projectColumns: readonly ListColumn<Row>[] = [
  fieldColumn(projectFields, 'acronym'),
  supportsColumn,
  fieldColumn(projectFields, 'programme'),
  derivedColumn<Row>(
    'phase',
    choice(phaseLabel, phaseLabels),
    ['startsOn', 'endsOn', 'terminatedOn', 'status'],
    (project, { on }) => phaseOf(project, on),
  ),
  ...fieldColumns(projectFields, 'startsOn', 'endsOn', 'grantAgreement', 'euContribution'),
  derivedColumn<Row>(
    'warnings',
    { ...texts(warningsLabel), options: projectWarnings },
    ['warnings'],
    ({ warnings }) => warnings.map(({ rule }) => rule),
    { width: 34, align: 'right' },
  ),
  // A total of 0 beside a contribution is shown as not declared.
  { ...fieldColumn(projectFields, 'totalCost'), reads: basisNames },
  // Not the one that is stored beside the fields: with old versions it may name one withheld since.
  derivedColumn<Row>(
    'coordinator',
    text(participantRoles.coordinator),
    ['role', 'name', 'country', 'isWithheld'].map(key => `participants.${key}`),
    project => coordinatorOf(project)?.name ?? null,
    { width: 34 },
  ),
  fieldColumn(projectFields, 'status'),
];
