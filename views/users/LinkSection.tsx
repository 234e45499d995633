import { formatInstant } from '../../models/values/day.ts';
import type { LinkRequest } from '../../models/accounts/linkConsent.ts';
import type { KeptUser } from '../../models/accounts/user.ts';
import { Confirmed } from '../components/Confirmed.tsx';
import { Csrf } from '../components/Csrf.tsx';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';

/** Making a one-time link of an account, and the consent it takes where the account is another administrator's. */
export function LinkSection({ user, request }: { user: KeptUser; request: LinkRequest | null }) {
  const { t, user: reader } = usePage();
  const isMine = request?.askedBy.id === reader?.id;
  return (
    <Section id="access" title={t('user.access')}>
      {user.isBlocked ? (
        <p class="mb-0">{t('user.inviteBlocked')}</p>
      ) : (
        <>
          {request && <OpenRequest user={user} request={request} />}
          {!(request && isMine && !request.consentedBy) && (
            <form method="post" action={`/users/${encodeURIComponent(user.id)}/invitation`}>
              <Csrf />
              <p>{t('user.inviteHint', { name: user.name })}</p>
              {user.role === 'administrator' && user.id !== reader?.id && <p>{t('user.consentHint')}</p>}
              <button class="btn btn-outline-primary">{t('user.invite')}</button>
            </form>
          )}
        </>
      )}
    </Section>
  );
}

function OpenRequest({ user, request }: { user: KeptUser; request: LinkRequest }) {
  const { t, format, user: reader } = usePage();
  const { askedBy, askedAt, consentedBy } = request;
  const path = `/users/${encodeURIComponent(user.id)}/invitation`;
  const isThird = reader !== null && ![user.id, askedBy.id].includes(reader.id);
  return (
    <>
      <p>{t('user.linkAsked', { name: askedBy.name, at: formatInstant(askedAt, format) })}</p>
      {consentedBy && <p>{t('user.linkConsented', { name: consentedBy.name, maker: askedBy.name })}</p>}
      {!consentedBy && !isThird && <p>{t('user.linkWaits')}</p>}
      {!consentedBy && isThird && (
        <div class="actions mb-3">
          <Confirmed
            action={`${path}/consent`}
            label={t('user.consent')}
            hint={t('user.consentMeans', { name: user.name, maker: askedBy.name })}
          />
          <Confirmed
            action={`${path}/refuse`}
            label={t('user.refuse')}
            hint={t('user.refuseMeans', { maker: askedBy.name })}
          />
        </div>
      )}
    </>
  );
}
