import { phaseOf } from '../../models/projects/phase.ts';
import type { projectFields, ProjectDerived } from '../../models/projects/project.ts';
import { phaseLabels } from '../../models/projects/projectFilters.ts';
import { projectWarnings, type ProjectRule } from '../../models/projects/projectRules.ts';
import { InitiativeMarks } from '../components/Supports.tsx';
import { Unknown } from '../components/Value.tsx';
import { usePage } from '../page.tsx';
import { ListPage, useFieldColumn, type ListPageProps } from '../records/ListPage.tsx';

export function ProjectListPage(props: ListPageProps<typeof projectFields, ProjectDerived>) {
  const { t, say } = usePage();
  const column = (key: string) => useFieldColumn(props.noun, key);
  const { on } = props.query;
  return (
    <ListPage
      {...props}
      columns={[
        {
          ...column('acronym'),
          cell: one => (
            <>
              <a href={`/projects/${one.id}`}>{one.acronym ?? one.title}</a>
              <small class="cell-title">{one.title}</small>
            </>
          ),
        },
        column('grantAgreement'),
        column('programme'),
        {
          key: 'phase',
          heading: say({ en: 'Phase', nl: 'Fase' }),
          cell: one => {
            const phase = phaseOf(one, on);
            return <span class={`mark mark-${phase}`}>{say(phaseLabels[phase])}</span>;
          },
        },
        column('startsOn'),
        column('endsOn'),
        column('euContribution'),
        {
          ...column('totalCost'),
          cell: one =>
            one.totalCost === 0 && (one.euContribution ?? 0) > 0 ? (
              <span class="unknown">{t('value.notDeclared')}</span>
            ) : (
              column('totalCost').cell(one)
            ),
        },
        {
          key: 'initiatives',
          heading: t('supports.initiative'),
          cell: one => <InitiativeMarks supports={one.supports} />,
        },
        {
          key: 'warnings',
          heading: t('record.warnings'),
          isNumber: true,
          cell: one =>
            one.warnings.length === 0 ? (
              '0'
            ) : (
              <span
                title={one.warnings.map(({ rule }) => say(projectWarnings[rule as ProjectRule])).join('; ')}
                class="warning-count"
              >
                {one.warnings.length}
              </span>
            ),
        },
        {
          key: 'coordinator',
          heading: say({ en: 'Coordinator', nl: 'Coördinator' }),
          cell: one =>
            one.coordinator ? (
              <span class="cell-organisation">{`${one.coordinator.name}${one.coordinator.country ? ` (${one.coordinator.country})` : ''}`}</span>
            ) : (
              <Unknown />
            ),
        },
        column('status'),
      ]}
    />
  );
}
