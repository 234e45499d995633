import { formatDay, formatInstant } from '../../models/values/day.ts';
import { accesses } from '../../models/record/permissions.ts';
import { tokenFields, type KeptToken } from '../../models/accounts/token.ts';
import { Confirmed } from '../components/Confirmed.tsx';
import { Table } from '../components/Table.tsx';
import { usePage } from '../page.tsx';

interface Props {
  tokens: readonly KeptToken[];
  /** Whether the tokens are of several people. */
  withOwner?: boolean;
  canEnd: boolean;
}

/** Access tokens with their end, and the button that ends them before. */
export function TokenTable({ tokens, withOwner = false, canEnd }: Props) {
  const { t, say, format, url } = usePage();
  if (tokens.length === 0) return <p class="unknown mb-0">{t('token.none')}</p>;
  return (
    <div class="list-main">
      <Table
        name={t('token.title')}
        isCaptioned
        heads={[
          say(tokenFields.name.label),
          canEnd && { hidden: t('token.end') },
          withOwner && t('token.owner'),
          say(tokenFields.access.label),
          say(tokenFields.endsOn.label),
          t('token.usedAt'),
          t('token.createdAt'),
        ]}
      >
        {tokens.map(token => (
          <tr key={token.id}>
            <th scope="row">{token.name}</th>
            {canEnd && (
              <td data-label="">
                {token.hasEnded ? (
                  <span class="mark mark-ended">{t('token.hasEnded')}</span>
                ) : (
                  <Confirmed
                    action={`/tokens/${encodeURIComponent(token.id)}/end`}
                    label={t('token.end')}
                    named={t('token.endNamed', { name: token.name })}
                    hint={t('token.endHint')}
                    isSmall
                  >
                    <input type="hidden" name="to" value={url} />
                  </Confirmed>
                )}
              </td>
            )}
            {withOwner && (
              <td data-label={t('token.owner')}>
                <a href={`/users/${encodeURIComponent(token.owner.id)}`}>{token.owner.name}</a>
              </td>
            )}
            <td class="text-nowrap" data-label={say(tokenFields.access.label)}>
              {say(accesses[token.access])}
            </td>
            <td class="text-nowrap" data-label={say(tokenFields.endsOn.label)}>
              {formatDay(token.endsOn, format)}
              {!canEnd && token.hasEnded && (
                <>
                  {' '}
                  <span class="mark mark-ended">{t('token.hasEnded')}</span>
                </>
              )}
            </td>
            <td class="text-nowrap" data-label={t('token.usedAt')}>
              {token.usedAt ? formatInstant(token.usedAt, format) : t('token.never')}
            </td>
            <td class="text-nowrap" data-label={t('token.createdAt')}>
              {formatInstant(token.createdAt, format)}
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
