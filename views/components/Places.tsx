import { SafeLink } from './SafeLink.tsx';
import { usePage } from '../page.tsx';

/** The host of an address, and of a repository its name: enough to know the place by. */
function shortName(address: string): string {
  const { hostname, pathname } = new URL(address);
  const host = hostname.replace(/^www\./, '');
  return host === 'github.com' ? `${host}${pathname.split('/').slice(0, 3).join('/')}` : host;
}

/** Where something stated was found: the addresses, each by its short name. */
export function Places({ places }: { places: readonly string[] }) {
  const { t } = usePage();
  const found = places.filter(place => URL.canParse(place));
  if (found.length === 0) return null;
  return (
    <span class="d-block">
      {t('record.foundAt')}{' '}
      {found.map((place, index) => (
        <span key={place}>
          {index > 0 && ' · '}
          <SafeLink href={place}>{shortName(place)}</SafeLink>
        </span>
      ))}
    </span>
  );
}
