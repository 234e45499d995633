import { formatInstant } from '../../models/values/day.ts';
import type { userFields } from '../../models/accounts/user.ts';
import { usePage } from '../page.tsx';
import { ListPage, useFieldColumn, type ListPageProps } from '../records/ListPage.tsx';

export function UserListPage(props: ListPageProps<typeof userFields, object>) {
  const { t, format } = usePage();
  const column = (key: string) => useFieldColumn(props.noun, key);
  const name = column('name');
  return (
    <ListPage
      {...props}
      intro={
        <p>
          <a href="/tokens/all">{t('token.titleAll')}</a>
        </p>
      }
      columns={[
        { ...name, cell: one => <a href={`/users/${encodeURIComponent(one.id)}`}>{one.name}</a> },
        column('email'),
        column('role'),
        {
          key: 'isBlocked',
          heading: t('user.state'),
          cell: one =>
            one.isBlocked ? (
              <span class="mark mark-cancelled">{t('user.blocked')}</span>
            ) : (
              <span class="mark mark-open">{t('user.active')}</span>
            ),
        },
        {
          key: 'updatedAt',
          heading: t('user.updatedAt'),
          cell: one => formatInstant(one.updatedAt, format),
        },
      ]}
    />
  );
}
