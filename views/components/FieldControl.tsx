import type { Field } from '../../models/record/fields.ts';
import { DoneBar, PasteBox } from '../forms/PasteBox.tsx';
import { LineTable } from '../forms/LineTable.tsx';
import { usePage } from '../page.tsx';
import type { Typed } from '../records/typed.ts';
import { controls, countryOptions } from './controls.tsx';
import type { FieldContext } from './fieldContext.ts';
import { Offered } from './Options.tsx';

interface Props {
  field: Field;
  name: string;
  value: string | Typed[];
  context: FieldContext;
}

/** The control of a field with its label, hint and message. */
export function FieldControl({ field, name, value, context }: Props) {
  const { say } = usePage();
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
  const Control = controls[field.kind];
  return (
    <div class={problem ? 'form-field has-problem' : 'form-field'}>
      <Control field={field} text={text} shared={shared} context={context} />
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

/** With more lines, the countries offered in each are most of a page of 28 MB: they type it, with one list for all. */
const mostLinesWithCountries = 200;

interface LinesProps {
  field: Field;
  name: string;
  items: readonly Typed[];
  context: FieldContext;
}

/** The lines of a list: each its own group; buttons add and remove one, with and without JavaScript. */
function Lines({ field, name, items, context }: LinesProps) {
  const { t, say, format } = usePage();
  const label = say(field.label);
  const extras = context.extrasOf?.(name);
  const done = context.doneIn?.(name);
  const problem = context.problemOf(name);
  const isLong = items.length > mostLinesWithCountries;
  const countriesId = `${context.idOf(name)}-countries`;
  const ofLine = isLong ? { ...context, countriesId } : context;
  return (
    <fieldset class="form-lines" id={context.idOf(name)}>
      <legend>{label}</legend>
      {field.hint && <p class="hint">{say(field.hint)}</p>}
      {problem && <p class="problem">{problem}</p>}
      {extras && <PasteBox name={name} />}
      {done !== undefined && <DoneBar says={done} />}
      {isLong && <Offered id={countriesId} options={countryOptions[format.language]} />}
      {field.lineColumns && (
        <LineTable
          field={field}
          name={name}
          items={items}
          context={ofLine}
          extras={extras}
          renderField={(key, one, of, value) => (
            <FieldControl key={key} field={one} name={of} value={value} context={ofLine} />
          )}
        />
      )}
      {!field.lineColumns &&
        items.map((item, index) => (
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
              data-in-place
              value={`-${name}.${index}`}
              aria-label={t('form.removeLine', { number: index + 1, list: label })}
            >
              {t('action.remove')}
            </button>
          </fieldset>
        ))}
      <div class="lines-under">
        <button class="btn btn-outline-primary btn-sm" name="_line" data-in-place value={`+${name}`}>
          {t('form.addLine', { list: label })}
        </button>
        {field.lineColumns && <span>{t('lines.leftOut')}</span>}
      </div>
    </fieldset>
  );
}
