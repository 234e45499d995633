import type { Phase } from '../../models/projects/phase.ts';
import type { ComponentChildren } from 'preact';
import { attributionMethods, type AttributionMethod } from '../../models/assessments/attribution.ts';
import { strategyOf } from '../../models/assessments/support.ts';
import { attributedPart } from '../../models/projects/attributedTo.ts';
import { bases, isCostUndeclared, type Basis } from '../../models/projects/basis.ts';
import type { projectFields, ProjectDerived } from '../../models/projects/project.ts';
import type { KeptRecord } from '../../models/record/noun.ts';
import { formatCents } from '../../models/values/money.ts';
import { coordinatorOf, projectWarnings } from '../../models/projects/projectRules.ts';
import { InitiativeMarks } from '../components/Supports.tsx';
import { warningWords } from '../components/warningWords.ts';
import { usePage } from '../page.tsx';
import { ListPage, type ListPageProps } from '../records/ListPage.tsx';

type Listed = KeptRecord<typeof projectFields, ProjectDerived>;

/** What of the list's money the cell has that opened it. */
function AttributedSentence({ query, totals }: ListPageProps<typeof projectFields, ProjectDerived>) {
  const { t, say, format } = usePage();
  const { attributedTo, method, basis } = query.view;
  const here = totals?.totals['attributedHere'];
  const all = totals?.totals[basis ?? ''];
  if (attributedTo === undefined || !here || !all) return null;
  const isRest = attributedTo.endsWith('.none');
  const amount = ({ cents, stated }: typeof here) =>
    stated === 0 && totals?.records !== 0 ? t('list.missing') : formatCents(cents, format);
  return (
    <p class="lead-sm">
      {t(isRest ? 'list.notAttributed' : 'list.attributed', {
        to: isRest ? strategyOf(attributedTo) : attributedTo,
        here: amount(here),
        all: amount(all),
        method: say(attributionMethods[method as AttributionMethod]),
        basis: say(bases[basis as Basis]),
      })}
    </p>
  );
}

export function ProjectListPage(props: ListPageProps<typeof projectFields, ProjectDerived>) {
  const { t, format } = usePage();
  const attributedCell = (project: Listed, shown: ComponentChildren) =>
    attributedPart(project, props.query.view).isUnrated ? (
      <span class="unknown">{t('list.notRated')}</span>
    ) : (
      shown
    );
  return (
    <ListPage
      {...props}
      under={({ title }) => title}
      intro={<AttributedSentence {...props} />}
      decorate={{
        phase: (_project, phase, shown) => <span class={`mark mark-${phase as Phase}`}>{shown}</span>,
        totalCost: (project, _value, shown) =>
          isCostUndeclared(project) ? <span class="unknown">{t('value.notDeclared')}</span> : shown,
        shareBp: (project, _share, shown) => attributedCell(project, shown),
        attributedHere: (project, _amount, shown) => attributedCell(project, shown),
        supports: ({ supports }) => <InitiativeMarks supports={supports} />,
        warnings: ({ warnings }) =>
          warnings.length === 0 ? (
            <span class="visually-hidden">0</span>
          ) : (
            <span
              title={warnings.map(one => warningWords(one, projectWarnings, format)).join('; ')}
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
