import type { ComponentChildren } from 'preact';
import { formatInstant } from '../../models/values/day.ts';
import type { Initiative } from '../../models/strategies/strategy.ts';
import {
  numberOf,
  significanceLabels,
  supportFields,
  type Support,
} from '../../models/assessments/support.ts';
import { Table } from './Table.tsx';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';
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
    <Table
      name={t('supports.heading')}
      isCaptioned
      heads={[
        say(supportFields.initiative.label),
        say(supportFields.significance.label),
        { number: say(supportFields.shareBp.label) },
        attributed && { number: t('supports.attributed') },
        say(supportFields.justification.label),
        say(supportFields.source.label),
      ]}
    >
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
              <span class={`mark mark-${one.significance}`}>{say(significanceLabels[one.significance])}</span>
              {one.assessedBy && one.assessedAt && (
                <small class="hint d-block">
                  {t('supports.assessed', {
                    name: one.assessedBy.identifier,
                    at: formatInstant(one.assessedAt, format),
                  })}
                </small>
              )}
            </td>
            <td class="number text-nowrap">
              {one.shareBp === null ? '—' : formatShare(one.shareBp, format)}
            </td>
            {attributed && (
              <td class="number">
                {one.shareBp ? <Value field={money} value={attributed.get(one.initiative) ?? null} /> : '—'}
              </td>
            )}
            <td class="said">
              {one.justification === null ? (
                <span class="unknown">{t('supports.noJustification')}</span>
              ) : (
                <span class="long-text">{one.justification}</span>
              )}
            </td>
            <td class="said">{one.source ?? <Unknown />}</td>
          </tr>
        );
      })}
    </Table>
  );
}

/** The headed part of a record's page that shows its links; `editPath` is null for who may not edit them here. */
export function SupportsSection({
  editPath,
  children,
}: {
  editPath: string | null;
  children: ComponentChildren;
}) {
  const { t } = usePage();
  const edit = editPath && (
    <a class="btn btn-outline-primary btn-sm" href={editPath}>
      {t('supports.edit')}
    </a>
  );
  return (
    <Section id="supports" title={t('supports.heading')} aside={edit}>
      {children}
    </Section>
  );
}

/** So many stand in a line; of more the last are counted. */
const mostMarks = 4;

/** The linked initiatives of a record in a list: their numbers, each drawn as what the link means, and with its words. */
export function InitiativeMarks({ supports }: { supports: readonly Support[] }) {
  const { t, say } = usePage();
  if (supports.length === 0) return <span class="unknown">{t('value.none')}</span>;
  const shown = supports.length > mostMarks ? supports.slice(0, mostMarks - 1) : supports;
  const others = supports.slice(shown.length);
  const words = ({ initiative, significance }: Support) =>
    `${numberOf(initiative)} ${say(significanceLabels[significance])}`;
  return (
    <ul class="initiative-marks">
      {shown.map(one => (
        <li key={one.initiative}>
          <span class={`initiative-mark is-${one.significance}`} title={words(one)}>
            {numberOf(one.initiative)}
            <span class="visually-hidden"> {say(significanceLabels[one.significance])}</span>
          </span>
        </li>
      ))}
      {others.length > 0 && (
        <li>
          <span class="initiative-mark is-more" title={others.map(words).join('; ')}>
            +{others.length}
            <span class="visually-hidden">: {others.map(words).join('; ')}</span>
          </span>
        </li>
      )}
    </ul>
  );
}
