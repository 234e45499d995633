import type { LinkRequest } from '../../models/accounts/linkConsent.ts';
import { roles } from '../../models/record/permissions.ts';
import type { userFields } from '../../models/accounts/user.ts';
import { Confirmed } from '../components/Confirmed.tsx';
import { usePage } from '../page.tsx';
import { Facts, Section, ShowFrame, type ShowPageProps } from '../records/ShowPage.tsx';
import { LinkSection } from './LinkSection.tsx';
import { SignInSection, type SignInState } from './SignInSection.tsx';

/** What the page of an account shows to who keeps the accounts. */
export interface UserRelated {
  request: LinkRequest | null;
  signIn: SignInState;
}

export function UserPage(props: ShowPageProps<typeof userFields, object>) {
  const { record, noun, knownAt, related } = props;
  const about = related as UserRelated | null;
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
      {may('user:write') && !knownAt && <LinkSection user={record} request={about?.request ?? null} />}
      {about && !knownAt && !record.isBlocked && <SignInSection user={record} state={about.signIn} />}
      {may('user:write') && !knownAt && !record.isBlocked && (
        <Section id="sessions" title={t('user.sessions')}>
          <Confirmed
            action={`/users/${encodeURIComponent(record.id)}/sessions/end`}
            label={t('user.endSessions')}
            hint={t('user.endSessionsHint', { name: record.name })}
          />
        </Section>
      )}
    </ShowFrame>
  );
}
