import type { ComponentChildren } from 'preact';
import type { Right } from '../models/record/permissions.ts';
import { PositionBand } from './components/PositionBand.tsx';
import { AccessNotice } from './components/AccessNotice.tsx';
import { SessionEnd } from './components/SessionEnd.tsx';
import type { MessageKey } from './locales/index.ts';
import { usePage, useStaying } from './page.tsx';

/** The menu, in order: what a role may not read is not shown. */
const menu: readonly { path: string; key: MessageKey; right: Right; to?: string }[] = [
  { path: '/', key: 'nav.home', right: 'account:use' },
  { path: '/projects', to: '/projects?scope=in', key: 'nav.projects', right: 'project:read' },
  { path: '/calls', key: 'nav.calls', right: 'call:read' },
  { path: '/coverage', key: 'nav.coverage', right: 'coverage:read' },
  { path: '/strategies', key: 'nav.strategies', right: 'strategy:read' },
  { path: '/programmes', key: 'nav.programmes', right: 'programme:read' },
  { path: '/organisations', key: 'nav.organisations', right: 'organisation:read' },
  { path: '/quality', key: 'nav.quality', right: 'project:read' },
  { path: '/imports', key: 'nav.imports', right: 'import:read' },
  { path: '/users', key: 'nav.users', right: 'user:read' },
];

/** What has no day to be judged on: Home and the work of today. */
const ofToday = new Set(['/', '/quality', '/imports']);
const hasPosition = ({ path }: (typeof menu)[number]): boolean => !ofToday.has(path);

/** Beside those of every page, in this order. */
const listStyles = ['list', 'listTable', 'listNarrow'];

interface LayoutProps {
  title: string;
  children: ComponentChildren;
  wide?: boolean;
  /** A list: on a desk the page is as high as the window, and the box of its table scrolls alone. */
  isList?: boolean;
  /** The page of the search. */
  isSearch?: boolean;
}

/** The one search of all kinds; `/` leads to it. */
function SearchBox() {
  const { t, url } = usePage();
  const [path, query = ''] = url.split('?');
  return (
    <form class="site-search" role="search" aria-label={t('search.label')} action="/search">
      <label class="visually-hidden" for="site-search">
        {t('search.label')}
      </label>
      <input
        id="site-search"
        name="q"
        type="search"
        class="form-control"
        maxLength={500}
        placeholder={t('search.placeholder')}
        value={path === '/search' ? (new URLSearchParams(query).get('q') ?? '') : ''}
        autocomplete="off"
      />
      <kbd aria-hidden="true">/</kbd>
      <button class="visually-hidden-focusable btn btn-light btn-sm">{t('search.go')}</button>
    </form>
  );
}

/** The frame of every page: title, menu, notice, content. */
export function Layout({ title, children, wide = false, isList = false, isSearch = false }: LayoutProps) {
  const { t, format, user, may, url, nonce, notice, csrfToken, underWay } = usePage();
  const stay = useStaying();
  const [path = '/'] = url.split('?');
  const isHere = (item: string) =>
    item === '/' ? path === '/' : path === item || path.startsWith(`${item}/`);
  const other = format.language === 'en' ? 'nl' : 'en';
  return (
    <html lang={format.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · ${t('app.name')}`}</title>
        <link rel="stylesheet" href="/assets/bootstrap/bootstrap.min.css" />
        <link rel="stylesheet" href="/assets/inter/index.css" />
        <link rel="stylesheet" href="/assets/app.css" />
        {isList && listStyles.map(name => <link key={name} rel="stylesheet" href={`/assets/${name}.css`} />)}
        <link rel="stylesheet" href="/assets/forms.css" />
        {isSearch && <link rel="stylesheet" href="/assets/search.css" />}
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <script src="/assets/app.js" nonce={nonce} defer />
        {isList && <script src="/assets/list.js" nonce={nonce} type="module" />}
        <script src="/assets/forms.js" nonce={nonce} type="module" />
      </head>
      <body>
        <a class="skip-link" href="#content">
          {t('app.skip')}
        </a>
        {isList && (
          <a class="skip-link" href="#results">
            {t('app.skipToResults')}
          </a>
        )}
        <header class="site-header">
          <div class="site-bar">
            <a class="brand" href="/">
              <img src="/assets/icon.svg" alt="" width="28" height="28" />
              <span>{t('app.name')}</span>
            </a>
            {user && may('project:read') && <SearchBox />}
            <div class="site-user">
              <form method="post" action="/language">
                <input type="hidden" name="_csrf" value={csrfToken} />
                <input type="hidden" name="language" value={other} />
                <input type="hidden" name="to" value={url} />
                <button class="btn btn-link btn-sm" lang={other}>
                  {t('app.language')}
                </button>
              </form>
              {user && (
                <>
                  <a class="user-name" href="/account">
                    {user.name}
                  </a>
                  <form method="post" action="/sign-out">
                    <input type="hidden" name="_csrf" value={csrfToken} />
                    <button class="btn btn-outline-light btn-sm">{t('action.signOut')}</button>
                  </form>
                </>
              )}
            </div>
          </div>
          {user && (
            <nav class="site-menu" aria-label={t('app.menu')}>
              <ul>
                {menu
                  .filter(({ right }) => may(right))
                  .map(item => (
                    <li key={item.path}>
                      <a
                        href={hasPosition(item) ? stay(item.to ?? item.path) : (item.to ?? item.path)}
                        aria-current={isHere(item.path) ? 'page' : undefined}
                      >
                        {t(item.key)}
                      </a>
                    </li>
                  ))}
              </ul>
            </nav>
          )}
        </header>
        <PositionBand />
        <main
          id="content"
          class={isList ? 'content content-list' : wide ? 'content content-wide' : 'content'}
          tabIndex={-1}
        >
          {notice && (
            <div class="alert alert-success" role="status">
              {notice}
            </div>
          )}
          <AccessNotice />
          {underWay && (
            <p class="under-way" role="status">
              {t('importPage.underWay')}{' '}
              <a href={`/imports/${underWay.id}`}>{t('importPage.underWayLink')}</a>
            </p>
          )}
          {children}
        </main>
        <SessionEnd />
        <footer class="site-footer">
          <p>
            {t('app.tagline')} · <a href="/api">{t('api.link')}</a>
          </p>
        </footer>
      </body>
    </html>
  );
}
