import type { callFields } from '../../models/calls/callFields.ts';
import type { CallDerived } from '../../models/calls/callRules.ts';
import type { CallStatus } from '../../models/calls/callStatus.ts';
import { InitiativeMarks } from '../components/Supports.tsx';
import { usePage } from '../page.tsx';
import { ListPage, type ListPageProps } from '../records/ListPage.tsx';

export function CallListPage(props: ListPageProps<typeof callFields, CallDerived>) {
  const { t } = usePage();
  return (
    <ListPage
      {...props}
      intro={<p class="hint">{t('call.brussels')}</p>}
      under={({ title }) => title}
      decorate={{
        status: (_call, status, shown) => <span class={`mark mark-${status as CallStatus}`}>{shown}</span>,
        supports: ({ supports }) => <InitiativeMarks supports={supports} />,
      }}
    />
  );
}
