import type { Problem } from '../../models/values/errors.ts';
import type { Field } from '../../models/record/fields.ts';
import type { Import } from '../../models/imports/import.ts';
import { importables } from '../../models/nouns.ts';
import { incomingNouns, type Mapping } from '../../models/sources/contract/incoming.ts';
import { mappableFields } from '../../models/sources/anyTable/proposeMapping.ts';
import { Csrf } from '../components/Csrf.tsx';
import { Problems } from '../components/Problems.tsx';
import { Layout } from '../Layout.tsx';
import { Table } from '../components/Table.tsx';
import { usePage } from '../page.tsx';
import { sayProblem } from '../problem.ts';
import type { FormChoices } from '../records/typed.ts';
import { ChooseEncoding, hasOldEncoding } from './ChooseEncoding.tsx';
import { ChooseSaved, SaveAs, SavedList, type Saved } from './SavedMappings.tsx';

type Choice = NonNullable<FormChoices['programme']>[number];

interface Props {
  found: Import;
  mapping: Mapping;
  problems: readonly Problem[];
  saved: Saved;
  programmes: readonly Choice[];
}

const mostExamples = 3;

/** Names the columns of a table that no source writes: each beside its first values, with a proposal. */
export function MappingPage({ found, mapping, problems, saved, programmes }: Props) {
  const { t, say } = usePage();
  const title = t('importMapping.title', { file: found.file.name });
  const path = `/imports/${found.id}/mapping`;
  const inWords = (problem: Problem) =>
    sayProblem(t, problem, problem.field === 'saveAs' ? t('importMapping.saveAs') : problem.field);
  const nameProblem = problems.find(({ field }) => field === 'saveAs');
  return (
    <Layout title={title}>
      <nav aria-label="breadcrumb" class="crumbs">
        <a href="/imports">{t('importPage.many')}</a> › <a href={`/imports/${found.id}`}>{found.file.name}</a>
      </nav>
      <h1 class="file-name">{title}</h1>
      <p class="lead-sm">{t('importMapping.lead')}</p>
      <Problems
        said={problems.map(one => ({ id: one.field === 'saveAs' ? 'saveAs' : null, says: inWords(one) }))}
      />
      {hasOldEncoding(found) && <ChooseEncoding found={found} />}
      <ChooseSaved path={path} saved={saved} />
      <form method="get" action={path} class="one-line-form record-section">
        <label class="form-label" for="noun">
          {t('importMapping.rowsAre')}
        </label>
        <select id="noun" class="form-select form-select-sm" name="noun">
          {incomingNouns()
            .toReversed()
            .map(noun => (
              <option key={noun} value={noun} selected={noun === mapping.noun}>
                {say(importables[noun].noun.label.one).toLowerCase()}
              </option>
            ))}
        </select>
        <button class="btn btn-outline-primary btn-sm">{t('importMapping.rowsAreDo')}</button>
      </form>
      <form method="post" action={path} class="mapping-form">
        <Csrf />
        <input type="hidden" name="noun" value={mapping.noun} />
        <Columns found={found} mapping={mapping} />
        <Fixed mapping={mapping} programmes={programmes} />
        <NotationChoices mapping={mapping} />
        <SaveAs saveAs={saved.saveAs} problem={nameProblem ? inWords(nameProblem) : null} />
        <div class="row-actions">
          <button class="btn btn-primary">{t('importMapping.checkMapped')}</button>
          <span class="hint">{t('importPage.checkHint')}</span>
        </div>
      </form>
      <SavedList path={path} saved={saved} />
    </Layout>
  );
}

/** The columns of every table, each once, as written. */
export const columnsOf = ({ preview }: Pick<Import, 'preview'>): string[] => [
  ...new Set(preview.flatMap(({ columns }) => columns).filter(column => column !== '')),
];

function examplesOf({ preview }: Import, column: string): string[] {
  const values = preview.flatMap(({ columns, rows }) => {
    const place = columns.indexOf(column);
    return place === -1 ? [] : rows.map(cells => cells[place] ?? '');
  });
  return [...new Set(values.filter(value => value.trim() !== ''))].slice(0, mostExamples);
}

