import type { Field, Fields } from '../../models/record/fields.ts';
import type { Listed } from '../../models/record/noun.ts';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';
import type { ApiLine } from './lines.ts';

const idOf = ({ method, path }: ApiLine): string =>
  `${method}${path}`.replaceAll(/[^\w]+/g, '-').toLowerCase();

const groupOf = ({ path }: ApiLine): string => path.split('/')[1] ?? '';

/** Every line of the API: what it does, needs and takes; readable without scripts. */
export function ApiPage({ lines }: { lines: readonly ApiLine[] }) {
  const { t } = usePage();
  const groups = [...new Set(lines.map(groupOf))].map(
    name => [name, lines.filter(line => groupOf(line) === name)] as const,
  );
  return (
    <Layout title={t('api.title')}>
      <div class="page-head">
        <div>
          <h1>{t('api.title')}</h1>
          <p class="lead-sm">{t('api.intro')}</p>
          <p class="mb-0">
            <a href="/api/v1/openapi.json">{t('api.document')}</a>
          </p>
        </div>
      </div>
      <Section id="start" title={t('api.start')}>
        <ul>
          <li>{t('api.token')}</li>
          <li>{t('api.forms')}</li>
          <li>{t('api.version')}</li>
          <li>{t('api.once')}</li>
          <li>{t('api.errors')}</li>
        </ul>
      </Section>
      {groups.map(([name, ofName]) => (
        <Section key={name} id={`of-${name}`} title={`/${name}`}>
          {ofName.map(line => (
            <Line key={idOf(line)} line={line} />
          ))}
        </Section>
      ))}
    </Layout>
  );
}

function Line({ line }: { line: ApiLine }) {
  const { t, say } = usePage();
  const { method, path, says, right, rules, files, headers, list, keys, body, isWhole } = line;
  return (
    <details id={idOf(line)} class="api-line">
      <summary>
        <code>
          <b>{method}</b> {path}
        </code>{' '}
        <span>{say(says)}</span>
      </summary>
      <dl class="facts">
        <div>
          <dt>{t('api.needs')}</dt>
          <dd>{right === 'anyone' ? t('api.anyone') : <code>{right}</code>}</dd>
        </div>
        {files.length > 0 && (
          <div>
            <dt>{t('api.files')}</dt>
            <dd>{files.map(suffix => `.${suffix}`).join(', ')}</dd>
          </div>
        )}
        {headers.length > 0 && (
          <div>
            <dt>{t('api.headers')}</dt>
            <dd>{headers.join(', ')}</dd>
          </div>
        )}
      </dl>
      {rules && (
        <p>
          <b>{t('api.rules')}:</b>{' '}
          {/* Between backticks, as in the description that is made of it, stand names. */}
          {say(rules)
            .split('`')
            .map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}
        </p>
      )}
      {(list ?? keys.length > 0) && <Keys list={list} keys={keys} title={`${t('api.keys')}: ${path}`} />}
      {body && <Body fields={body} isWhole={isWhole} title={`${t('api.body')}: ${method} ${path}`} />}
    </details>
  );
}

function Keys({ list, keys, title }: { list: Listed | null; keys: ApiLine['keys']; title: string }) {
  const { t, say } = usePage();
  const filters = Object.entries(list?.filters ?? {}).map(([name, { label }]) => ({ name, says: label }));
  return (
    <>
      {list && <p class="hint">{t('api.keysHint')}</p>}
      <div class="table-responsive" tabIndex={0} role="region" aria-label={title}>
        <table class="table table-sm">
          <thead>
            <tr>
              <th scope="col">{t('api.key')}</th>
              <th scope="col">{t('api.meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {[...keys, ...filters].map(({ name, says }) => (
              <tr key={name}>
                <td>
                  <code>{name}</code>
                </td>
                <td>{say(says)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** The fields of a body, those of a list's items under the list. */
function rowsOf(fields: Fields, before = ''): [string, Field][] {
  return Object.entries(fields)
    .filter(([, { isReadOnly }]) => !isReadOnly)
    .flatMap(([key, field]): [string, Field][] => [
      [`${before}${key}`, field],
      ...rowsOf(field.items ?? {}, `${before}${key}[].`),
    ]);
}

function Body({ fields, isWhole, title }: { fields: Fields; isWhole: boolean; title: string }) {
  const { t, say } = usePage();
  return (
    <div class="table-responsive" tabIndex={0} role="region" aria-label={title}>
      <table class="table table-sm">
        <thead>
          <tr>
            <th scope="col">{t('api.body')}</th>
            <th scope="col">{t('api.meaning')}</th>
            <th scope="col">{t('api.form')}</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(fields).map(([key, { label, kind, options, isRequired }]) => (
            <tr key={key}>
              <td>
                <code>{key}</code>
              </td>
              <td>{say(label)}</td>
              <td>
                {kind}
                {options && `: ${Object.keys(options).join(', ')}`}
                {isWhole && isRequired && ` (${t('api.required')})`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
