import type { ComponentChildren } from 'preact';
import type { Right } from '../../models/record/permissions.ts';
import { columnsOf } from '../../models/record/listColumn.ts';
import type { Fields } from '../../models/record/fields.ts';
import type { Listed } from '../../models/record/noun.ts';
import { formatInstant } from '../../models/values/day.ts';
import { isWordless } from '../../models/record/search.ts';
import type { Facet } from '../../models/query/facetValues.ts';
import { clearedUrl, urlOf, type ListQuery } from '../../models/query/query.ts';
import { BulkForm } from '../bulk/BulkForm.tsx';
import { Chips } from '../components/Chips.tsx';
import { ColumnPicker } from '../components/ColumnPicker.tsx';
import { Filters } from '../components/Filters.tsx';
import { Pagination } from '../components/Pagination.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { ListTabs } from './ListTabs.tsx';
import { RecordTable, type Decorations, type RecordTableProps } from './RecordTable.tsx';

export interface ListPageProps<F extends Fields = Fields, D = unknown> extends Pick<
  RecordTableProps<F, D>,
  'noun' | 'query' | 'items' | 'totals'
> {
  totalItems: number;
  totalPages: number;
  facets: Readonly<Record<string, Facet>>;
  /** Since when there are any, where the list asks about an instant before. */
  firstRecordAt?: Date | null;
}

/** A list with its filters, chips, totals, pages and files; its columns are those of the noun. */
export function ListPage<F extends Fields, D>(
  props: ListPageProps<F, D> & Decorations<F, D> & { intro?: ComponentChildren },
) {
  const { noun, query, items, totalItems, totalPages, facets } = props;
  const { t, say, format } = usePage();
  const name = say(noun.label.many);
  const columns = columnsOf(noun, query, format.language);
  return (
    <Layout title={name} isList>
      <div class="list-head">
        <h1>{name}</h1>
        <ListTabs noun={noun} query={query} facet={facets[noun.tabs?.key ?? '']} />
        <NewRecord noun={noun} />
      </div>
      {props.intro}
      <div class="list-layout">
        <Filters noun={noun} query={query} facets={facets} />
        <section aria-label={name} class="list-main">
          <div class="list-bar">
            <p class="list-count" aria-live="polite">
              {t('list.count', { count: totalItems })}
            </p>
            <DensitySwitch />
            <button type="button" class="btn btn-outline-primary btn-sm list-copy" hidden>
              {t('list.copyTable')}
            </button>
            <span class="list-copied" role="status" data-says={t('list.copied')} />
            <ColumnPicker noun={noun} query={query} shown={columns} />
            <Files noun={noun} query={query} />
          </div>
          <Chips noun={noun} query={query} facets={facets} />
          {items.length === 0 ? (
            <EmptyList noun={noun} query={query} firstRecordAt={props.firstRecordAt ?? null} />
          ) : (
            <BulkForm noun={noun} query={query} totalItems={totalItems}>
              <RecordTable {...props} columns={columns} />
            </BulkForm>
          )}
          <div class="list-foot">
            <Pagination
              query={query}
              totalPages={totalPages}
              link={change => urlOf(`/${noun.path}`, query, noun, change)}
            />
            <ToArchive noun={noun} query={query} />
          </div>
        </section>
      </div>
    </Layout>
  );
}

function NewRecord({ noun }: { noun: Listed }) {
  const { t, say, may } = usePage();
  if (!may(`${noun.name}:write` as Right)) return null;
  return (
    <a class="btn btn-primary" href={`/${noun.path}/new`}>
      {t('list.new', { noun: say(noun.label.one).toLowerCase() })}
    </a>
  );
}

/** Makes the rows of every list lower or higher again: in place, by a script. */
function DensitySwitch() {
  const { t, look } = usePage();
  return (
    <button
      type="button"
      class="btn btn-outline-primary btn-sm list-density"
      aria-pressed={look.isDense ? 'true' : 'false'}
      hidden
    >
      {t('list.dense')}
    </button>
  );
}

interface OfQuery {
  noun: Listed;
  query: ListQuery;
}

/** What a list without records says, and what to do then. */
function EmptyList({ noun, query, firstRecordAt }: OfQuery & { firstRecordAt: Date | null }) {
  const { t, format } = usePage();
  const isArchive = 'archived' in noun.filters && query.chosen['archived']?.join() === 'yes';
  const hint = isWordless(query.search) ? 'list.noWord' : isArchive ? null : 'list.emptyHint';
  return (
    <div class="empty" id="results" tabIndex={-1}>
      <p>
        <strong>{t(isArchive ? 'archive.empty' : 'list.empty')}</strong>
      </p>
      {firstRecordAt ? (
        <p>{t('list.firstRecord', { at: formatInstant(firstRecordAt, format) })}</p>
      ) : (
        hint && <p>{t(hint)}</p>
      )}
      <p>
        <a href={clearedUrl(query, noun)}>{t('action.clear')}</a>
      </p>
    </div>
  );
}

/** To the same list of what is archived. */
function ToArchive({ noun, query }: OfQuery) {
  const { t } = usePage();
  if (!('archived' in noun.filters) || query.chosen['archived']?.[0] !== 'no') return null;
  const chosen = { ...query.chosen, archived: ['yes'] };
  return (
    <p class="hint">
      <a href={urlOf(`/${noun.path}`, query, noun, { chosen })}>{t('archive.list')}</a>
    </p>
  );
}

function Files({ noun, query }: OfQuery) {
  const { t, may } = usePage();
  const link = (path: string, change: Partial<ListQuery> = {}) => urlOf(path, query, noun, change);
  return (
    <nav class="files" aria-label={t('action.download')}>
      <span>{t('list.file')}</span>
      {['xlsx', 'csv', 'json'].map(suffix => (
        <a key={suffix} href={link(`/${noun.path}.${suffix}`)} download>
          .{suffix}
        </a>
      ))}
      {noun.name === 'project' && may('portfolio:export') && (
        <a
          class="btn btn-outline-primary btn-sm"
          href={link('/portfolio.xlsx', { columns: [], view: {} })}
          download
        >
          {t('list.portfolio')}
        </a>
      )}
    </nav>
  );
}
