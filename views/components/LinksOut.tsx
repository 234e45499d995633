import { usePage } from '../page.tsx';
import type { LinkOut } from './linksOut.ts';
import { SafeLink } from './SafeLink.tsx';

/** Where else a record stands: pages of other sites, the arrow saying that one leaves. */
export function LinksOut({ links }: { links: readonly LinkOut[] }) {
  const { t } = usePage();
  if (links.length === 0) return null;
  return (
    <p class="links-out">
      {t('record.elsewhere')}:{' '}
      {links.map(({ to, href }, at) => (
        <>
          {at > 0 && ' · '}
          <SafeLink href={href}>
            {to} <span aria-hidden="true">↗</span>
          </SafeLink>
        </>
      ))}
    </p>
  );
}
