import { bases } from '../../models/projects/basis.ts';
import type { ParticipantsSum } from '../../models/projects/participantsSum.ts';
import { formatAmount } from '../../models/values/money.ts';
import { formatShare } from '../components/Value.tsx';
import { sayProblem } from '../problem.ts';
import { usePage } from '../page.tsx';
import type { ParticipantRead, ParticipantsRead } from './participantsRead.ts';

/** The id of a part of the form that is shown anew while lines are typed. */
const partId = (index: number, part: 'share' | 'state') => `participants-${index}-${part}`;

/** In hundredths of a per cent, as the shares of links are. */
const shareOf = (cents: number, { projectCents }: ParticipantsSum): number | null =>
  projectCents === null || projectCents === 0 ? null : Math.round((cents / projectCents) * 10_000);

/** How the sum stands to the project's contribution, in a word. */
function useStanding({ differenceCents, missing, receiving }: ParticipantsSum) {
  const { t } = usePage();
  if (differenceCents === null) return { tone: 'open', says: t('participants.unknown') } as const;
  if (differenceCents > 0) return { tone: 'open', says: t('participants.above') } as const;
  if (differenceCents < 0) return { tone: 'open', says: t('participants.stillToEnter') } as const;
  if (receiving === 0 || missing > 0)
    return { tone: 'open', says: t('participants.missing', { count: missing }) } as const;
  return { tone: 'equal', says: t('participants.equal') } as const;
}

/** How much of the project's contribution is entered, as a bar; its figures stand beside it. */
function Meter({ sum }: { sum: ParticipantsSum }) {
  const share = Math.min(10_000, Math.max(0, shareOf(sum.sumCents, sum) ?? 0));
  return (
    <svg class="lines-meter" aria-hidden="true">
      <rect class="meter-ground" x="0.5" y="0.5" width="99%" height="9" rx="2" />
      <rect
        class={sum.differenceCents === 0 ? 'meter-full' : 'meter-part'}
        x="0.5"
        y="0.5"
        width={`${(share * 99) / 10_000}%`}
        height="9"
        rx="2"
      />
    </svg>
  );
}

/** Sum, the project's contribution and the difference, as the foot of the table of participants. */
export function ParticipantsFoot({ sum, span }: { sum: ParticipantsSum; span: number }) {
  const { t, format } = usePage();
  const { tone, says } = useStanding(sum);
  const share = shareOf(sum.sumCents, sum);
  const amount = (cents: number | null) =>
    cents === null ? t('value.unknown') : formatAmount(cents, format);
  return (
    <tfoot id="participants-foot" data-part aria-live="polite">
      <tr>
        <th scope="row" colSpan={span}>
          {t('participants.sum', { count: sum.receiving + sum.partners })}
          {sum.partners > 0 && <small> {t('participants.partners', { count: sum.partners })}</small>}
        </th>
        <td class="lines-amount">{amount(sum.sumCents)}</td>
        <td class="line-share">{share !== null && formatShare(share, format)}</td>
        <td colSpan={3}>
          <Meter sum={sum} />
        </td>
      </tr>
      <tr>
        <th scope="row" colSpan={span}>
          {t('participants.ofProject')} <a href="#field-euContribution">{t('participants.change')}</a>
        </th>
        <td class="lines-amount">{amount(sum.projectCents)}</td>
        <td colSpan={4} />
      </tr>
      <tr>
        <th scope="row" colSpan={span}>
          {t('participants.difference')}
        </th>
        <td class={`lines-amount is-${tone}`}>
          {sum.differenceCents === null ? '' : amount(Math.abs(sum.differenceCents))}
        </td>
        <td colSpan={4} class={`is-${tone}`}>
          {says}
        </td>
      </tr>
    </tfoot>
  );
}

/** The same in a line, for the bar in which the form is saved: in sight wherever one types. */
export function ParticipantsBar({ sum }: { sum: ParticipantsSum }) {
  const { t, format } = usePage();
  const { tone, says } = useStanding(sum);
  const amount = (cents: number) => formatAmount(cents, format);
  return (
    <p id="participants-bar" class="lines-bar" data-part>
      {sum.receiving + sum.partners > 0 && (
        <>
          <Meter sum={sum} />
          {sum.projectCents === null ? (
            <b>{amount(sum.sumCents)}</b>
          ) : (
            <span class="lines-bar-sum">
              {t('participants.of', { sum: amount(sum.sumCents), whole: amount(sum.projectCents) })} ·{' '}
            </span>
          )}{' '}
          <span class={`is-${tone}`}>
            {sum.differenceCents !== null && sum.differenceCents !== 0 && (
              <b>{amount(Math.abs(sum.differenceCents))} </b>
            )}
            {says}
          </span>
        </>
      )}
    </p>
  );
}

interface CellProps {
  index: number;
  read: ParticipantRead | undefined;
  sum: ParticipantsSum;
}

/** Of one line: its share of the project's contribution, and whether its organisation is known. */
export function ParticipantCells({ index, read, sum }: CellProps) {
  const { say, t, format } = usePage();
  const cents = read?.cents ?? null;
  const share = cents === null ? null : shareOf(cents, sum);
  const problem = read?.problem ?? null;
  return (
    <>
      <td
        class="line-share"
        id={partId(index, 'share')}
        data-part
        data-amount={cents === null ? undefined : formatAmount(cents, format)}
      >
        {share !== null && formatShare(share, format)}
      </td>
      <td class="line-state" id={partId(index, 'state')} data-part>
        {problem !== null ? (
          <span class="is-wrong">
            {sayProblem(t, { field: 'euContribution', type: problem }, say(bases.euContribution))}
          </span>
        ) : (
          read &&
          read.state !== 'blank' && <span class={`is-${read.state}`}>{t(`participants.${read.state}`)}</span>
        )}
      </td>
    </>
  );
}

/** All that is shown anew while lines are typed: a script puts each part in the place of the one of its id. */
export function ParticipantsParts({ read }: { read: ParticipantsRead }) {
  return (
    <div>
      <table>
        <tbody>
          {read.lines.map((line, index) => (
            <tr key={index}>
              <ParticipantCells index={index} read={line} sum={read} />
            </tr>
          ))}
        </tbody>
        <ParticipantsFoot sum={read} span={5} />
      </table>
      <ParticipantsBar sum={read} />
    </div>
  );
}
