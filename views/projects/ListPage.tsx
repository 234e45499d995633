import type { Phase } from '../../models/projects/phase.ts';
import type { projectFields, ProjectDerived } from '../../models/projects/project.ts';
import { coordinatorOf, projectWarnings, type ProjectRule } from '../../models/projects/projectRules.ts';
import { InitiativeMarks } from '../components/Supports.tsx';
import { usePage } from '../page.tsx';
import { ListPage, type ListPageProps } from '../records/ListPage.tsx';

export function ProjectListPage(props: ListPageProps<typeof projectFields, ProjectDerived>) {
  const { t, say } = usePage();
  return (
    <ListPage
      {...props}
      under={({ title }) => title}
      decorate={{
        phase: (_project, phase, shown) => <span class={`mark mark-${phase as Phase}`}>{shown}</span>,
        totalCost: ({ totalCost, euContribution }, _value, shown) =>
          totalCost === 0 && (euContribution ?? 0) > 0 ? (
            <span class="unknown">{t('value.notDeclared')}</span>
          ) : (
            shown
          ),
        supports: ({ supports }) => <InitiativeMarks supports={supports} />,
        warnings: ({ warnings }) =>
          warnings.length === 0 ? (
            '0'
          ) : (
            <span
              title={warnings.map(({ rule }) => say(projectWarnings[rule as ProjectRule])).join('; ')}
              class="warning-count"
            >
              {warnings.length}
            </span>
          ),
        coordinator: (project, name, shown) => {
          const country = coordinatorOf(project)?.country;
          if (name === null) return shown;
          return <span class="cell-organisation">{country ? `${name as string} (${country})` : shown}</span>;
        },
      }}
    />
  );
}
