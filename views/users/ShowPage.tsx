import { roles } from '../../models/permissions.ts';
import type { userFields } from '../../models/user.ts';
import { Confirmed } from '../components/Confirmed.tsx';
import { Csrf } from '../components/Csrf.tsx';
import { usePage } from '../page.tsx';
import { Facts, Section, ShowFrame, type ShowPageProps } from '../records/ShowPage.tsx';

export function UserPage(props: ShowPageProps<typeof userFields, object>) {
  const { record, noun, knownAt } = props;
  const { t, say, may } = usePage();
  return (
    <ShowFrame
      {...props}
      title={record.name}
      kicker={say(roles[record.role])}
      warningLabels={{}}
      actions={
        <a class="btn btn-outline-primary" href={`/tokens/all?user=${encodeURIComponent(record.id)}`}>
          {t('token.title')}
        </a>
      }
    >
      <Section id="facts" title={t('record.facts')}>
        <Facts
          fields={noun.fields}
          record={record}
          keys={['email', 'role', 'language', 'locale', 'isBlocked']}
        />
      </Section>
      {may('user:write') && !knownAt && (
        <Section id="access" title={t('user.access')}>
          {record.isBlocked ? (
            <p class="mb-0">{t('user.inviteBlocked')}</p>
          ) : (
            <form method="post" action={`/users/${encodeURIComponent(record.id)}/invitation`}>
              <Csrf />
              <p>{t('user.inviteHint', { name: record.name })}</p>
              <button class="btn btn-outline-primary">{t('user.invite')}</button>
            </form>
          )}
        </Section>
      )}
      {may('user:write') && !knownAt && !record.isBlocked && (
        <Section id="sessions" title={t('user.sessions')}>
          <Confirmed
            action={`/users/${encodeURIComponent(record.id)}/sessions/end`}
            deed={t('user.endSessions')}
            hint={t('user.endSessionsHint', { name: record.name })}
          />
        </Section>
      )}
    </ShowFrame>
  );
}
