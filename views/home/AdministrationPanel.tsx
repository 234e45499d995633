import { formatDay, formatInstant } from '../../models/values/day.ts';
import { roles } from '../../models/record/permissions.ts';
import { Csrf } from '../components/Csrf.tsx';
import { Unknown } from '../components/Value.tsx';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';
import { sayEndOfSupport } from './endOfSupport.ts';
import type { PanelData } from './panels.ts';

export function AdministrationPanel({ data }: { data: PanelData['administration'] }) {
  const { t, say, format, may } = usePage();
  const { accounts, byRole, blocked, requests, blockedImports, start, support, version } = data;
  const warning = start && support && sayEndOfSupport(t, format, start, support);
  return (
    <Section id="administration" title={t('home.administration')}>
      {requests.length > 0 && (
        <div class="alert alert-warning">
          <h3 class="h6">{t('user.requests')}</h3>
          <ul class="panel-list">
            {requests.map(({ userId, name, askedBy, askedAt }) => (
              <li key={userId}>
                <a href={`/users/${encodeURIComponent(userId)}#access`}>{name}</a>
                <small class="hint d-block">
                  {askedBy.name} · {formatInstant(askedAt, format)}
                </small>
              </li>
            ))}
          </ul>
        </div>
      )}
      {blockedImports.length > 0 && (
        <div class="alert alert-warning">
          <h3 class="h6">{t('importStopped.blockedMeanwhile')}</h3>
          <ul class="panel-list">
            {blockedImports.map(({ id, fileName, by, at }) => (
              <li key={id}>
                <a class="file-name" href={`/imports/${id}`}>
                  {fileName}
                </a>
                <small class="hint d-block">
                  {by.name} · {formatInstant(at, format)}
                </small>
              </li>
            ))}
          </ul>
        </div>
      )}
      {warning && (
        <p class="alert alert-warning" role="note">
          {warning}
        </p>
      )}
      <dl class="facts">
        <div>
          <dt>{t('nav.users')}</dt>
          <dd>
            <a href="/users">{t('home.accounts', { count: accounts })}</a>
            <ul class="panel-list">
              {byRole
                .filter(({ count }) => count > 0)
                .map(({ role, count }) => (
                  <li key={role}>
                    <a href={`/users?role=${role}`}>
                      {count} · {say(roles[role])}
                    </a>
                  </li>
                ))}
              {blocked > 0 && (
                <li>
                  <a href="/users?blocked=yes">
                    {blocked} · {t('user.blocked')}
                  </a>
                </li>
              )}
            </ul>
          </dd>
        </div>
        <div>
          <dt>{t('home.lastStart')}</dt>
          <dd>{start ? formatInstant(start.startedAt, format) : <Unknown />}</dd>
        </div>
        <div>
          <dt>{t('home.database')}</dt>
          <dd>
            {start ? `${start.database} · MongoDB ${start.serverVersion}` : <Unknown />}
            {support && support.state !== 'ended' && (
              <small class="hint d-block">
                {support.endsOn
                  ? t('home.supportedUntil', { day: formatDay(support.endsOn, format) })
                  : t('home.supportUnknown')}
              </small>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('home.programVersion')}</dt>
          <dd>callfolio {version}</dd>
        </div>
      </dl>
      {may('reference:load') && (
        <form method="post" action="/reference/load" class="panel-form">
          <Csrf />
          <button class="btn btn-outline-primary btn-sm" aria-describedby="reference-hint">
            {t('home.loadReference')}
          </button>
          <p id="reference-hint" class="hint">
            {t('home.loadReferenceHint')} <a href="/reference">{t('reference.last')}</a>
          </p>
        </form>
      )}
    </Section>
  );
}
