import { formatDay } from '../../models/day.ts';
import { accesses } from '../../models/permissions.ts';
import type { KeptToken } from '../../models/token.ts';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';

/** The one time an access token is shown. */
export function TokenMadePage({ token, made }: { token: string; made: KeptToken }) {
  const { t, say, format } = usePage();
  const title = t('token.madeTitle', { name: made.name });
  return (
    <Layout title={title}>
      <h1>{title}</h1>
      <div class="record-section">
        <p>
          {t('token.madeLead', { access: say(accesses[made.access]), day: formatDay(made.endsOn, format) })}
        </p>
        <label class="form-label" for="token">
          {t('token.one')}
        </label>
        <input id="token" class="form-control" readOnly value={token} aria-describedby="token-hint" />
        <p id="token-hint" class="hint">
          {t('token.madeHint')}
        </p>
      </div>
      <p>
        <a href="/tokens">{t('token.back')}</a>
      </p>
    </Layout>
  );
}
