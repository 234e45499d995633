import { formatInstant } from '../../models/day.ts';
import type { Initiative } from '../../models/strategy.ts';
import { significanceLabels, supportFields, type Support } from '../../models/support.ts';
import { usePage } from '../page.tsx';
import { Unknown, Value, formatShare } from './Value.tsx';

interface Props {
  supports: readonly Support[];
  initiatives: readonly Initiative[];
  /** What each initiative receives of the record's EU contribution, in cents; null where not stated. */
  attributed: ReadonlyMap<string, number | null> | null;
}

/** The links of a record to initiatives, with the reason and who judged. */
export function Supports({ supports, initiatives, attributed }: Props) {
  const { t, say, format } = usePage();
  if (supports.length === 0) return <p class="unknown">{t('supports.none')}</p>;
  const money = { ...supportFields.shareBp, kind: 'money' } as const;
  return (
    <div class="table-responsive" tabIndex={0} role="group" aria-label={t('supports.heading')}>
      <table class="table table-sm record-table">
        <caption class="visually-hidden">{t('supports.heading')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('supports.initiative')}</th>
            <th scope="col">{say(supportFields.significance.label)}</th>
            <th scope="col" class="number">
              {say(supportFields.shareBp.label)}
            </th>
            {attributed && (
              <th scope="col" class="number">
                {t('supports.attributed')}
              </th>
            )}
            <th scope="col">{say(supportFields.justification.label)}</th>
            <th scope="col">{say(supportFields.source.label)}</th>
          </tr>
        </thead>
        <tbody>
          {supports.map(one => {
            const initiative = initiatives.find(({ code }) => code === one.initiative);
            return (
              <tr key={one.initiative}>
                <th scope="row">
                  {initiative ? `${initiative.number}. ${say(initiative.title)}` : one.initiative}
                  {one.keyAction && (
                    <small class="hint d-block">{`${say(supportFields.keyAction.label)} ${one.keyAction}`}</small>
                  )}
                </th>
                <td>
                  <span class={`mark mark-${one.significance}`}>
                    {say(significanceLabels[one.significance])}
                  </span>
                  {one.assessedBy && one.assessedAt && (
                    <small class="hint d-block">
                      {t('supports.assessed', {
                        name: one.assessedBy.identifier,
                        at: formatInstant(one.assessedAt, format),
                      })}
                    </small>
                  )}
                </td>
                <td class="number">{one.shareBp === null ? '—' : formatShare(one.shareBp, format)}</td>
                {attributed && (
                  <td class="number">
                    {one.shareBp ? (
                      <Value field={money} value={attributed.get(one.initiative) ?? null} />
                    ) : (
                      '—'
                    )}
                  </td>
                )}
                <td>
                  {one.justification === null ? (
                    <span class="unknown">{t('supports.noJustification')}</span>
                  ) : (
                    <span class="long-text">{one.justification}</span>
                  )}
                </td>
                <td>{one.source ?? <Unknown />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
