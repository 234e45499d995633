import { pageSizes, type ListQuery } from '../../models/query/query.ts';
import { usePage } from '../page.tsx';

interface PaginationProps {
  query: ListQuery;
  totalPages: number;
  link: (change: Partial<ListQuery>) => string;
}

/** Pages of a list and how many rows each has; the whole state stays in the address. */
export function Pagination({ query, totalPages, link }: PaginationProps) {
  const { t } = usePage();
  return (
    <nav class="pagination-bar" aria-label={t('list.pages')}>
      <span>{t('list.page', { page: query.page, pages: totalPages })}</span>
      {query.page > 1 && (
        <a rel="prev" href={link({ page: Math.min(query.page - 1, totalPages) })}>
          {t('list.previous')}
        </a>
      )}
      {query.page < totalPages && (
        <a rel="next" href={link({ page: query.page + 1 })}>
          {t('list.next')}
        </a>
      )}
      <span class="page-sizes">
        {t('list.pageSize')}:{' '}
        {pageSizes.map(size =>
          size === query.pageSize ? (
            <strong key={size} aria-current="true">
              {size}
            </strong>
          ) : (
            <a key={size} href={link({ pageSize: size })}>
              {size}
            </a>
          ),
        )}
      </span>
    </nav>
  );
}
