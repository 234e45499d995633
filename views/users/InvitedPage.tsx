import type { KeptUser } from '../../models/user.ts';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';

/** The one time a one-time link is shown. */
export function InvitedPage({ user, link }: { user: KeptUser; link: string }) {
  const { t } = usePage();
  const title = t('user.linkTitle', { name: user.name });
  return (
    <Layout title={title}>
      <h1>{title}</h1>
      <div class="record-section">
        <p>{t('user.inviteHint', { name: user.name })}</p>
        <label class="form-label" for="link">
          {t('user.link')}
        </label>
        <input id="link" class="form-control" readOnly value={link} aria-describedby="link-hint" />
        <p id="link-hint" class="hint">
          {t('user.linkHint')}
        </p>
      </div>
      <p>
        <a href={`/users/${encodeURIComponent(user.id)}`}>{t('user.backTo', { name: user.name })}</a>
      </p>
    </Layout>
  );
}
