import { formatDay, formatInstant } from '../../models/day.ts';
import type { FieldKind, Fields } from '../../models/fields.ts';
import type { HistoryEntry } from '../../models/history.ts';
import { channels, type KeptRecord, type Noun } from '../../models/noun.ts';
import type { Right } from '../../models/permissions.ts';
import { Csrf } from '../components/Csrf.tsx';
import { Unknown, valueText } from '../components/Value.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';

interface Props<F extends Fields, D> {
  noun: Noun<F, D>;
  record: KeptRecord<F, D>;
  entries: readonly HistoryEntry<F, D>[];
}

/** An empty list says that there is none; an empty field that it is unknown. */
const isMany = (kind: FieldKind): boolean => kind === 'list' || kind === 'texts';

/** Who changed what, when, from where, field by field; an earlier version can be restored as a new one. */
export function HistoryPage<F extends Fields, D>({ noun, record, entries }: Props<F, D>) {
  const { t, say, format, may } = usePage();
  const path = `/${noun.path}/${encodeURIComponent(record.id)}`;
  const title = t('history.title', { name: noun.identify(record) });
  const mayRestore = may(`${noun.name}:write` as Right);
  return (
    <Layout title={title}>
      <nav aria-label="breadcrumb" class="crumbs">
        <a href={`/${noun.path}`}>{say(noun.label.many)}</a> › <a href={path}>{noun.identify(record)}</a>
      </nav>
      <h1>{title}</h1>
      <ol class="history" reversed>
        {entries.map(entry => (
          <li key={entry.version}>
            <div class="section-head">
              <h2>
                {t('history.version', { version: entry.version })}
                {entry.validTo === null && (
                  <span class="badge text-bg-primary ms-2">{t('history.current')}</span>
                )}
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
            <div
              class="table-responsive"
              tabIndex={0}
              role="group"
              aria-label={t('history.version', { version: entry.version })}
            >
              <table class="table table-sm record-table">
                <thead>
                  <tr>
                    <th scope="col">{t('history.field')}</th>
                    {entry.version > 1 && <th scope="col">{t('history.before')}</th>}
                    <th scope="col">{entry.version > 1 ? t('history.after') : t('history.created')}</th>
                  </tr>
                </thead>
                <tbody>
                  {entry.changes.map(({ key, before, after }) => {
                    const field = noun.fields[key];
                    if (!field) return null;
                    const show = (value: unknown) => {
                      const text = valueText(field, value, format);
                      if (text !== null) return <span class="long-text">{text}</span>;
                      return isMany(field.kind) ? (
                        <span class="unknown">{t('value.none')}</span>
                      ) : (
                        <Unknown />
                      );
                    };
                    return (
                      <tr key={key}>
                        <th scope="row">{say(field.label)}</th>
                        {entry.version > 1 && <td>{show(before)}</td>}
                        <td>{show(after)}</td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            </div>
          </li>
        ))}
      </ol>
    </Layout>
  );
}
