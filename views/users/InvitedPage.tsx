import type { KeptUser } from '../../models/accounts/user.ts';
import { OncePage } from '../components/OncePage.tsx';
import { usePage } from '../page.tsx';

/** The one time a one-time link is shown. */
export function InvitedPage({ user, link }: { user: KeptUser; link: string }) {
  const { t } = usePage();
  const { name } = user;
  return (
    <OncePage
      title={t('user.linkTitle', { name })}
      lead={t('user.inviteHint', { name })}
      id="link"
      label={t('user.link')}
      value={link}
      hint={t('user.linkHint')}
      back={{ to: `/users/${encodeURIComponent(user.id)}`, says: t('user.backTo', { name }) }}
    />
  );
}
