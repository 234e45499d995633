import { askedIn, isAskedFor, type Facet, type FacetValue } from '../../models/query/facetValues.ts';
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

/** Its values are all shown, also where nobody has them: that is the finding (docs/domain.md). It is open, too. */
const wholeFacet = 'initiative';

/**
 * A facet beside a list, folded unless something of it is asked for: what is asked for first, then its first values that
 * any record has, a search among all where there are more, and a link to their page.
 */
export function FacetSection({ facet, ...of }: OfFacet & { facet: Facet | undefined }) {
  const { say, t, format } = usePage();
  const { name, noun, query } = of;
  const filter = noun.filters[name];
  if (!filter || !facet || facet.total === 0) return null;
  const { values, total } = facet;
  const isAsked = (option: FacetValue) =>
    askedIn(query, name).some(value => isAskedFor(filter, value, option));
  const asked = values.filter(isAsked);
  const others = values.filter(one => !isAsked(one) && (name === wholeFacet || one.count > 0));
  if (asked.length + others.length === 0) return null;
  return (
    <details class="facet" id={`facet-${name}`} open={name === wholeFacet || askedIn(query, name).length > 0}>
      <summary>
        <h2>{say(filter.label)}</h2>
        <FacetState {...of} asked={asked} />
      </summary>
      {total > values.length && <FacetSearch {...of} total={formatCount(total, format)} />}
      {name === wholeFacet ? (
        <FacetValues {...of} values={values} />
      ) : (
        <>
          {asked.length > 0 && <FacetValues {...of} values={asked} />}
          {others.length > 0 && <FacetValues {...of} values={others} />}
        </>
      )}
      {total > values.length && (
        <p class="facet-all">
          <a href={urlOf(facetPath(noun, name), query, noun)}>
            {t('list.allValues', { count: total })}
            <span class="visually-hidden">: {say(filter.label)}</span>
          </a>
        </p>
      )}
    </details>
  );
}

/** What of a facet is chosen or left out, beside its name: folded, it says as much as a chip does. */
function FacetState({ name, query, asked }: OfFacet & { asked: readonly FacetValue[] }) {
  const { say, t } = usePage();
  const [only] = asked;
  if (!only) return null;
  const isLeftOut = (query.excluded[name]?.length ?? 0) > 0 && !query.chosen[name];
  const words = asked.length > 1 ? t('list.someChosen', { count: asked.length }) : say(only.label);
  return <span class="facet-state">{isLeftOut ? `${t('list.except')} ${words}` : words}</span>;
}

/** Finds a value among all of a facet by its words: a form that leads to their page. */
function FacetSearch({ name, noun, query, total }: OfFacet & { total: string }) {
  const { t, say } = usePage();
  const path = facetPath(noun, name);
  const filter = noun.filters[name];
  const kept = [...new URLSearchParams(urlOf(path, query, noun).split('?')[1])];
  const words = t('list.findAmong', { total, facet: filter ? say(filter.label) : name });
  return (
    <form method="get" action={path} class="facet-find" role="search" aria-label={words}>
      {kept.map(([key, value]) => (
        <input key={`${key}=${value}`} type="hidden" name={key} value={value} />
      ))}
      <input
        class="form-control form-control-sm"
        type="search"
        name="containing"
        maxLength={200}
        aria-label={words}
        placeholder={t('list.find', { total })}
      />
    </form>
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
    <li class={isExcluded ? 'is-left-out' : value.count === 0 ? 'zero' : undefined}>
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
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5" />
          <path d="m4 4 8 8" fill="none" stroke="currentColor" stroke-width="1.5" />
        </svg>
      </a>
    </li>
  );
}
