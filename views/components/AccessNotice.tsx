import { accountEvents } from '../../models/accounts/accountEvent.ts';
import { formatInstant } from '../../models/values/day.ts';
import { channels } from '../../models/record/versionSource.ts';
import { usePage } from '../page.tsx';
import { Csrf } from './Csrf.tsx';
import { FailedAttempts } from './FailedAttempts.tsx';

/** What happened to the access to one's account since one last read of it; it stays until one says that one has read it. */
export function AccessNotice() {
  const { t, say, format, accessNotice, url } = usePage();
  if (!accessNotice) return null;
  return (
    <section class="alert alert-warning" aria-labelledby="access-notice">
      <h2 id="access-notice" class="h6">
        {t('access.noticeTitle')}
      </h2>
      {accessNotice.attempts && <FailedAttempts attempts={accessNotice.attempts} />}
      {accessNotice.events.length > 0 && (
        <ul>
          {accessNotice.events.map(({ event, by, at, channel, address }) => (
            <li key={`${event} ${at}`}>
              {say(accountEvents[event])}:{' '}
              {t('history.byFrom', {
                name: by,
                at: formatInstant(new Date(at), format),
                channel: say(channels[channel]),
              })}
              {address && <>, {t('history.fromAddress', { address })}</>}
            </li>
          ))}
          {accessNotice.more > 0 && <li>{t('access.more', { count: accessNotice.more })}</li>}
        </ul>
      )}
      <p class="mb-2">
        {t('access.noticeHint')} <a href="/account/access">{t('access.all')}</a>
      </p>
      <form method="post" action="/account/access/read">
        <Csrf />
        <input type="hidden" name="to" value={url} />
        <button class="btn btn-outline-primary btn-sm">{t('access.read')}</button>
      </form>
    </section>
  );
}
