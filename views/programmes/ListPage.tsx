import type { programmeFields } from '../../models/programmes/programme.ts';
import { ListPage, useFieldColumn, type ListPageProps } from '../records/ListPage.tsx';

type Props = ListPageProps<typeof programmeFields, object>;

export function ProgrammeListPage(props: Props) {
  const column = (key: string) => useFieldColumn(props.noun, key);
  const code = column('code');
  return (
    <ListPage
      {...props}
      columns={[
        { ...code, cell: one => <a href={`/programmes/${encodeURIComponent(one.id)}`}>{one.code}</a> },
        column('label'),
        column('name'),
        column('startsOn'),
        column('endsOn'),
        column('budget'),
        column('legalBasis'),
      ]}
    />
  );
}
