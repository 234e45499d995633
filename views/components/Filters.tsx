import { brusselsParts } from '../../models/values/day.ts';
import type { Facet } from '../../models/query/facetValues.ts';
import type { Listed } from '../../models/record/noun.ts';
import { chosenBeyondDefault, usualPageSize, type ListQuery } from '../../models/query/query.ts';
import { usePage } from '../page.tsx';
import { FacetSection } from './FacetSection.tsx';

interface FiltersProps {
  noun: Listed;
  query: ListQuery;
  facets: Readonly<Record<string, Facet>>;
}

/** The filters of a list: one GET form (words, bounds, instants) and links with counts, usable without JavaScript. */
export function Filters({ noun, query, facets }: FiltersProps) {
  const { t, look } = usePage();
  return (
    <aside class="filters" aria-label={t('list.filters')}>
      <details open={!look.isFolded} class="filters-fold">
        <summary>{t('list.filters')}</summary>
        <FilterForm noun={noun} query={query} />
        {noun.facets
          .filter(key => key !== noun.tabs?.key)
          .map(key => (
            <FacetSection key={key} name={key} noun={noun} query={query} facet={facets[key]} />
          ))}
      </details>
    </aside>
  );
}

function FilterForm({ noun, query }: { noun: Listed; query: ListQuery }) {
  const { t, say } = usePage();
  const forms = { amount: '0.00', day: t('list.dayForm'), year: t('list.yearForm'), text: '', choice: '' };
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
  const sorted = `${query.sort.isDescending ? '-' : ''}${query.sort.key}`;
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
      {sorted !== noun.defaultSort && <input type="hidden" name="sort" value={sorted} />}
      {query.pageSize !== usualPageSize && <input type="hidden" name="pageSize" value={query.pageSize} />}
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
                  placeholder={forms[filter.control]}
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
