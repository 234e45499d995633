import { supportsColumn } from '../assessments/support.ts';
import { choice, text, texts } from '../record/fields.ts';
import { derivedColumn, fieldColumn, fieldColumns, type ListColumn } from '../record/listColumn.ts';
import type { KeptRecord } from '../record/noun.ts';
import { phaseOf } from './phase.ts';
import { projectFields, type ProjectDerived } from './project.ts';
import { phaseLabels } from './projectFilters.ts';
import { coordinatorOf, projectWarnings } from './projectRules.ts';

type Row = KeptRecord<typeof projectFields, ProjectDerived>;

/** The columns of the list of projects. */
export const projectColumns: readonly ListColumn<Row>[] = [
  ...fieldColumns(projectFields, 'acronym', 'grantAgreement', 'programme'),
  derivedColumn<Row>('phase', choice({ en: 'Phase', nl: 'Fase' }, phaseLabels), (project, { on }) =>
    phaseOf(project, on),
  ),
  ...fieldColumns(projectFields, 'startsOn', 'endsOn', 'euContribution', 'totalCost'),
  supportsColumn,
  derivedColumn<Row>(
    'warnings',
    { ...texts({ en: 'Warnings', nl: 'Waarschuwingen' }), options: projectWarnings },
    ({ warnings }) => warnings.map(({ rule }) => rule),
    { width: 34, align: 'right' },
  ),
  // Not the one that is stored beside the fields: with old versions it may name one withheld since.
  derivedColumn<Row>(
    'coordinator',
    text({ en: 'Coordinator', nl: 'Coördinator' }),
    project => coordinatorOf(project)?.name ?? null,
    { width: 34 },
  ),
  fieldColumn(projectFields, 'status'),
];
