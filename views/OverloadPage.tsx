import type { Language } from '../models/values/format.ts';
import type { Translate } from './locales/index.ts';

/** Who is refused: a reader who comes again by themselves, one who did, whoever sent something, and who wants a file. */
export type OverloadCase = 'first' | 'again' | 'write' | 'file';

/** All that the page looks like: it is sent when nothing else can be asked for. */
export const overloadStyle = `body{margin:0;min-height:100vh;background:#f6f7fa;color:#1d2433;font:.9375rem/1.5 'Inter Variable',system-ui,sans-serif}
header{display:flex;align-items:center;gap:.6rem;padding:.6rem 1.25rem;background:#039;border-bottom:4px solid #fc0;color:#fff;font-size:1.2rem;font-weight:700;letter-spacing:-.02em}
main{max-width:40rem;margin:0 auto;padding:2.5rem 1.25rem}
h1{margin:0 0 .75rem;font-size:1.6rem;font-weight:650;line-height:1.25;letter-spacing:-.01em}
p{margin:0 0 1rem;font-size:1.1rem}
a{color:#039}`;

interface Props {
  language: Language;
  t: Translate;
  of: OverloadCase;
}

/** That more is asked than can be answered, in a sentence. It stands alone: no session, no style sheet, no script. */
export function OverloadPage({ language, t, of }: Props) {
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${t('overload.title')} · ${t('app.name')}`}</title>
        {/* An asset, never refused: without it browsers ask for one more that is. */}
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <style>{overloadStyle}</style>
      </head>
      <body>
        <header>
          <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="6" fill="#003399" stroke="#ffffff" stroke-width="1.5" />
            <path
              d="M6 8h5v5H6zM13.5 8h5v5h-5zM21 8h5v5h-5zM6 15h5v5H6zM21 15h5v5h-5zM13.5 22h5v3h-5z"
              fill="#ffffff"
            />
            <path d="M13.5 15h5v5h-5z" fill="#ffcc00" />
          </svg>
          <span>{t('app.name')}</span>
        </header>
        <main>
          <h1>{t('overload.title')}</h1>
          <p>{t(`overload.${of}`)}</p>
          {of !== 'write' && (
            <p>
              <a href="">{t('errors.again')}</a>
            </p>
          )}
        </main>
      </body>
    </html>
  );
}
