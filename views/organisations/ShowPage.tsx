import type { OrganisationDerived } from '../../models/organisations/organisation.ts';
import type { organisationFields } from '../../models/organisations/organisationFields.ts';
import type { KeptRecord } from '../../models/record/noun.ts';
import { participantRoles, projectFields, type ProjectDerived } from '../../models/projects/project.ts';
import { Value, Unknown } from '../components/Value.tsx';
import { Table } from '../components/Table.tsx';
import { LinksOut } from '../components/LinksOut.tsx';
import { linksOfOrganisation } from '../components/linksOut.ts';
import { usePage, useStaying } from '../page.tsx';
import { Facts, Section, ShowFrame, type ShowPageProps } from '../records/ShowPage.tsx';

type Project = KeptRecord<typeof projectFields, ProjectDerived>;

export function OrganisationPage(props: ShowPageProps<typeof organisationFields, OrganisationDerived>) {
  const { record, noun } = props;
  const { t, say } = usePage();
  const stay = useStaying();
  const projects = props.related as Project[];
  const { items } = projectFields.participants;
  return (
    <ShowFrame {...props} title={record.name} warningLabels={{}}>
      <LinksOut links={linksOfOrganisation(record)} />
      <Facts
        fields={noun.fields}
        record={record}
        keys={[
          'shortName',
          'pic',
          'country',
          'city',
          'nutsCode',
          'activityType',
          'size',
          'nationalId',
          'website',
          'contact',
          'aliases',
        ]}
      />
      <Section
        id="projects"
        title={record.isWithheld ? t('nav.projects') : `${t('nav.projects')} (${projects.length})`}
        aside={
          !record.isWithheld && <a href={stay(`/projects?organisation=${record.id}`)}>{t('nav.projects')}</a>
        }
      >
        {record.isWithheld ? (
          <p class="unknown">{t('organisation.withheld')}</p>
        ) : projects.length === 0 ? (
          <p class="unknown">{t('value.none')}</p>
        ) : (
          <Table
            name={t('nav.projects')}
            heads={[
              say(projectFields.acronym.label),
              say(projectFields.programme.label),
              say(items.role.label),
              { number: say(items.euContribution.label) },
            ]}
          >
            {projects.flatMap(project =>
              project.participants
                .filter(({ organisation }) => organisation?.id === record.id)
                .map((one, index) => (
                  <tr key={`${project.id} ${index}`}>
                    <th scope="row">
                      <a href={stay(`/projects/${project.id}`)}>{project.acronym ?? project.title}</a>
                    </th>
                    <td>
                      <Value field={projectFields.programme} value={project.programme} />
                    </td>
                    <td>{one.role ? say(participantRoles[one.role]) : <Unknown />}</td>
                    <td class="number">
                      <Value field={items.euContribution} value={one.euContribution} />
                    </td>
                  </tr>
                )),
            )}
          </Table>
        )}
      </Section>
    </ShowFrame>
  );
}
