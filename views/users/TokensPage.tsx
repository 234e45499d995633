import type { KeptToken } from '../../models/accounts/token.ts';
import type { KeptUser } from '../../models/accounts/user.ts';
import { TokenTable } from '../account/TokenTable.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';

/** Access tokens of one account, or (null) of all. */
export function AllTokensPage({ user, tokens }: { user: KeptUser | null; tokens: readonly KeptToken[] }) {
  const { t, may } = usePage();
  const title = user ? t('token.titleOf', { name: user.name }) : t('token.titleAll');
  return (
    <Layout title={title} wide>
      <nav aria-label="breadcrumb" class="crumbs">
        <a href="/users">{t('nav.users')}</a>
        {user && (
          <>
            {' / '}
            <a href={`/users/${encodeURIComponent(user.id)}`}>{user.name}</a>
          </>
        )}
      </nav>
      <div class="page-head">
        <div>
          <h1>{title}</h1>
          <p class="lead-sm mb-0">{t('token.leadAll')}</p>
        </div>
        {user && (
          <div class="actions">
            <a class="btn btn-outline-primary" href="/tokens/all">
              {t('token.titleAll')}
            </a>
          </div>
        )}
      </div>
      <Section id="tokens" title={t('token.title')}>
        <TokenTable tokens={tokens} withOwner={user === null} canEnd={may('user:write')} />
      </Section>
    </Layout>
  );
}
