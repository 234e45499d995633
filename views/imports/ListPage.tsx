import { formatInstant } from '../../models/values/day.ts';
import type { Import } from '../../models/imports/import.ts';
import { sourceLabels } from '../../models/imports/importFields.ts';
import { Layout } from '../Layout.tsx';
import { Table } from '../components/Table.tsx';
import { usePage } from '../page.tsx';
import { formatCount } from './progress.ts';
import { StateMark, totalsOf } from './state.tsx';

/** The latest imports: what each is, how far, by whom, and what it did. */
export function ImportListPage({ imports, most }: { imports: readonly Import[]; most: number }) {
  const { t, may } = usePage();
  return (
    <Layout title={t('importPage.many')} wide>
      <div class="page-head">
        <h1>{t('importPage.many')}</h1>
        {may('import:run') && (
          <a class="btn btn-primary" href="/imports/new">
            {t('importPage.new')}
          </a>
        )}
      </div>
      <p class="lead-sm">{t('importPage.intro')}</p>
      {imports.length === 0 ? (
        <div class="empty">
          <p>{t('importPage.none')}</p>
          {may('import:run') && <a href="/imports/new">{t('importPage.new')}</a>}
        </div>
      ) : (
        <ImportTable imports={imports} />
      )}
      {imports.length === most && <p class="hint">{t('importPage.latest', { count: most })}</p>}
    </Layout>
  );
}

/** Whether callfolio has looked which source a file is of: what waits for its columns to be named is of none. */
const isLookedAt = ({ checkedAt, failure, needsMapping }: Import): boolean =>
  checkedAt !== null || failure !== null || needsMapping;

/** Imports as lines of a table. */
export function ImportTable({ imports }: { imports: readonly Import[] }) {
  const { t, say, format } = usePage();
  const figures = ['created', 'changed', 'conflicts', 'rejected'] as const;
  return (
    <div class="list-main">
      <Table
        name={t('importPage.many')}
        heads={[
          t('importPage.file'),
          t('importPage.state'),
          t('importPage.source'),
          t('importPage.received'),
          ...figures.map(key => ({ number: t(`importPage.${key}`) })),
        ]}
      >
        {imports.map(one => {
          const totals = totalsOf(one);
          return (
            <tr key={one.id}>
              <th scope="row" class="file-name">
                <a href={`/imports/${one.id}`}>{one.file.name}</a>
              </th>
              <td data-label={t('importPage.state')}>
                <StateMark found={one} />
              </td>
              <td data-label={t('importPage.source')}>
                {one.source ? (
                  say(sourceLabels[one.source])
                ) : (
                  <span class="unknown">
                    {t(isLookedAt(one) ? 'importPage.unrecognised' : 'importPage.noSource')}
                  </span>
                )}
              </td>
              <td class="received" data-label={t('importPage.received')}>
                {t('importPage.receivedBy', {
                  at: formatInstant(one.createdAt, format),
                  name: one.createdBy.name,
                })}
              </td>
              {figures.map(key => (
                <td key={key} class="number" data-label={totals ? t(`importPage.${key}`) : undefined}>
                  {totals && formatCount(totals[key], format)}
                </td>
              ))}
            </tr>
          );
        })}
      </Table>
    </div>
  );
}
