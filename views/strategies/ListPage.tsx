import type { strategyFields } from '../../models/strategies/strategy.ts';
import { usePage } from '../page.tsx';
import { ListPage, useFieldColumn, type ListPageProps } from '../records/ListPage.tsx';

export function StrategyListPage(props: ListPageProps<typeof strategyFields, object>) {
  const { format, say } = usePage();
  const column = (key: string) => useFieldColumn(props.noun, key);
  const title = format.language === 'nl' ? 'titleNl' : 'titleEn';
  return (
    <ListPage
      {...props}
      columns={[
        {
          ...column('reference'),
          cell: one => <a href={`/strategies/${encodeURIComponent(one.id)}`}>{one.reference}</a>,
        },
        { ...column(title), heading: say({ en: 'Title', nl: 'Titel' }) },
        column('adoptedOn'),
        column('startsOn'),
        column('endsOn'),
        {
          key: 'initiatives',
          heading: say(props.noun.fields.initiatives.label),
          isNumber: true,
          cell: one => one.initiatives.length,
        },
      ]}
    />
  );
}
