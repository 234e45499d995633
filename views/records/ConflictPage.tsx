import type { Fields } from '../../models/record/fields.ts';
import type { KeptRecord } from '../../models/record/noun.ts';
import type { VisibleNoun } from '../../models/record/visibleTo.ts';
import { Csrf } from '../components/Csrf.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { formFields } from './FormPage.tsx';
import { ReasonInput } from './ReasonInput.tsx';
import type { Typed } from './typed.ts';

interface Props<F extends Fields, D> {
  noun: VisibleNoun<F, D>;
  /** The record as somebody else saved it. */
  record: KeptRecord<F, D>;
  /** What the person began from; null where that version is not known. */
  began: Typed | null;
  theirs: Typed;
  yours: Typed;
  /** Why, as the person wrote it. */
  reason: string;
}

/** A typed value as lines of text, lists included. */
export function typedText(value: string | Typed[] | undefined): string {
  if (value === undefined || typeof value === 'string') return value ?? '';
  return value
    .map(item =>
      Object.values(item)
        .map(typedText)
        .filter(text => text !== '')
        .join(' · '),
    )
    .join('\n');
}

const isSame = (one: string | Typed[] | undefined, other: string | Typed[] | undefined): boolean =>
  typedText(one).trim() === typedText(other).trim();

/** A typed value as the flat fields of a form. */
function flatten(name: string, value: string | Typed[]): [string, string][] {
  if (typeof value === 'string') return [[name, value]];
  return value.flatMap((item, index) =>
    Object.entries(item).flatMap(([key, inner]) => flatten(`${name}.${index}.${key}`, inner)),
  );
}

/**
 * Two people edited one record: both texts side by side, field by field; nothing typed is lost. Where the person changed
 * nothing, the other's value is proposed.
 */
export function ConflictPage<F extends Fields, D>(props: Props<F, D>) {
  const { noun, record, began, theirs, yours, reason } = props;
  const { t, say } = usePage();
  const path = `/${noun.path}/${encodeURIComponent(record.id)}`;
  const { name } = record.updatedBy;
  const keys = Object.keys(formFields(noun.fields));
  const differing = keys.filter(key => !isSame(theirs[key], yours[key]));
  const proposed = (key: string) => (began && isSame(began[key], yours[key]) ? 'theirs' : 'yours');
  return (
    <Layout title={t('conflict.title')}>
      <h1>{t('conflict.title')}</h1>
      <div class="alert alert-warning" role="alert">
        {t('conflict.lead', { name, version: record.version })}
      </div>
      <form method="post" action={`${path}/resolve`}>
        <Csrf />
        <input type="hidden" name="_version" value={record.version} />
        {keys
          .flatMap(key => flatten(key, yours[key] ?? ''))
          .map(([field, value]) => (
            <input key={field} type="hidden" name={field} value={value} />
          ))}
        <div class="table-responsive" tabIndex={0} role="group" aria-label={t('conflict.title')}>
          <table class="table conflict">
            <thead>
              <tr>
                <th scope="col">{t('history.field')}</th>
                {began && <th scope="col">{t('conflict.began')}</th>}
                <th scope="col">{t('conflict.theirs', { name })}</th>
                <th scope="col">{t('conflict.yours')}</th>
              </tr>
            </thead>
            <tbody>
              {differing.map(key => {
                const label = noun.fields[key] ? say(noun.fields[key].label) : key;
                return (
                  <tr key={key}>
                    <th scope="row">{label}</th>
                    {began && (
                      <td>
                        <span class="long-text conflict-text">{typedText(began[key]) || '—'}</span>
                      </td>
                    )}
                    {(['theirs', 'yours'] as const).map(side => (
                      <td key={side}>
                        <label class="conflict-choice">
                          <input
                            type="radio"
                            name={`_keep.${key}`}
                            value={side}
                            checked={side === proposed(key)}
                          />{' '}
                          <span>
                            {side === 'theirs' ? t('conflict.keepTheirs') : t('conflict.keepYours')}
                          </span>
                          <span class="visually-hidden">: {label}</span>
                          <span class="long-text conflict-text">
                            {typedText((side === 'theirs' ? theirs : yours)[key]) || '—'}
                          </span>
                        </label>
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        <ReasonInput value={reason} />
        <button class="btn btn-primary">{t('conflict.resolve')}</button>
      </form>
    </Layout>
  );
}
