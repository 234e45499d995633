import { accountEvents, type AccountEvent } from '../../models/accounts/accountEvent.ts';
import { formatDay, formatInstant } from '../../models/values/day.ts';
import { emptyValues, type FieldKind, type Fields } from '../../models/record/fields.ts';
import type { HistoryEntry } from '../../models/lists/history.ts';
import type { KeptRecord } from '../../models/record/noun.ts';
import type { VisibleNoun } from '../../models/record/visibleTo.ts';
import { channels } from '../../models/record/versionSource.ts';
import type { Right } from '../../models/record/permissions.ts';
import { Csrf } from '../components/Csrf.tsx';
import { Unknown, valueText } from '../components/Value.tsx';
import { Layout } from '../Layout.tsx';
import { Table } from '../components/Table.tsx';
import { usePage } from '../page.tsx';

interface Props<F extends Fields, D> {
  noun: VisibleNoun<F, D>;
  record: KeptRecord<F, D>;
  entries: readonly HistoryEntry<F, D>[];
  /** Of an account: what happened to the access to it. */
  events?: readonly AccountEvent[];
}

/** An empty list says that there is none; an empty field that it is unknown. */
const isMany = (kind: FieldKind): boolean => Array.isArray(emptyValues[kind]());

/** Who changed what, when, from where, field by field; an earlier version can be restored as a new one. */
export function HistoryPage<F extends Fields, D>(props: Props<F, D>) {
  const { noun, record, entries, events = [] } = props;
  const { t, say } = usePage();
  const path = `/${noun.path}/${encodeURIComponent(record.id)}`;
  const title = t('history.title', { name: noun.identify(record) });
  const items = [
    ...entries.map(entry => ({
      at: entry.validFrom,
      item: <VersionItem {...props} entry={entry} path={path} />,
    })),
    ...events.map(event => ({ at: event.at, item: <EventItem event={event} /> })),
  ].toSorted((a, b) => b.at.getTime() - a.at.getTime());
  return (
    <Layout title={title}>
      <nav aria-label="breadcrumb" class="crumbs">
        <a href={`/${noun.path}`}>{say(noun.label.many)}</a> › <a href={path}>{noun.identify(record)}</a>
      </nav>
      <h1>{title}</h1>
      <ol class="history" reversed>
        {items.map(({ item }) => item)}
      </ol>
    </Layout>
  );
}

function EventItem({ event: { event, by, channel, at, address } }: { event: AccountEvent }) {
  const { t, say, format } = usePage();
  return (
    <li>
      <h2>{say(accountEvents[event])}</h2>
      <p class="version-line mb-0">
        {t('history.byFrom', {
          name: by.name,
          at: formatInstant(at, format),
          channel: say(channels[channel]),
        })}
        {address && <>, {t('history.fromAddress', { address })}</>}
      </p>
    </li>
  );
}

function VersionItem<F extends Fields, D>({
  noun,
  record,
  entry,
  path,
}: Props<F, D> & { entry: HistoryEntry<F, D>; path: string }) {
  const { t, say, format, may } = usePage();
  const mayRestore = may(`${noun.name}:write` as Right);
  return (
    <li>
      <div class="section-head">
        <h2>
          {t('history.version', { version: entry.version })}
          {entry.validTo === null && <span class="badge text-bg-primary ms-2">{t('history.current')}</span>}
        </h2>
        <div class="actions">
          <a href={`${path}?knownAt=${encodeURIComponent(entry.validFrom.toISOString())}`}>
            {t('history.seeAs')}
          </a>
          {mayRestore && entry.validTo !== null && (
            <form method="post" action={`${path}/versions/${entry.version}/restore`}>
              <Csrf />
              <input type="hidden" name="_version" value={record.version} />
              <button
                class="btn btn-outline-primary btn-sm"
                title={'supports' in noun.fields ? t('history.restoresLinks') : undefined}
              >
                {t('action.restore')}
              </button>
            </form>
          )}
        </div>
      </div>
      <p class="version-line">
        {t('history.byFrom', {
          name: entry.changedBy.name,
          at: formatInstant(entry.validFrom, format),
          channel: say(channels[entry.channel]),
        })}
        {entry.reason && <> — {entry.reason}</>}
        {entry.statedOn && <>, {t('history.statedOn', { day: formatDay(entry.statedOn, format) })}</>}
      </p>
      <Table
        name={t('history.version', { version: entry.version })}
        heads={[
          t('history.field'),
          entry.version > 1 && t('history.before'),
          entry.version > 1 ? t('history.after') : t('history.created'),
        ]}
      >
        {entry.changes.map(({ key, before, after }) => {
          const field = noun.fields[key];
          if (!field) return null;
          const show = (value: unknown) => {
            const text = valueText(field, value, format);
            if (text !== null) return <span class="long-text">{text}</span>;
            return isMany(field.kind) ? <span class="unknown">{t('value.none')}</span> : <Unknown />;
          };
          return (
            <tr key={key}>
              <th scope="row">{say(field.label)}</th>
              {entry.version > 1 && <td>{show(before)}</td>}
              <td>{show(after)}</td>
            </tr>
          );
        })}
      </Table>
    </li>
  );
}
