import { accountEvents, type AccountEvent } from '../../models/accounts/accountEvent.ts';
import { formatInstant } from '../../models/values/day.ts';
import { channels } from '../../models/record/versionSource.ts';
import type { SignInFailures } from '../../models/accounts/signInFailure.ts';
import { FailedAttempts } from '../components/FailedAttempts.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';

/** What happened to the access to one's own account. */
export function AccessPage({
  events,
  attempts,
}: {
  events: readonly AccountEvent[];
  attempts: SignInFailures | null;
}) {
  const { t, say, format } = usePage();
  return (
    <Layout title={t('access.title')}>
      <nav aria-label="breadcrumb" class="crumbs">
        <a href="/account">{t('nav.account')}</a>
      </nav>
      <h1>{t('access.title')}</h1>
      <p class="lead-sm">{t('access.lead')}</p>
      {attempts && (
        <Section id="attempts" title={t('access.attempts')}>
          <FailedAttempts attempts={attempts} />
        </Section>
      )}
      <Section id="events" title={t('access.events')}>
        {events.length === 0 ? (
          <p>{t('access.none')}</p>
        ) : (
          <ul class="panel-list">
            {events.map(({ event, by, channel, at, address }) => (
              <li key={`${event} ${at.getTime()}`}>
                {say(accountEvents[event])}
                <small class="hint d-block">
                  {[
                    by.name,
                    say(channels[channel]),
                    formatInstant(at, format),
                    ...(address ? [t('history.fromAddress', { address })] : []),
                  ].join(' · ')}
                </small>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </Layout>
  );
}
