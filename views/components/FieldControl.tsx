import { countryCodes } from '../../models/values/country.ts';
import type { Field } from '../../models/record/fields.ts';
import type { Language } from '../../models/values/format.ts';
import { usePage } from '../page.tsx';
import type { FormChoices, Typed } from '../records/typed.ts';
import { Offered, Select, type SharedAttributes } from './Options.tsx';
import { countryName } from './Value.tsx';

/** What a control knows of the form around it. */
export interface FieldContext {
  problemOf(name: string): string | null;
  idOf(name: string): string;
  choices: FormChoices;
  /** Whether a field can no longer change: a record's code. */
  isFixed(name: string): boolean;
  /** The id of the countries offered to all fields at once; without one, each offers them itself. */
  countriesId?: string;
}

interface Props {
  field: Field;
  name: string;
  value: string | Typed[];
  context: FieldContext;
}

/** The control of a field with its label, hint and message. */
export function FieldControl({ field, name, value, context }: Props) {
  const { t, say } = usePage();
  const problem = context.problemOf(name);
  const id = context.idOf(name);
  if (field.kind === 'list')
    return (
      <Lines field={field} name={name} items={typeof value === 'string' ? [] : value} context={context} />
    );
  const text = typeof value === 'string' ? value : '';
  if (field.kind === 'reference' && field.noun === 'organisation') {
    return <input type="hidden" name={name} value={text} />;
  }
  const described =
    [field.hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined;
  const shared = {
    id,
    name,
    'aria-describedby': described,
    'aria-invalid': problem ? ('true' as const) : undefined,
  };
  return (
    <div class={problem ? 'form-field has-problem' : 'form-field'}>
      {field.kind === 'yesNo' ? (
        <div class="form-check">
          <input {...shared} class="form-check-input" type="checkbox" value="on" checked={text !== ''} />
          <label class="form-check-label" for={id}>
            {say(field.label)}
          </label>
        </div>
      ) : (
        <>
          <label class="form-label" for={id}>
            {say(field.label)}
            {field.isRequired && <span class="required"> ({t('form.required')})</span>}
          </label>
          <Control
            field={field}
            text={text}
            shared={shared}
            choices={context.choices}
            isFixed={context.isFixed(name)}
            countriesId={context.countriesId}
          />
        </>
      )}
      {field.hint && (
        <p id={`${id}-hint`} class="hint">
          {say(field.hint)}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} class="problem">
          {problem}
        </p>
      )}
    </div>
  );
}

const countriesIn = (language: Language) =>
  countryCodes
    .map(value => ({ value, label: countryName(value, { language }) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language));
const countryOptions = { en: countriesIn('en'), nl: countriesIn('nl') } satisfies Record<Language, unknown>;

interface ControlProps {
  field: Field;
  text: string;
  shared: SharedAttributes;
  choices: FormChoices;
  isFixed: boolean;
  countriesId: string | undefined;
}

function Control({ field, text, shared, choices, isFixed, countriesId }: ControlProps) {
  const { say, format, t } = usePage();
  switch (field.kind) {
    case 'choice':
      return (
        <Select
          shared={shared}
          text={text}
          isRequired={field.isRequired}
          empty={field.emptyMeans && say(field.emptyMeans)}
          options={Object.entries(field.options ?? {}).map(([value, label]) => ({
            value,
            label: say(label),
          }))}
        />
      );
    case 'country':
      if (countriesId !== undefined)
        return (
          <input
            {...shared}
            class="form-control form-short"
            value={text}
            list={countriesId}
            autoComplete="off"
          />
        );
      return (
        <Select
          shared={shared}
          text={text}
          isRequired={field.isRequired}
          options={countryOptions[format.language]}
        />
      );
    case 'coded':
    case 'reference': {
      const options = choices[field.noun as keyof FormChoices] ?? [];
      if (field.noun !== 'call')
        return <Select shared={shared} text={text} isRequired={field.isRequired} options={options} />;
      return (
        <>
          <input
            {...shared}
            class="form-control"
            value={text}
            list={`${shared.id}-options`}
            autoComplete="off"
          />
          <Offered id={`${shared.id}-options`} options={options} />
        </>
      );
    }
    case 'longText':
    case 'texts':
      return (
        <textarea {...shared} class="form-control" rows={field.kind === 'texts' ? 2 : 4}>
          {text}
        </textarea>
      );
    case 'instant':
      return (
        <input
          {...shared}
          class="form-control form-short"
          value={text.replace('T', ' ')}
          placeholder={`${t('list.dayForm')} 17:00`}
        />
      );
    case 'day':
      return (
        <input {...shared} class="form-control form-short" value={text} placeholder={t('list.dayForm')} />
      );
    case 'money':
      return (
        <div class="input-group form-short">
          <span class="input-group-text" aria-hidden="true">
            €
          </span>
          <input {...shared} class="form-control number" value={text} inputMode="decimal" />
        </div>
      );
    case 'percent':
      return (
        <div class="input-group form-short">
          <input {...shared} class="form-control number" value={text} inputMode="decimal" />
          <span class="input-group-text" aria-hidden="true">
            %
          </span>
        </div>
      );
    case 'integer':
      return <input {...shared} class="form-control form-short number" value={text} inputMode="numeric" />;
    case 'url':
      return <input {...shared} class="form-control" type="url" value={text} />;
    default:
      return <input {...shared} class="form-control" value={text} readOnly={isFixed} />;
  }
}

/** With more lines, the countries offered in each are most of a page of 28 MB: they type it, with one list for all. */
const mostLinesWithCountries = 200;

/** The lines of a list: each its own group; buttons add and remove one, with and without JavaScript. */
function Lines({
  field,
  name,
  items,
  context,
}: {
  field: Field;
  name: string;
  items: readonly Typed[];
  context: FieldContext;
}) {
  const { t, say, format } = usePage();
  const label = say(field.label);
  const problem = context.problemOf(name);
  const isLong = items.length > mostLinesWithCountries;
  const countriesId = `${context.idOf(name)}-countries`;
  const ofLine = isLong ? { ...context, countriesId } : context;
  return (
    <fieldset class="form-lines" id={context.idOf(name)}>
      <legend>{label}</legend>
      {field.hint && <p class="hint">{say(field.hint)}</p>}
      {problem && <p class="problem">{problem}</p>}
      {isLong && <Offered id={countriesId} options={countryOptions[format.language]} />}
      {items.map((item, index) => (
        <fieldset key={index} class="form-line" id={context.idOf(`${name}.${index}`)}>
          <legend>{t('form.line', { list: label, number: index + 1 })}</legend>
          <div class="form-line-fields">
            {Object.entries(field.items ?? {})
              .filter(([, one]) => !one.isReadOnly)
              .map(([key, one]) => (
                <FieldControl
                  key={key}
                  field={one}
                  name={`${name}.${index}.${key}`}
                  value={item[key] ?? ''}
                  context={ofLine}
                />
              ))}
          </div>
          <button
            class="btn btn-outline-danger btn-sm"
            name="_line"
            value={`-${name}.${index}`}
            aria-label={t('form.removeLine', { number: index + 1, list: label })}
          >
            {t('action.remove')}
          </button>
        </fieldset>
      ))}
      <button class="btn btn-outline-primary btn-sm" name="_line" value={`+${name}`}>
        {t('form.addLine', { list: label })}
      </button>
    </fieldset>
  );
}
