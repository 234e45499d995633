import { brusselsParts } from '../../models/values/day.ts';
import { isAskedFor, type FacetValue } from '../../models/query/facetValues.ts';
import type { Filter } from '../../models/record/filters.ts';
import type { Listed } from '../../models/record/noun.ts';
import { chosenBeyondDefault, urlOf, type ListQuery } from '../../models/query/query.ts';
import { usePage } from '../page.tsx';

const shownAtFirst = 8;

type Side = 'chosen' | 'excluded';

interface FiltersProps {
  noun: Listed;
  query: ListQuery;
  facets: Readonly<Record<string, FacetValue[]>>;
}

/** The filters of a list: one GET form (words, bounds, instants) and links with counts, usable without JavaScript. */
export function Filters({ noun, query, facets }: FiltersProps) {
  const { t } = usePage();
  return (
    <aside class="filters" aria-label={t('list.filters')}>
      <details open class="filters-fold">
        <summary>{t('list.filters')}</summary>
        <FilterForm noun={noun} query={query} />
        {noun.facets.map(key => (
          <Facet key={key} name={key} noun={noun} query={query} values={facets[key] ?? []} />
        ))}
      </details>
    </aside>
  );
}

function FilterForm({ noun, query }: { noun: Listed; query: ListQuery }) {
  const { t, say } = usePage();
  const bounds = Object.entries(noun.filters).filter(([, { control }]) => control !== 'choice');
  const typed = new Set(bounds.map(([key]) => key));
  const known = query.knownAt && brusselsParts(query.knownAt);
  const kept = (['chosen', 'excluded'] as const).flatMap(side =>
    Object.entries(side === 'chosen' ? chosenBeyondDefault(noun, query.chosen) : query.excluded)
      .filter(([key]) => side === 'excluded' || !typed.has(key))
      .flatMap(([key, values]) =>
        values.map(value => ({ name: side === 'excluded' ? `exclude.${key}` : key, value })),
      ),
  );
  const isOpen = bounds.some(([key]) => key in query.chosen);
  return (
    <form method="get" action={`/${noun.path}`} class="filter-form" role="search">
      {kept.map(({ name, value }) => (
        <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
      ))}
      {query.columns.map(key => (
        <input key={key} type="hidden" name="columns" value={key} />
      ))}
      {Object.entries(query.view).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="sort" value={`${query.sort.isDescending ? '-' : ''}${query.sort.key}`} />
      <input type="hidden" name="pageSize" value={query.pageSize} />
      <label class="form-label" for="q">
        {t('list.searchLabel')}
      </label>
      <input
        id="q"
        class="form-control form-control-sm"
        type="search"
        name="q"
        value={query.search}
        maxLength={500}
        aria-describedby="q-hint"
      />
      <p id="q-hint" class="hint">
        {t('list.search')}
      </p>
      {bounds.length > 0 && (
        <details open={isOpen}>
          <summary>{t('bounds.title')}</summary>
          <div class="bounds">
            {bounds.map(([key, filter]) => (
              <div key={key}>
                <label class="form-label" for={`filter-${key}`}>
                  {say(filter.label)}
                </label>
                <input
                  id={`filter-${key}`}
                  class="form-control form-control-sm"
                  name={key}
                  value={query.chosen[key]?.[0] ?? ''}
                  inputMode={filter.control === 'amount' ? 'decimal' : undefined}
                  placeholder={
                    filter.control === 'day'
                      ? t('list.dayForm')
                      : filter.control === 'year'
                        ? t('list.yearForm')
                        : '0.00'
                  }
                />
              </div>
            ))}
          </div>
        </details>
      )}
      <details open={!query.isOnToday || query.knownAt !== null}>
        <summary>{t('list.instants')}</summary>
        <label class="form-label" for="filter-on">
          {t('list.on')}
        </label>
        <input
          id="filter-on"
          class="form-control form-control-sm"
          type="date"
          name="on"
          value={query.isOnToday ? '' : query.on}
        />
        <label class="form-label" for="filter-knownAt">
          {t('list.knownAt')}
        </label>
        <input
          id="filter-knownAt"
          class="form-control form-control-sm"
          type="datetime-local"
          name="knownAt"
          value={known ? `${known.day}T${known.time}` : ''}
          aria-describedby="knownAt-hint"
        />
        <p id="knownAt-hint" class="hint">
          {t('list.knownHint')}
        </p>
      </details>
      <button class="btn btn-primary btn-sm">{t('action.apply')}</button>
    </form>
  );
}

interface FacetProps {
  name: string;
  noun: Listed;
  query: ListQuery;
  values: readonly FacetValue[];
}

function Facet({ name, noun, query, values }: FacetProps) {
  const { say, t } = usePage();
  const filter = noun.filters[name];
  if (!filter || values.length === 0) return null;
  const isOn = (side: Side, option: FacetValue): boolean =>
    query[side][name]?.some(value => isAskedFor(filter, value, option)) === true;
  const line = (value: FacetValue) => (
    <FacetLine
      key={value.value}
      name={name}
      filter={filter}
      noun={noun}
      query={query}
      value={value}
      isChosen={isOn('chosen', value)}
      isExcluded={isOn('excluded', value)}
    />
  );
  const isFew = values.length <= shownAtFirst + 2;
  const rest = isFew ? [] : values.slice(shownAtFirst);
  const isRestChosen = rest.some(value => isOn('chosen', value) || isOn('excluded', value));
  return (
    <section class="facet" aria-label={say(filter.label)}>
      <h2>{say(filter.label)}</h2>
      <ul>{(isFew ? values : values.slice(0, shownAtFirst)).map(line)}</ul>
      {rest.length > 0 && (
        <details open={isRestChosen}>
          <summary>{t('list.more', { count: values.length })}</summary>
          <ul>{rest.map(line)}</ul>
        </details>
      )}
    </section>
  );
}

interface LineProps {
  name: string;
  filter: Filter;
  noun: Listed;
  query: ListQuery;
  value: FacetValue;
  isChosen: boolean;
  isExcluded: boolean;
}

function FacetLine({ name, filter, noun, query, value, isChosen, isExcluded }: LineProps) {
  const { say, t } = usePage();
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
        <span class="facet-count">{value.count}</span>
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
