import { missing } from '../../models/record/filters.ts';
import { isAskedFor, type Facet } from '../../models/query/facetValues.ts';
import type { Listed } from '../../models/record/noun.ts';
import { chosenBeyondDefault, clearedUrl, urlOf, type ListQuery } from '../../models/query/query.ts';
import { tabOf } from '../../models/query/tab.ts';
import { usePage } from '../page.tsx';

type Side = 'chosen' | 'excluded';

interface ChipsProps {
  noun: Listed;
  query: ListQuery;
  facets: Readonly<Record<string, Facet>>;
}

/** The filters in force, each with a link that takes it off. */
export function Chips({ noun, query, facets }: ChipsProps) {
  const { t, say } = usePage();
  const words = (key: string, value: string): string => {
    const filter = noun.filters[key];
    const option = filter && facets[key]?.values.find(one => isAskedFor(filter, value, one));
    const label = option?.label ?? filter?.words?.[value];
    return label ? say(label) : value === missing ? t('list.missing') : value;
  };
  const without = (side: Side, key: string, value: string): Partial<ListQuery> => {
    const left = (query[side][key] ?? []).filter(one => one !== value);
    const { [key]: _taken, ...others } = query[side];
    return { [side]: left.length > 0 ? { ...others, [key]: left } : others };
  };
  // Which tab one is on is seen above.
  const { [tabOf(noun, query) === null ? '' : (noun.tabs?.key ?? '')]: _tab, ...chosen } = query.chosen;
  const said = { ...query, chosen: chosenBeyondDefault(noun, chosen) };
  const chips = (['chosen', 'excluded'] as const).flatMap(side =>
    Object.entries(said[side]).flatMap(([key, values]) =>
      values.map(value => {
        const filter = noun.filters[key];
        const name = filter ? say(filter.label) : key;
        return {
          text: `${name}: ${side === 'excluded' ? `${t('list.except')} ` : ''}${words(key, value)}`,
          href: urlOf(`/${noun.path}`, query, noun, without(side, key, value)),
        };
      }),
    ),
  );
  const shown = [
    ...(query.search
      ? [
          {
            text: `${t('list.searchLabel')}: ${query.search}`,
            href: urlOf(`/${noun.path}`, query, noun, { search: '' }),
          },
        ]
      : []),
    ...chips,
  ];
  if (shown.length === 0) return null;
  return (
    <ul class="chips" aria-label={t('list.chosen')}>
      {shown.map(({ text, href }) => (
        <li key={href}>
          <a class="chip" href={href} aria-label={t('list.takeOff', { filter: text })}>
            {text} <span aria-hidden="true">×</span>
          </a>
        </li>
      ))}
      <li>
        <a href={clearedUrl(query, noun)}>{t('action.clear')}</a>
      </li>
    </ul>
  );
}
