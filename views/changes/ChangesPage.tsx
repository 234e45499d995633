import type { LatestChange } from '../../models/portfolio/homeFigures.ts';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { ChangeList } from './ChangeList.tsx';

/** What was changed last in any record, with the reasons given. */
export function ChangesPage({ changes }: { changes: readonly LatestChange[] }) {
  const { t } = usePage();
  return (
    <Layout title={t('home.changes')}>
      <div class="page-head">
        <div>
          <h1>{t('home.changes')}</h1>
          <p class="lead-sm">{t('home.changesHint')}</p>
        </div>
      </div>
      <ChangeList changes={changes} withReasons />
    </Layout>
  );
}
