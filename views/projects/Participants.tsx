import { participantRoles, projectFields, type Participant } from '../../models/projects/project.ts';
import { Table } from '../components/Table.tsx';
import { usePage } from '../page.tsx';
import { Unknown, Value } from '../components/Value.tsx';

/** Who takes part; withheld participants are named only to whom may see them, and summed in one line for others. */
export function Participants({ participants }: { participants: readonly Participant[] }) {
  const { t, say } = usePage();
  const { items, label } = projectFields.participants;
  if (participants.length === 0) return <p class="unknown">{t('value.unknown')}</p>;
  const heading = (key: keyof typeof items) => say(items[key].label);
  return (
    <Table
      name={say(label)}
      isCaptioned
      heads={[
        heading('name'),
        heading('role'),
        heading('country'),
        heading('pic'),
        heading('activityType'),
        { number: heading('euContribution') },
      ]}
    >
      {participants.map((one, index) => {
        const isMasked = one.isWithheld && one.name === '';
        return (
          <tr key={index}>
            <th scope="row">
              {isMasked ? (
                <em>{t('value.withheld')}</em>
              ) : one.organisation ? (
                <a href={`/organisations/${one.organisation.id}`}>{one.name}</a>
              ) : (
                one.name
              )}
              {one.isWithheld && !isMasked && (
                <span class="badge text-bg-warning ms-2">{heading('isWithheld')}</span>
              )}
              {one.note && <small class="hint d-block">{one.note}</small>}
            </th>
            <td>{one.role ? say(participantRoles[one.role]) : isMasked ? '—' : <Unknown />}</td>
            <td>{isMasked ? '—' : <Value field={items.country} value={one.country} />}</td>
            <td>{isMasked ? '—' : <Value field={items.pic} value={one.pic} />}</td>
            <td>{isMasked ? '—' : <Value field={items.activityType} value={one.activityType} />}</td>
            <td class="number">
              <Value field={items.euContribution} value={one.euContribution} />
            </td>
          </tr>
        );
      })}
    </Table>
  );
}
