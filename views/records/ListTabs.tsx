import type { Facet } from '../../models/query/facetValues.ts';
import type { Listed } from '../../models/record/noun.ts';
import { urlOf, type ListQuery } from '../../models/query/query.ts';
import { tabOf } from '../../models/query/tab.ts';
import { formatCount } from '../imports/progress.ts';
import { usePage } from '../page.tsx';

interface ListTabsProps {
  noun: Listed;
  query: ListQuery;
  /** The tabs' own values, counted with the other filters of the list. */
  facet: Facet | undefined;
}

/** The tabs over a list, each with what it holds under the other filters, and all of them together. */
export function ListTabs({ noun, query, facet }: ListTabsProps) {
  const { t, say } = usePage();
  const { tabs } = noun;
  if (!tabs || !facet) return null;
  const { [tabs.key]: _chosen, ...others } = query.chosen;
  const { [tabs.key]: excluded, ...left } = query.excluded;
  const countOf = (value: string) => facet.values.find(one => one.value === value)?.count ?? 0;
  const to = (chosen: ListQuery['chosen']) => urlOf(`/${noun.path}`, query, noun, { chosen, excluded: left });
  const here = tabOf(noun, query);
  const isAll = !query.chosen[tabs.key] && !excluded;
  return (
    <nav class="list-tabs" aria-label={t('list.tabs', { noun: say(noun.label.many) })}>
      <ul>
        {Object.entries(tabs.labels).map(([value, label]) => (
          <Tab
            key={value}
            href={to({ ...others, [tabs.key]: [value] })}
            text={say(label)}
            count={countOf(value)}
            isHere={here === value}
          />
        ))}
        <Tab
          href={to(others)}
          text={t('list.allTab')}
          count={facet.values.reduce((sum, { count }) => sum + count, 0)}
          isHere={isAll}
        />
      </ul>
    </nav>
  );
}

interface TabProps {
  href: string;
  text: string;
  count: number;
  isHere: boolean;
}

function Tab({ href, text, count, isHere }: TabProps) {
  const { format } = usePage();
  return (
    <li>
      <a href={href} aria-current={isHere ? 'page' : undefined}>
        <span>
          {text} <span class="list-tab-count">{formatCount(count, format)}</span>
        </span>
      </a>
    </li>
  );
}
