import type { userFields } from '../../models/accounts/user.ts';
import { usePage } from '../page.tsx';
import { ListPage, type ListPageProps } from '../records/ListPage.tsx';

export function UserListPage(props: ListPageProps<typeof userFields, object>) {
  const { t } = usePage();
  return (
    <ListPage
      {...props}
      intro={
        <p>
          <a href="/tokens/all">{t('token.titleAll')}</a>
        </p>
      }
      decorate={{
        state: ({ isBlocked }, _state, shown) => (
          <span class={isBlocked ? 'mark mark-cancelled' : 'mark mark-open'}>{shown}</span>
        ),
      }}
    />
  );
}
