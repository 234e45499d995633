import type { programmeFields } from '../../models/programmes/programme.ts';
import { Statements } from '../components/Statements.tsx';
import { ListTable } from '../components/ListTable.tsx';
import { usePage, useStaying } from '../page.tsx';
import { Facts, Section, ShowFrame, type ShowPageProps } from '../records/ShowPage.tsx';

type Props = ShowPageProps<typeof programmeFields, object>;

export function ProgrammePage(props: Props) {
  const { record, noun, knownAt } = props;
  const { t, say, may } = usePage();
  const stay = useStaying();
  const { projects, calls } = props.related as { projects: number; calls: number };
  const use =
    may('programme:write') && !knownAt
      ? { action: `/programmes/${encodeURIComponent(record.id)}/statements/use`, version: record.version }
      : null;
  const list = (path: string) => stay(`/${path}?programme=${encodeURIComponent(record.code)}`);
  return (
    <ShowFrame {...props} title={record.name} kicker={record.label} warningLabels={{}}>
      <Facts
        fields={noun.fields}
        record={record}
        keys={['code', 'label', 'parent', 'startsOn', 'endsOn', 'legalBasis', 'budget', 'portalId', 'note']}
      />
      <p>
        <a href={list('projects')}>
          {t('nav.projects')}: {projects}
        </a>{' '}
        ·{' '}
        <a href={list('calls')}>
          {t('nav.calls')}: {calls}
        </a>{' '}
        · <a href={list('coverage')}>{t('nav.coverage')}</a>
      </p>
      {record.rules.length > 0 && (
        <Section id="rules" title={say(noun.fields.rules.label)}>
          <ListTable field={noun.fields.rules} items={record.rules} />
        </Section>
      )}
      <Section id="statements" title={t('record.stated')}>
        <Statements fields={noun.fields} statements={record.statements} use={use} />
      </Section>
    </ShowFrame>
  );
}
