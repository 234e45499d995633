import { usePage } from '../page.tsx';
import { Layout } from '../Layout.tsx';

interface ErrorPageProps {
  message: string;
  details: readonly string[];
  /** The same address may well answer in a moment. */
  mayRetry: boolean;
  /** The seconds after which the page tries again by itself; null where it does not. */
  retriesIn?: string | null;
}

/** What went wrong, in a sentence, and where to go from here. */
export function ErrorPage({ message, details, mayRetry, retriesIn = null }: ErrorPageProps) {
  const { t, url } = usePage();
  const [path = '/', query] = url.split('?');
  return (
    <Layout title={t('errors.title')}>
      <h1>{t('errors.title')}</h1>
      <p class="lead">{message}</p>
      {retriesIn !== null && <p>{t('errors.retriesItself', { seconds: retriesIn })}</p>}
      {details.length > 0 && (
        <ul>
          {details.map(detail => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
      {query && details.length > 0 && (
        <p>
          <a href={path}>{t('errors.withoutFilters')}</a>
        </p>
      )}
      {mayRetry && (
        <p>
          <a href="">{t('errors.again')}</a>
        </p>
      )}
      <p>
        <a href="/">{t('nav.home')}</a>
      </p>
    </Layout>
  );
}
