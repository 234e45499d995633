import { accountEvents } from '../../models/accounts/accountEvent.ts';
import { formatDay, formatInstant } from '../../models/values/day.ts';
import { channels } from '../../models/record/versionSource.ts';
import { nouns } from '../../models/nouns.ts';
import type { LatestChange } from '../../models/portfolio/homeFigures.ts';
import { recordPath } from '../components/recordPath.ts';
import { usePage } from '../page.tsx';

/** Changes of any records: what, who, from where and when, each leading to the history of its record. */
export function ChangeList({
  changes,
  withReasons = false,
}: {
  changes: readonly LatestChange[];
  withReasons?: boolean;
}) {
  const { t, say, format } = usePage();
  const whatOf = ({ event, version }: LatestChange): string => {
    if (event) return say(accountEvents[event]);
    return version === 1 ? t('home.added') : t('home.version', { version });
  };
  if (changes.length === 0) return <p class="mb-0">{t('home.noChanges')}</p>;
  return (
    <ul class="panel-list">
      {changes.map(one => (
        <li key={`${one.recordId} ${one.version} ${one.event ?? ''} ${one.validFrom.getTime()}`}>
          <a href={`${recordPath(one.noun, one.recordId)}/history`}>{one.identifier}</a>
          <span class="hint"> · {say(nouns[one.noun].label.one)}</span>
          <small class="hint d-block">
            {[
              whatOf(one),
              one.changedBy.name,
              say(channels[one.channel]),
              formatInstant(one.validFrom, format),
              ...(one.address ? [t('history.fromAddress', { address: one.address })] : []),
            ].join(' · ')}
          </small>
          {withReasons && one.reason && <span class="d-block">{one.reason}</span>}
          {withReasons && one.statedOn && (
            <small class="hint d-block">
              {t('history.statedOn', { day: formatDay(one.statedOn, format) })}
            </small>
          )}
        </li>
      ))}
    </ul>
  );
}
