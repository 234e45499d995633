import { formatInstant } from '../../models/values/day.ts';
import { deviceOf } from '../../models/accounts/device.ts';
import type { OpenSession } from '../../models/accounts/session.ts';
import { Confirmed } from '../components/Confirmed.tsx';
import { Layout } from '../Layout.tsx';
import { Table } from '../components/Table.tsx';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';

interface Props {
  sessions: readonly OpenSession[];
  /** The session the page is read in. */
  own: string | null;
}

/** Where a person is signed in. */
export function SessionsPage({ sessions, own }: Props) {
  const { t } = usePage();
  return (
    <Layout title={t('visit.title')}>
      <nav aria-label="breadcrumb" class="crumbs">
        <a href="/account">{t('nav.account')}</a>
      </nav>
      <div class="page-head">
        <div>
          <h1>{t('visit.title')}</h1>
          <p class="lead-sm mb-0">{t('visit.lead')}</p>
        </div>
        {sessions.length > 1 && (
          <div class="actions">
            <Confirmed action="/sessions/end" label={t('visit.endOthers')} hint={t('visit.endHint')} />
          </div>
        )}
      </div>
      <Section id="sessions" title={t('visit.open')}>
        <SessionTable sessions={sessions} own={own} />
      </Section>
    </Layout>
  );
}

function SessionTable({ sessions, own }: Props) {
  const { t, format } = usePage();
  const nameOf = ({ agent }: OpenSession): string => {
    const { browser, system } = deviceOf(agent);
    if (browser && system) return t('visit.device', { browser, system });
    return browser ?? system ?? t('visit.unknownDevice');
  };
  return (
    <div class="list-main">
      <Table
        name={t('visit.open')}
        isCaptioned
        heads={[
          t('visit.deviceLabel'),
          { hidden: t('visit.end') },
          t('visit.address'),
          t('visit.signedInAt'),
          t('visit.seenAt'),
        ]}
      >
        {sessions.map(session => (
          <tr key={session.id}>
            <th scope="row">{nameOf(session)}</th>
            <td data-label="">
              {session.id === own ? (
                <span class="mark mark-open">{t('visit.present')}</span>
              ) : (
                <Confirmed
                  action={`/sessions/${encodeURIComponent(session.id)}/end`}
                  label={t('visit.end')}
                  named={t('visit.endNamed', {
                    device: nameOf(session),
                    at: formatInstant(session.signedInAt, format),
                  })}
                  hint={t('visit.endHint')}
                  isSmall
                />
              )}
            </td>
            <td data-label={t('visit.address')}>{session.address ?? t('value.unknown')}</td>
            <td class="text-nowrap" data-label={t('visit.signedInAt')}>
              {formatInstant(session.signedInAt, format)}
            </td>
            <td class="text-nowrap" data-label={t('visit.seenAt')}>
              {formatInstant(session.seenAt, format)}
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
