import type { Import } from '../../models/imports/import.ts';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { formatCount } from './progress.ts';
import { Counted } from './Report.tsx';

/** In the place of rows that name participants, for whoever may not see withheld ones: how many there are, and why. */
export function RowCountsPage({ found, totalItems }: { found: Import; totalItems: number }) {
  const { t, format } = usePage();
  const base = `/imports/${found.id}`;
  const title = t('importPage.rows', { file: found.file.name });
  return (
    <Layout title={title}>
      <nav aria-label="breadcrumb" class="crumbs">
        <a href="/imports">{t('importPage.many')}</a> › <a href={base}>{found.file.name}</a>
      </nav>
      <h1 class="file-name">{title}</h1>
      <p class="list-count">
        {t('importPage.rowsCount', { count: totalItems, rows: formatCount(totalItems, format) })}
      </p>
      <Counted found={found} areRowsShown={false} />
      <p class="mt-3">
        <a href={base}>{t('importPage.back')}</a>
      </p>
    </Layout>
  );
}
