import { callStatusLabels } from '../../models/calls/call.ts';
import type { callFields } from '../../models/calls/callFields.ts';
import { type CallDerived } from '../../models/calls/callRules.ts';
import { statusAt } from '../../models/calls/callStatus.ts';
import { formatInstant, formatPartialDay } from '../../models/values/day.ts';
import { momentFor } from '../../models/query/query.ts';
import { InitiativeMarks } from '../components/Supports.tsx';
import { Unknown } from '../components/Value.tsx';
import { usePage } from '../page.tsx';
import { ListPage, useFieldColumn, type ListPageProps } from '../records/ListPage.tsx';

export function CallListPage(props: ListPageProps<typeof callFields, CallDerived>) {
  const { t, say, format } = usePage();
  const column = (key: string) => useFieldColumn(props.noun, key);
  const { at } = momentFor(props.query);
  return (
    <ListPage
      {...props}
      intro={<p class="hint">{t('call.brussels')}</p>}
      columns={[
        {
          ...column('identifier'),
          cell: one => (
            <>
              <a href={`/calls/${one.id}`}>{one.identifier}</a>
              {one.title && <small class="cell-title">{one.title}</small>}
            </>
          ),
        },
        column('kind'),
        column('programme'),
        {
          key: 'status',
          heading: say({ en: 'Status', nl: 'Status' }),
          cell: one => {
            const status = statusAt(one.timeline, at);
            return <span class={`mark mark-${status}`}>{say(callStatusLabels[status])}</span>;
          },
        },
        {
          key: 'opensOn',
          heading: say({ en: 'Opens', nl: 'Opent' }),
          cell: one => (one.opensOn ? formatPartialDay(one.opensOn, format) : <Unknown />),
        },
        {
          key: 'deadlineAt',
          heading: say({ en: 'Last deadline', nl: 'Laatste deadline' }),
          cell: one => (one.deadlineAt ? formatInstant(one.deadlineAt, format) : <Unknown />),
        },
        column('budget'),
        {
          key: 'initiatives',
          heading: t('supports.initiative'),
          cell: one => <InitiativeMarks supports={one.supports} />,
        },
      ]}
    />
  );
}
