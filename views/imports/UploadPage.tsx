import type { Problem } from '../../models/values/errors.ts';
import type { Fields } from '../../models/record/fields.ts';
import { sourceLabels } from '../../models/imports/importFields.ts';
import { incomingNouns, sourceNames } from '../../models/sources/contract/incoming.ts';
import { importables } from '../../models/nouns.ts';
import { Csrf } from '../components/Csrf.tsx';
import { fieldContext, idOfField } from '../components/fieldContext.ts';
import { FieldControl } from '../components/FieldControl.tsx';
import { Problems } from '../components/Problems.tsx';
import { SafeLink } from '../components/SafeLink.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { sayProblem } from '../problem.ts';
import { labelOfPath } from '../records/FormPage.tsx';
import { Section } from '../records/ShowPage.tsx';
import type { Typed } from '../records/typed.ts';
import { sourceGuides } from './sources.ts';

interface Props {
  fields: Fields;
  typed: Typed;
  problems: readonly Problem[];
  /** A sentence about the file itself. */
  fileProblem: string | null;
  mostMegabytes: number;
}

const taking = ['programmes', 'topics', 'identifiers', 'keywords', 'countries'];
const deciding = ['encoding', 'conflictRule', 'scope', 'scopeTopics'];

/** The form with which a file comes in, and where such files are found. */
export function UploadPage({ fields, typed, problems, fileProblem, mostMegabytes }: Props) {
  const { t, say } = usePage();
  const label = (field: string) => labelOfPath(fields, field, say);
  const context = fieldContext(t, problems, label);
  const control = (key: string) => {
    const field = fields[key];
    return (
      field && <FieldControl key={key} field={field} name={key} value={typed[key] ?? ''} context={context} />
    );
  };
  const isFilled = (keys: readonly string[]) =>
    keys.some(key => (typed[key] ?? '') !== '' || problems.some(({ field }) => field === key));
  return (
    <Layout title={t('importPage.new')}>
      <nav aria-label="breadcrumb" class="crumbs">
        <a href="/imports">{t('importPage.many')}</a>
      </nav>
      <h1>{t('importPage.new')}</h1>
      <ol class="steps" aria-label={t('importPage.steps')}>
        <li>{t('importPage.step1')}</li>
        <li>{t('importPage.step2')}</li>
        <li>{t('importPage.step3')}</li>
      </ol>
      <Problems
        said={[
          ...(fileProblem ? [{ id: 'file', says: fileProblem }] : []),
          ...problems.map(one => ({ id: idOfField(one.field), says: sayProblem(t, one, label(one.field)) })),
        ]}
      />
      {/* The token stands before the file: it is looked at before the file is read. */}
      <form method="post" action="/imports" encType="multipart/form-data" class="upload-form" noValidate>
        <Csrf />
        <div class={fileProblem ? 'form-field upload-file has-problem' : 'form-field upload-file'}>
          <label class="form-label" for="file">
            {t('importPage.choose')}
          </label>
          <input
            id="file"
            class="form-control"
            type="file"
            name="file"
            accept=".zip,.xlsx,.csv,.txt,.tsv,.json"
            required
            aria-describedby={fileProblem ? 'file-hint file-problem' : 'file-hint'}
            aria-invalid={fileProblem ? 'true' : undefined}
          />
          <p id="file-hint" class="hint">
            {t('importPage.chooseHint', { most: mostMegabytes })}
          </p>
          {fileProblem && (
            <p id="file-problem" class="problem">
              {fileProblem}
            </p>
          )}
        </div>
        {control('source')}
        <details open={isFilled(taking)}>
          <summary>{t('importPage.take')}</summary>
          <p class="hint">{t('importPage.takeHint')}</p>
          <div class="form-line-fields">{taking.map(control)}</div>
        </details>
        <details open={isFilled(deciding)}>
          <summary>{t('importPage.decide')}</summary>
          <div class="form-line-fields">{deciding.map(control)}</div>
        </details>
        <div class="form-actions">
          <button class="btn btn-primary">{t('importPage.check')}</button>
          <span class="hint">{t('importPage.checkHint')}</span>
        </div>
      </form>
      <Section id="where-from" title={t('importPage.sources')}>
        <dl class="guides">
          {sourceNames.map(name => {
            const { holds, how, links } = sourceGuides[name];
            return (
              <div key={name}>
                <dt>{say(sourceLabels[name])}</dt>
                <dd>
                  {say(holds)} {say(how)}
                  {links.length > 0 && ` ${t('importPage.whereToGet')}: `}
                  {links.map(({ to, href }, at) => (
                    <span key={to}>
                      {at > 0 && ', '}
                      <SafeLink href={href}>{to}</SafeLink>
                    </span>
                  ))}
                </dd>
              </div>
            );
          })}
        </dl>
      </Section>
      <Section id="templates" title={t('importPage.templates')}>
        <p class="lead-sm">{t('importPage.templatesHint')}</p>
        <ul class="mb-0">
          {incomingNouns()
            .toReversed()
            .map(noun => (
              <li key={noun} class="mb-2">
                <a href={`/imports/templates/${noun}.xlsx`}>
                  {t('importPage.template', { noun: say(importables[noun].noun.label.many) })}
                </a>
              </li>
            ))}
        </ul>
      </Section>
    </Layout>
  );
}
