import { isAskedFor, type Facet, type FacetValue } from '../../models/query/facetValues.ts';
import type { Filter } from '../../models/record/filters.ts';
import type { Listed } from '../../models/record/noun.ts';
import { urlOf, type ListQuery } from '../../models/query/query.ts';
import { formatCount } from '../imports/progress.ts';
import { usePage } from '../page.tsx';

type Side = 'chosen' | 'excluded';

interface OfFacet {
  /** The key of its filter. */
  name: string;
  noun: Listed;
  query: ListQuery;
}

/** A facet beside a list: its first values, those asked for, and a link to the page of all where there are more. */
export function FacetSection({ facet, ...of }: OfFacet & { facet: Facet | undefined }) {
  const { say, t } = usePage();
  const { name, noun, query } = of;
  const filter = noun.filters[name];
  if (!filter || !facet || facet.total === 0) return null;
  const { values, total } = facet;
  return (
    <section class="facet" aria-label={say(filter.label)}>
      <h2>{say(filter.label)}</h2>
      <FacetValues {...of} values={values} />
      {total > values.length && (
        <p class="facet-all">
          <a href={urlOf(facetPath(noun, name), query, noun)}>
            {t('list.allValues', { count: total })}
            <span class="visually-hidden">: {say(filter.label)}</span>
          </a>
        </p>
      )}
    </section>
  );
}

/** The address of all values of a facet. */
export const facetPath = (noun: Pick<Listed, 'path'>, name: string): string => `/${noun.path}/facets/${name}`;

/** Values of a facet, each with a link that chooses it and one that leaves it out: to the list of those. */
export function FacetValues({ values, ...of }: OfFacet & { values: readonly FacetValue[] }) {
  const filter = of.noun.filters[of.name];
  if (!filter) return null;
  const isOn = (side: Side, option: FacetValue): boolean =>
    of.query[side][of.name]?.some(value => isAskedFor(filter, value, option)) === true;
  return (
    <ul>
      {values.map(value => (
        <FacetLine
          key={value.value}
          {...of}
          filter={filter}
          value={value}
          isChosen={isOn('chosen', value)}
          isExcluded={isOn('excluded', value)}
        />
      ))}
    </ul>
  );
}

interface LineProps extends OfFacet {
  filter: Filter;
  value: FacetValue;
  isChosen: boolean;
  isExcluded: boolean;
}

function FacetLine({ name, filter, noun, query, value, isChosen, isExcluded }: LineProps) {
  const { say, t, format } = usePage();
  const toggled = (side: Side, isOn: boolean): string => {
    const values = query[side][name] ?? [];
    const after = isOn ? values.filter(one => !isAskedFor(filter, one, value)) : [...values, value.value];
    const { [name]: _old, ...others } = query[side];
    const changed: Partial<ListQuery> = { [side]: after.length > 0 ? { ...others, [name]: after } : others };
    return urlOf(`/${noun.path}`, query, noun, changed);
  };
  const text = say(value.label);
  return (
    <li class={value.count === 0 ? 'zero' : undefined}>
      <a class="facet-value" href={toggled('chosen', isChosen)} aria-current={isChosen ? 'true' : undefined}>
        <span class={isChosen ? 'tick tick-on' : 'tick'} aria-hidden="true" />
        <span class="facet-text">{text}</span>
        <span class="facet-count">{formatCount(value.count, format)}</span>
      </a>
      <a
        class={isExcluded ? 'facet-not facet-not-on' : 'facet-not'}
        href={toggled('excluded', isExcluded)}
        aria-label={t('list.exclude', { value: text })}
        aria-current={isExcluded ? 'true' : undefined}
      >
        {t('list.except')}
      </a>
    </li>
  );
}
