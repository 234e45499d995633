import { usePage } from '../page.tsx';

/** Told by the script five minutes before a session is over; without it nothing is lost either (decision 0078). */
export function SessionEnd() {
  const { t, sessionEnd } = usePage();
  if (!sessionEnd) return null;
  return (
    <div
      class="session-end"
      role="alert"
      hidden
      data-session-idle={sessionEnd.idleMs}
      data-session-most={sessionEnd.mostMs}
    >
      <p data-session-soon>{t('session.endsSoon')}</p>
      <p data-session-over hidden>
        {t('session.isOver')}
      </p>
      <button type="button" class="btn btn-primary btn-sm">
        {t('session.stay')}
      </button>
    </div>
  );
}
