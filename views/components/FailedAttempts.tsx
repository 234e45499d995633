import { formatInstant } from '../../models/values/day.ts';
import { usePage } from '../page.tsx';

/** How often signing in failed, when last and from where. */
export function FailedAttempts({
  attempts: { wrong, refused, lastAt, lastAddress },
}: {
  attempts: { wrong: number; refused: number; lastAt: Date | string; lastAddress: string };
}) {
  const { t, format } = usePage();
  const at = formatInstant(new Date(lastAt), format);
  return (
    <p>
      {t('access.failed', { count: wrong + refused })}{' '}
      {refused > 0 && `${t('access.failedOf', { wrong, refused })} `}
      {t('access.failedLast', { at, address: lastAddress })}
    </p>
  );
}
