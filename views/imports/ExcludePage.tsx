import type { Import } from '../../models/imports/import.ts';
import { rowsUrl, type RowQuery } from '../../models/imports/rows/importRows.ts';
import { Csrf } from '../components/Csrf.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { formatCount } from './progress.ts';

interface Props {
  found: Import;
  query: RowQuery;
  isExcluded: boolean;
  /** How many rows would change. */
  count: number;
}

/** Asks whether all rows that match are to be left out, or taken again: says how many, before anything happens. */
export function ExcludePage({ found, query, isExcluded, count }: Props) {
  const { t, format } = usePage();
  const base = `/imports/${found.id}`;
  const rows = rowsUrl(`${base}/rows`, query);
  const [, filter = ''] = rowsUrl('', query).split('?');
  const words = { count, rows: formatCount(count, format) };
  const title = t(isExcluded ? 'importRows.leaveOutAll' : 'importRows.takeAllAgain', words);
  return (
    <Layout title={title}>
      <nav aria-label="breadcrumb" class="crumbs">
        <a href="/imports">{t('importPage.many')}</a> › <a href={base}>{found.file.name}</a>
      </nav>
      <h1>{title}</h1>
      {count === 0 ? (
        <p>{t('importRows.matchNone')}</p>
      ) : (
        <form method="post" action={`${base}/excluded`}>
          <Csrf />
          <input type="hidden" name="_version" value={found.version} />
          <input type="hidden" name="filter" value={filter} />
          <input type="hidden" name="isExcluded" value={String(isExcluded)} />
          <input type="hidden" name="to" value={base} />
          <p>{t('importRows.matchLead')}</p>
          <button class="btn btn-primary">{title}</button>
        </form>
      )}
      <p class="mt-3">
        <a href={rows}>{t('importRows.backToRows')}</a>
      </p>
    </Layout>
  );
}
