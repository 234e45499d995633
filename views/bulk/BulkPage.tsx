import {
  bulkActions,
  type BulkAction,
  type BulkResult,
  type BulkTarget,
} from '../../models/curation/bulk.ts';
import type { Problem } from '../../models/values/errors.ts';
import type { Fields } from '../../models/record/fields.ts';
import type { Noun } from '../../models/record/noun.ts';
import { Csrf } from '../components/Csrf.tsx';
import { fieldContext, idOfField } from '../components/fieldContext.ts';
import { FieldControl } from '../components/FieldControl.tsx';
import { Problems } from '../components/Problems.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { sayProblem, sayWhy } from '../problem.ts';
import { labelOfPath } from '../records/FormPage.tsx';
import type { FormChoices, Typed } from '../records/typed.ts';

interface Props {
  noun: Noun;
  action: BulkAction;
  /** The filters of the list the records were chosen in, as in its address. */
  query: string;
  /** The records chosen, with the versions they had. */
  targets: readonly BulkTarget[];
  fields: Fields;
  typed: Typed;
  reason: string;
  choices: FormChoices;
  problems: readonly Problem[];
  /** What would happen to each; null until everything is filled in. */
  plan: readonly BulkResult[] | null;
}

const listPath = (noun: Noun, query: string) => `/${noun.path}${query && `?${query}`}`;

/** Fills in a change of many records, shows what it would do to each, and applies it. */
export function BulkPage(props: Props) {
  const { noun, action, query, targets, fields, typed, reason, choices, problems, plan } = props;
  const { t, say } = usePage();
  const title = t('bulk.title', { action: say(bulkActions[action]), count: targets.length });
  const label = (field: string) => labelOfPath(fields, field, say);
  const context = fieldContext(t, problems, label, choices);
  const toChange = plan?.filter(({ result }) => result === 'changed').length ?? 0;
  const hasFields = Object.keys(fields).length > 0;
  const path = `/${noun.path}/bulk`;
  return (
    <Layout title={title}>
      <nav aria-label="breadcrumb" class="crumbs">
        <a href={listPath(noun, query)}>{say(noun.label.many)}</a>
      </nav>
      <h1>{title}</h1>
      <Problems
        said={problems.map(one => ({ id: idOfField(one.field), says: sayProblem(t, one, label(one.field)) }))}
      />
      <p>
        {t(!plan ? 'bulk.lead' : toChange > 0 ? 'bulk.leadPlan' : 'bulk.noneToApply')}
        {action === 'archive' && toChange > 0 && <> {t('bulk.archiveLead')}</>}
      </p>
      <form method="post" action={`${path}/review`} class="record-form" noValidate>
        <Csrf />
        {/* Pressing Enter in a field shows what would happen, and changes nothing: the first button is the one it presses. */}
        <button class="visually-hidden" tabIndex={-1} aria-hidden="true">
          {t('bulk.preview')}
        </button>
        <input type="hidden" name="action" value={action} />
        <input type="hidden" name="step" value="review" />
        <input type="hidden" name="query" value={query} />
        <input
          type="hidden"
          name="records"
          value={targets.map(({ id, version }) => `${id}.${version ?? 0}`).join(' ')}
        />
        {Object.entries(fields).map(([key, field]) => (
          <FieldControl key={key} field={field} name={key} value={typed[key] ?? ''} context={context} />
        ))}
        <div class="form-field">
          <label class="form-label" for="field-reason">
            {t('bulk.reason')}
          </label>
          <input id="field-reason" class="form-control" name="reason" maxLength={2000} value={reason} />
        </div>
        {plan && <Outcomes noun={noun} results={plan} changedHeading={t('bulk.willChange')} />}
        <div class="form-actions">
          {toChange > 0 && (
            <button class="btn btn-primary" formAction={path}>
              {t('bulk.apply', { count: toChange })}
            </button>
          )}
          {hasFields && (
            <button class={toChange > 0 ? 'btn btn-outline-primary' : 'btn btn-primary'}>
              {t(plan ? 'bulk.previewAgain' : 'bulk.preview')}
            </button>
          )}
          <a class="btn btn-link" href={listPath(noun, query)}>
            {t(plan && toChange === 0 ? 'bulk.back' : 'action.cancel')}
          </a>
        </div>
      </form>
    </Layout>
  );
}

/** What a change of many records did to each. */
export function BulkResultPage({
  noun,
  action,
  query,
  results,
}: Pick<Props, 'noun' | 'action' | 'query'> & { results: readonly BulkResult[] }) {
  const { t, say } = usePage();
  const title = t('bulk.titleDone', {
    action: say(bulkActions[action]),
    changed: results.filter(({ result }) => result === 'changed').length,
    count: results.length,
  });
  return (
    <Layout title={title}>
      <h1>{title}</h1>
      <Outcomes noun={noun} results={results} changedHeading={t('bulk.changed')} />
      <p>
        <a class="btn btn-primary" href={listPath(noun, query)}>
          {t('bulk.back')}
        </a>
      </p>
    </Layout>
  );
}

/** Says why the records chosen cannot be changed together, such as none, and leads back to them. */
export function NothingDonePage({
  noun,
  action,
  query,
  message,
}: Pick<Props, 'noun' | 'action' | 'query'> & { message: string }) {
  const { t, say } = usePage();
  const title = say(bulkActions[action]);
  return (
    <Layout title={title}>
      <h1>{title}</h1>
      <p class="alert alert-danger" role="alert">
        {message}
      </p>
      <p>
        <a class="btn btn-primary" href={listPath(noun, query)}>
          {t('bulk.back')}
        </a>
      </p>
    </Layout>
  );
}

/** Names beyond these stand in a fold. */
const shownAtFirst = 20;

interface OutcomesProps {
  noun: Noun;
  results: readonly BulkResult[];
  changedHeading: string;
}

function Outcomes({ noun, results, changedHeading }: OutcomesProps) {
  const { t } = usePage();
  const groups = [
    { wanted: 'changed', heading: changedHeading },
    { wanted: 'unchanged', heading: t('bulk.unchanged') },
    { wanted: 'refused', heading: t('bulk.refused') },
  ] as const;
  return (
    <>
      {groups.map(({ wanted, heading }) => {
        const own = results.filter(({ result }) => result === wanted);
        if (own.length === 0) return null;
        const rest = own.slice(shownAtFirst);
        return (
          <section key={wanted} class="record-section" aria-labelledby={`bulk-${wanted}`}>
            <h2 id={`bulk-${wanted}`}>{`${heading} (${own.length})`}</h2>
            <Names noun={noun} results={own.slice(0, shownAtFirst)} />
            {rest.length > 0 && (
              <details>
                <summary>{t('list.more', { count: own.length })}</summary>
                <Names noun={noun} results={rest} />
              </details>
            )}
          </section>
        );
      })}
    </>
  );
}

function Names({ noun, results }: { noun: Noun; results: readonly BulkResult[] }) {
  const { t } = usePage();
  return (
    <ul>
      {results.map(({ id, name, title, why }) => (
        <li key={id}>
          {name === null ? id : <a href={`/${noun.path}/${encodeURIComponent(id)}`}>{name}</a>}
          {title !== null && title !== name && <span class="hint"> {title}</span>}
          {why && (
            <>
              {' — '}
              {sayWhy(t, why)}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
