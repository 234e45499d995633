import type { FacetValue } from '../../models/query/facetValues.ts';
import { urlOf, type ListQuery } from '../../models/query/query.ts';
import type { Listed } from '../../models/record/noun.ts';
import { Chips } from '../components/Chips.tsx';
import { facetPath, FacetValues } from '../components/FacetSection.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';

interface FacetPageProps {
  noun: Listed;
  query: ListQuery;
  /** The key of the filter. */
  name: string;
  /** What the words of the values were asked to hold; '' for anything. */
  containing: string;
  values: readonly FacetValue[];
  totalItems: number;
  totalPages: number;
}

/** All values of a facet, each with a link to the list of it: what the list shows the first of. */
export function FacetPage({ noun, query, name, containing, values, totalItems, totalPages }: FacetPageProps) {
  const { t, say } = usePage();
  const facet = say(noun.filters[name]?.label ?? { en: name, nl: name });
  const title = t('list.facetTitle', { noun: say(noun.label.many), facet: facet.toLowerCase() });
  const addressOf = (page: number): string => {
    const address = urlOf(facetPath(noun, name), query, noun, { page });
    if (!containing) return address;
    return `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams({ containing }).toString()}`;
  };
  const shown = Object.fromEntries([[name, { values: [...values], total: totalItems }]]);
  return (
    <Layout title={title} wide>
      <h1>{title}</h1>
      <p>
        <a href={urlOf(`/${noun.path}`, query, noun)}>{t('list.facetBack')}</a>
      </p>
      <p class="hint">{t('list.facetHint')}</p>
      <Chips noun={noun} query={query} facets={shown} />
      <form method="get" action={facetPath(noun, name)} class="facet-search" role="search">
        {[...new URLSearchParams(addressOf(1).split('?')[1])]
          .filter(([key]) => key !== 'containing')
          .map(([key, value]) => (
            <input key={`${key}=${value}`} type="hidden" name={key} value={value} />
          ))}
        <label class="form-label" for="containing">
          {t('list.containing')}
        </label>
        <input
          id="containing"
          class="form-control form-control-sm"
          type="search"
          name="containing"
          value={containing}
          maxLength={200}
        />
        <button class="btn btn-primary btn-sm">{t('list.searchLabel')}</button>
      </form>
      <p class="list-count" aria-live="polite">
        {t('list.values', { count: totalItems })}
      </p>
      <section class="facet facet-page" aria-label={facet}>
        {values.length === 0 ? (
          <p class="unknown">{t('list.noValue')}</p>
        ) : (
          <FacetValues name={name} noun={noun} query={query} values={values} />
        )}
      </section>
      {totalPages > 1 && (
        <nav class="pagination-bar" aria-label={t('list.pages')}>
          <span>{t('list.page', { page: query.page, pages: totalPages })}</span>
          {query.page > 1 && (
            <a rel="prev" href={addressOf(Math.min(query.page - 1, totalPages))}>
              {t('list.previous')}
            </a>
          )}
          {query.page < totalPages && (
            <a rel="next" href={addressOf(query.page + 1)}>
              {t('list.next')}
            </a>
          )}
        </nav>
      )}
    </Layout>
  );
}
