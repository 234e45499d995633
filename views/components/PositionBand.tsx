import { formatDay, formatInstant } from '../../models/values/day.ts';
import { usePage } from '../page.tsx';
import { inputsOf, keptOf, withoutPosition } from '../position.ts';

/** Says of a page that it is not judged on today, or not as known now; with the way back, and to another day. */
export function PositionBand() {
  const { t, format, position, url, now } = usePage();
  if (position === null) return null;
  const { on, isOnToday, knownAt } = position;
  const [path] = url.split('?');
  const inputs = inputsOf(position);
  return (
    <section class="position-band" aria-label={t('position.name')}>
      <p>
        <strong>{t(isOnToday ? 'position.ofToday' : 'position.of', { day: formatDay(on, format) })}</strong>
        {t('position.known', { at: formatInstant(knownAt ?? now, format) })}
      </p>
      <details class="position-other">
        <summary class="btn btn-sm btn-outline-dark">{t('position.other')}</summary>
        <form method="get" action={path}>
          {keptOf(url).map(([name, value]) => (
            <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
          ))}
          <label class="form-label" for="position-on">
            {t('list.on')}
          </label>
          <input
            id="position-on"
            class="form-control form-control-sm"
            type="date"
            name="on"
            value={inputs.on}
          />
          <label class="form-label" for="position-knownAt">
            {t('list.knownAt')}
          </label>
          <input
            id="position-knownAt"
            class="form-control form-control-sm"
            type="datetime-local"
            name="knownAt"
            value={inputs.knownAt}
          />
          <button class="btn btn-primary btn-sm">{t('action.apply')}</button>
        </form>
      </details>
      <a class="btn btn-sm btn-dark" href={withoutPosition(url)}>
        {t('position.back')}
      </a>
    </section>
  );
}
