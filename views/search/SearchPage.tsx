import { hitKinds, type Hit, type HitKind } from '../../models/search/hit.ts';
import type { Found, KindFound } from '../../models/search/searchEverything.ts';
import { markWords } from '../../models/search/texts.ts';
import { literalMark, type Search } from '../../models/record/search.ts';
import { formatCents } from '../../models/values/money.ts';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';

/** The kinds that have a list of their own, which opens with the same words. */
const listPaths: Partial<Record<HitKind, string>> = {
  project: '/projects',
  call: '/calls',
  organisation: '/organisations',
  programme: '/programmes',
};

const searchUrl = (path: string, q: string): string => `${path}?${new URLSearchParams({ q }).toString()}`;

/** All that holds what was typed in the header, by kind, best first. */
export function SearchPage({ found }: { found: Found }) {
  const { t } = usePage();
  const { q, search, total, kinds } = found;
  const title = search ? t('search.title', { count: total, q }) : t('search.name');
  return (
    <Layout title={title} wide isSearch>
      <div class="page-head">
        <div>
          <h1>{title}</h1>
          {search && search.synonyms.length > 0 && (
            <p class="lead-sm">
              {t('search.also', { words: search.synonyms.join(', ') })}{' '}
              <a href={searchUrl('/search', `${literalMark}${q}`)}>{t('search.onlyMine')}</a>
            </p>
          )}
          <p class="lead-sm">{t(search || q === '' ? 'search.intro' : 'list.noWord')}</p>
        </div>
      </div>
      {search && total > 0 && (
        <div class="search-page">
          <KindList kinds={kinds} total={total} />
          <div>
            {kinds
              .filter(({ count }) => count > 0)
              .map(one => (
                <KindSection key={one.kind} found={one} search={search} q={q} />
              ))}
          </div>
        </div>
      )}
      {search && total === 0 && <NothingFound found={found} />}
    </Layout>
  );
}

function KindList({ kinds, total }: { kinds: readonly KindFound[]; total: number }) {
  const { t, say, format } = usePage();
  const number = (count: number) => count.toLocaleString(format.locale);
  return (
    <nav aria-label={t('search.kinds')}>
      <ul class="search-kinds">
        <li class="search-all">
          <span>{t('search.all')}</span> <span class="count">{number(total)}</span>
        </li>
        {kinds.map(({ kind, count }) => (
          <li key={kind}>
            {count > 0 ? (
              <a href={`#found-${kind}`}>{say(hitKinds[kind])}</a>
            ) : (
              <span>{say(hitKinds[kind])}</span>
            )}{' '}
            <span class="count">{number(count)}</span>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function KindSection({ found, search, q }: { found: KindFound; search: Search; q: string }) {
  const { t, say, format } = usePage();
  const { kind, count, hits } = found;
  const path = listPaths[kind];
  return (
    <section class="search-group" aria-labelledby={`found-${kind}`}>
      <header>
        <h2 id={`found-${kind}`} tabIndex={-1}>
          {say(hitKinds[kind])} <span class="count">{count.toLocaleString(format.locale)}</span>
        </h2>
        {path && (
          <a href={searchUrl(path, q)}>
            {t('search.openList')}
            <span class="visually-hidden">: {say(hitKinds[kind])}</span>
          </a>
        )}
        {!path && count > hits.length && (
          <span class="hint">{t('search.first', { count: hits.length })}</span>
        )}
      </header>
      <ol>
        {hits.map((hit, at) => (
          <HitRow key={`${hit.path} ${at}`} hit={hit} search={search} />
        ))}
      </ol>
    </section>
  );
}

function HitRow({ hit, search }: { hit: Hit; search: Search }) {
  const { t, say, format } = usePage();
  const { path, name, title, where, asides, cents } = hit;
  const language = where?.language;
  return (
    <li class="search-hit">
      <div class="search-line">
        <a href={path}>
          <Marked text={say(name)} search={search} />
        </a>{' '}
        {title && (
          <span title={say(title)}>
            <Marked text={say(title)} search={search} />
          </span>
        )}
      </div>
      <div class="search-asides">
        {asides.map((aside, at) => (
          <span key={at}>{say(aside)}</span>
        ))}
        {cents !== undefined && (
          <span class="search-amount">
            {cents === null ? <em>{t('search.noAmount')}</em> : formatCents(cents, format)}
          </span>
        )}
      </div>
      {where && (
        <div class="search-where">
          <b>{say(where.source)}</b>{' '}
          <span lang={language && language !== format.language ? language : undefined}>
            <Marked text={say(where.text)} search={search} />
          </span>
        </div>
      )}
    </li>
  );
}

function Marked({ text, search }: { text: string; search: Search }) {
  return (
    <>
      {markWords(text, search).map((piece, at) =>
        piece.isMarked ? <mark key={at}>{piece.text}</mark> : piece.text,
      )}
    </>
  );
}

function NothingFound({ found: { suggestion } }: { found: Found }) {
  const { t, say, format } = usePage();
  return (
    <>
      {suggestion && (
        <div class="search-near">
          <p>
            {t('search.didYouMean')} <a href={searchUrl('/search', suggestion.q)}>{suggestion.q}</a>?
          </p>
          <p class="hint">
            {t('search.results', { count: suggestion.total })}:{' '}
            {(Object.entries(suggestion.counts) as [HitKind, number][])
              .filter(([, count]) => count > 0)
              .map(([kind, count]) => `${say(hitKinds[kind])} ${count.toLocaleString(format.locale)}`)
              .join(', ')}
          </p>
        </div>
      )}
      <p class="hint">{t('search.hint')}</p>
    </>
  );
}
