import { formatInstant } from '../../models/values/day.ts';
import type { Wait } from '../../models/accounts/signInAttempts.ts';
import type { SignInFailures } from '../../models/accounts/signInFailure.ts';
import type { KeptUser } from '../../models/accounts/user.ts';
import { Csrf } from '../components/Csrf.tsx';
import { FailedAttempts } from '../components/FailedAttempts.tsx';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';

export interface SignInState {
  failures: SignInFailures | null;
  waits: readonly Wait[];
}

/** How signing in to an account goes, for who may let it be tried again. */
export function SignInSection({ user, state: { failures, waits } }: { user: KeptUser; state: SignInState }) {
  const { t, format } = usePage();
  return (
    <Section id="sign-in" title={t('user.signIn')}>
      {failures ? <FailedAttempts attempts={failures} /> : <p>{t('user.noFailures')}</p>}
      {waits.length > 0 && (
        <ul>
          {waits.map(({ place, until }) => (
            <li key={place ?? ''}>
              {t('user.waits', {
                place: place ?? t('user.knownDevice'),
                at: formatInstant(until, format),
              })}
            </li>
          ))}
        </ul>
      )}
      <form method="post" action={`/users/${encodeURIComponent(user.id)}/unlock`}>
        <Csrf />
        <button class="btn btn-outline-primary" aria-describedby="unlock-hint">
          {t('user.unlock')}
        </button>
        <p id="unlock-hint" class="hint mb-0">
          {t('user.unlockHint', { name: user.name })}
        </p>
      </form>
    </Section>
  );
}
