import { formatDay } from '../../models/values/day.ts';
import { accesses } from '../../models/record/permissions.ts';
import type { KeptToken } from '../../models/accounts/token.ts';
import { OncePage } from '../components/OncePage.tsx';
import { usePage } from '../page.tsx';

/** The one time an access token is shown. */
export function TokenMadePage({ token, made }: { token: string; made: KeptToken }) {
  const { t, say, format } = usePage();
  return (
    <OncePage
      title={t('token.madeTitle', { name: made.name })}
      lead={t('token.madeLead', { access: say(accesses[made.access]), day: formatDay(made.endsOn, format) })}
      id="token"
      label={t('token.one')}
      value={token}
      hint={t('token.madeHint')}
      back={{ to: '/tokens', says: t('token.back') }}
    />
  );
}
