import type { ComponentChildren } from 'preact';
import { isArchivable, isArchived } from '../../models/curation/archive.ts';
import { formatInstant, type Day } from '../../models/values/day.ts';
import type { Fields, Values } from '../../models/record/fields.ts';
import type { KeptRecord } from '../../models/record/noun.ts';
import type { VisibleNoun } from '../../models/record/visibleTo.ts';
import type { Right } from '../../models/record/permissions.ts';
import { idOfField } from '../components/fieldContext.ts';
import { ListTable } from '../components/ListTable.tsx';
import { warningWords } from '../components/warningWords.ts';
import { Value } from '../components/Value.tsx';
import { ArchivedNotice, ArchiveForm } from './Archive.tsx';
import { Layout } from '../Layout.tsx';
import { usePage, useStaying } from '../page.tsx';

export interface ShowPageProps<F extends Fields = Fields, D = unknown> {
  noun: VisibleNoun<F, D>;
  record: KeptRecord<F, D>;
  /** What the noun's `related` question gave. */
  related: unknown;
  knownAt: Date | null;
  on: Day;
}

/** The frame of a record's page: name, version, actions, warnings; what stands inside is the noun's own. */
export function ShowFrame<F extends Fields, D>(
  props: ShowPageProps<F, D> & {
    title: string;
    kicker?: ComponentChildren;
    warningLabels: Readonly<Record<string, { en: string; nl: string }>>;
    actions?: ComponentChildren;
    children: ComponentChildren;
  },
) {
  const { noun, record, knownAt, title } = props;
  const { t, say, format, may } = usePage();
  const stay = useStaying();
  const path = `/${noun.path}/${encodeURIComponent(record.id)}`;
  const mayMend = !knownAt && !isArchived(record) && may(`${noun.name}:write` as Right);
  const mayArchive = !knownAt && isArchivable(noun) && may(`${noun.name}:write` as Right);
  return (
    <Layout title={title}>
      <nav aria-label="breadcrumb" class="crumbs">
        <a href={stay(`/${noun.path}`)}>{say(noun.label.many)}</a>
      </nav>
      {isArchived(record) && <ArchivedNotice record={record} mayRestore={mayArchive} />}
      <div class="page-head">
        <div>
          {props.kicker && <p class="kicker">{props.kicker}</p>}
          <h1>{title}</h1>
        </div>
        <div class="actions">
          {props.actions}
          {!knownAt && may(`${noun.name}:write` as Right) && (
            <a class="btn btn-primary" href={`${path}/edit`}>
              {t('action.edit')}
            </a>
          )}
          {may('history:read') && (
            <a class="btn btn-outline-primary" href={`${path}/history`}>
              {t('action.history')}
            </a>
          )}
        </div>
      </div>
      {record.warnings.length > 0 && (
        <section class="warnings" aria-labelledby="warnings">
          <h2 id="warnings">{t('record.warnings')}</h2>
          <ul>
            {record.warnings.map(warning => {
              const words = warningWords(warning, props.warningLabels, format);
              const field = `${path}/edit#${idOfField(warning.field)}`;
              return <li key={warning.rule}>{mayMend ? <a href={field}>{words}</a> : words}</li>;
            })}
          </ul>
        </section>
      )}
      {props.children}
      {mayArchive && <ArchiveForm path={path} record={record} />}
      <p class="version-line">
        {t('record.version', {
          version: record.version,
          name: record.updatedBy.name,
          at: formatInstant(record.updatedAt, format),
        })}
      </p>
    </Layout>
  );
}

/** Fields of a record as a list of facts, in the order asked for. */
export function Facts<F extends Fields>({
  fields,
  record,
  keys,
}: {
  fields: F;
  record: object;
  keys: readonly (keyof F & string)[];
}) {
  const { say } = usePage();
  const values = record as Values;
  return (
    <dl class="facts">
      {keys.map(key => {
        const field = fields[key];
        if (!field) return null;
        return (
          <div key={key}>
            <dt>{say(field.label)}</dt>
            <dd>
              {field.kind === 'list' ? (
                <ListTable field={field} items={values[key] as Values[]} />
              ) : (
                <Value field={field} value={values[key]} />
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

interface SectionProps {
  id: string;
  title: string;
  children: ComponentChildren;
  aside?: ComponentChildren;
}

/** A headed part of a record's page. */
export function Section({ id, title, children, aside }: SectionProps) {
  return (
    <section class="record-section" aria-labelledby={id}>
      <div class="section-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
