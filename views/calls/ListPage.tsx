import type { callFields } from '../../models/calls/callFields.ts';
import type { CallDerived } from '../../models/calls/callRules.ts';
import { unrecordedLabel } from '../../models/calls/call.ts';
import { evaluationDays, judgedAt, type CallStatus } from '../../models/calls/callStatus.ts';
import { momentFor } from '../../models/query/query.ts';
import { InitiativeMarks } from '../components/Supports.tsx';
import { usePage } from '../page.tsx';
import { ListPage, type ListPageProps } from '../records/ListPage.tsx';

export function CallListPage(props: ListPageProps<typeof callFields, CallDerived>) {
  const { t, say } = usePage();
  const moment = momentFor(props.query);
  return (
    <ListPage
      {...props}
      intro={
        <p class="hint">
          {t('call.brussels')} {t('call.evaluation', { days: evaluationDays() })}
        </p>
      }
      under={({ title }) => title}
      decorate={{
        status: ({ timeline }, status, shown) => (
          <span class={`mark mark-${status as CallStatus}`}>
            {judgedAt(timeline, moment).isTimed ? say(unrecordedLabel) : shown}
          </span>
        ),
        supports: ({ supports }) => <InitiativeMarks supports={supports} />,
      }}
    />
  );
}
