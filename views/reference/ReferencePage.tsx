import { formatInstant } from '../../models/values/day.ts';
import { fieldNamed } from '../../models/record/fields.ts';
import { nouns } from '../../models/nouns.ts';
import { totalOf, type Load, type LoadedRecord } from '../../models/reference/loads.ts';
import { Csrf } from '../components/Csrf.tsx';
import { recordPath } from '../components/recordPath.ts';
import { Table } from '../components/Table.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';

/** What the last loads of the reference data did, record by record, and loading it once more. */
export function ReferencePage({ loads }: { loads: readonly Load[] }) {
  const { t, format } = usePage();
  return (
    <Layout title={t('reference.title')}>
      <h1>{t('reference.title')}</h1>
      <p class="lead-sm">{t('reference.lead')}</p>
      <form method="post" action="/reference/load" class="panel-form mb-3">
        <Csrf />
        <button class="btn btn-primary">{t('home.loadReference')}</button>
      </form>
      {loads.length === 0 && <p>{t('reference.never')}</p>}
      {loads.map((load, index) => (
        <Section
          key={load.at.getTime()}
          id={`load-${index}`}
          title={t('reference.loaded', { at: formatInstant(load.at, format), name: load.by.name })}
        >
          <OneLoad load={load} />
        </Section>
      ))}
    </Layout>
  );
}

function OneLoad({ load }: { load: Load }) {
  const { t } = usePage();
  const made = load.records.filter(({ outcome }) => outcome === 'created');
  const touched = load.records.filter(({ outcome }) => outcome !== 'created');
  return (
    <>
      <p>{t('reference.counts', { ...totalOf(load) })}</p>
      {touched.length > 0 && <Touched records={touched} />}
      {made.length > 0 && (
        <details>
          <summary>{t('reference.new', { count: made.length })}</summary>
          <ul>
            {made.map(one => (
              <li key={one.id}>
                <RecordLink record={one} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function RecordLink({ record: { noun, id, name } }: { record: LoadedRecord }) {
  const { say } = usePage();
  return (
    <>
      <a href={recordPath(noun, id)}>{name}</a>
      <span class="hint"> · {say(nouns[noun].label.one)}</span>
    </>
  );
}

function Touched({ records }: { records: readonly LoadedRecord[] }) {
  const { t, say } = usePage();
  const named = ({ noun }: LoadedRecord, keys: readonly string[]): string => {
    const labels = keys.map(key => {
      const field = fieldNamed(nouns[noun].fields, key);
      return field ? say(field.label) : key;
    });
    return labels.join(', ') || '—';
  };
  return (
    <Table
      name={t('reference.changes')}
      isCaptioned
      heads={[t('reference.record'), t('reference.updated'), t('reference.kept')]}
    >
      {records.map(one => (
        <tr key={one.id}>
          <th scope="row">
            <RecordLink record={one} />
          </th>
          <td class="said">{named(one, one.changed)}</td>
          <td class="said">{named(one, one.kept)}</td>
        </tr>
      ))}
    </Table>
  );
}
