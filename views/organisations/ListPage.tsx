import type { OrganisationDerived } from '../../models/organisations/organisation.ts';
import type { organisationFields } from '../../models/organisations/organisationFields.ts';
import { ListPage, useFieldColumn, type ListPageProps } from '../records/ListPage.tsx';

export function OrganisationListPage(props: ListPageProps<typeof organisationFields, OrganisationDerived>) {
  const column = (key: string) => useFieldColumn(props.noun, key);
  const name = column('name');
  return (
    <ListPage
      {...props}
      columns={[
        { ...name, cell: one => <a href={`/organisations/${one.id}`}>{one.name}</a> },
        column('shortName'),
        column('pic'),
        column('country'),
        column('activityType'),
      ]}
    />
  );
}