function Columns({ found, mapping }: Pick<Props, 'found' | 'mapping'>) {
  const { t, say } = usePage();
  const fields = mappableFields(mapping.noun);
  return (
    <Table
      name={t('importMapping.title', { file: found.file.name })}
      class="mapping-table"
      heads={[t('importPage.column'), t('importMapping.example'), t('importPage.field')]}
    >
      {columnsOf(found).map((column, at) => (
        <tr key={column}>
          <th scope="row">
            <label for={`column-${at}`}>{column}</label>
            <input type="hidden" name={`name.${at}`} value={column} />
          </th>
          <td class="mapping-example">
            {examplesOf(found, column)
              .map(value => (value.length > 60 ? `${value.slice(0, 60)}…` : value))
              .join(' · ')}
          </td>
          <td>
            <select id={`column-${at}`} class="form-select form-select-sm" name={`column.${at}`}>
              <option value="">{t('importMapping.notTaken')}</option>
              {fields.map(({ key, label }) => (
                <option key={key} value={key} selected={mapping.columns[column] === key}>
                  {say(label)}
                </option>
              ))}
            </select>
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** Values that hold for every row, because the table does not say them. */
function Fixed({ mapping, programmes }: Pick<Props, 'mapping' | 'programmes'>) {
  const { t, say } = usePage();
  const { usuallyFixed: usual } = importables[mapping.noun];
  const choicesOf = (key: string, { options = {} }: Field): readonly Choice[] => {
    if (key !== 'programme')
      return Object.entries(options).map(([value, words]) => ({ value, label: say(words) }));
    const chosen = mapping.fixed[key] ?? '';
    const isThere = chosen === '' || programmes.some(({ value }) => value === chosen);
    return isThere ? programmes : [...programmes, { value: chosen, label: chosen }];
  };
  const fields = mappableFields(mapping.noun).filter(
    ({ key }) => usual.includes(key) || Object.hasOwn(mapping.fixed, key),
  );
  return (
    <fieldset class="form-lines mt-3">
      <legend>{t('importMapping.fixed')}</legend>
      <p class="hint">{t('importMapping.fixedHint')}</p>
      <div class="form-line-fields">
        {fields.map(({ key, label, field }) => (
          <div key={key} class="form-field">
            <label class="form-label" for={`fixed-${key}`}>
              {say(label)}
            </label>
            {field.options || key === 'programme' ? (
              <select id={`fixed-${key}`} class="form-select" name={`fixed.${key}`}>
                <option value="">—</option>
                {choicesOf(key, field).map(({ value, label: words }) => (
                  <option key={value} value={value} selected={mapping.fixed[key] === value}>
                    {words}
                  </option>
                ))}
              </select>
            ) : (
              <input
                id={`fixed-${key}`}
                class="form-control"
                name={`fixed.${key}`}
                value={mapping.fixed[key] ?? ''}
                autoComplete="off"
              />
            )}
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function NotationChoices({ mapping }: Pick<Props, 'mapping'>) {
  const { t } = usePage();
  const select = (
    name: string,
    label: string,
    chosen: string,
    options: readonly (readonly [string, string])[],
  ) => (
    <div class="form-field">
      <label class="form-label" for={name}>
        {label}
      </label>
      <select id={name} class="form-select" name={name}>
        {options.map(([value, words]) => (
          <option key={value} value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
  return (
    <fieldset class="form-lines mt-3">
      <legend>{t('importMapping.notation')}</legend>
      <div class="form-line-fields">
        {select('decimal', t('importMapping.decimal'), mapping.decimal ?? '', [
          ['', t('importMapping.decimalAny')],
          ['.', t('importMapping.decimalPoint')],
          [',', t('importMapping.decimalComma')],
        ])}
        {select('dayOrder', t('importMapping.dayOrder'), mapping.dayOrder, [
          ['dayFirst', t('importMapping.dayFirst')],
          ['monthFirst', t('importMapping.monthFirst')],
        ])}
      </div>
    </fieldset>
  );
}
