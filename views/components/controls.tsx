import type { VNode } from 'preact';
import type { Field, FieldKind } from '../../models/record/fields.ts';
import { countryCodes } from '../../models/values/country.ts';
import { decimalToCents, formatAmount } from '../../models/values/money.ts';
import type { Language } from '../../models/values/format.ts';
import { usePage, type PageContext } from '../page.tsx';
import type { FormChoices } from '../records/typed.ts';
import type { FieldContext } from './fieldContext.ts';
import { Offered, Select, type SharedAttributes } from './Options.tsx';
import { countryName } from './Value.tsx';

interface ControlProps {
  field: Field;
  text: string;
  shared: SharedAttributes;
  context: FieldContext;
}
type Control = (props: ControlProps) => VNode;

const countriesIn = (language: Language) =>
  countryCodes
    .map(value => ({ value, label: countryName(value, { language }) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language));
export const countryOptions = { en: countriesIn('en'), nl: countriesIn('nl') } satisfies Record<
  Language,
  unknown
>;

/** The classes of an input, small where its form is compact. */
const classes = ({ context }: ControlProps, ...more: string[]): string =>
  ['form-control', ...(context.isCompact ? ['form-control-sm'] : []), ...more].join(' ');

/** A control with its label before it. */
const labelled =
  (Of: Control): Control =>
  props => {
    const { t, say } = usePage();
    const { field, shared } = props;
    return (
      <>
        <label class="form-label" for={shared.id}>
          {say(field.label)}
          {field.isRequired && <span class="required"> ({t('form.required')})</span>}
        </label>
        <Of {...props} />
      </>
    );
  };

const textInput = labelled(props => (
  <input
    {...props.shared}
    class={classes(props)}
    value={props.text}
    readOnly={props.context.isFixed(props.shared.name)}
  />
));

const textArea = (rows: number) =>
  labelled(props => (
    <textarea {...props.shared} class={classes(props)} rows={props.context.isCompact ? 2 : rows}>
      {props.text}
    </textarea>
  ));

type Choices = readonly { value: string; label: string }[];
/** One of what can be chosen in a field. */
const selectFrom =
  (choicesIn: (props: ControlProps, page: PageContext) => Choices): Control =>
  props => {
    const page = usePage();
    const { field, shared, text, context } = props;
    return (
      <Select
        shared={shared}
        text={text}
        isRequired={field.isRequired}
        isCompact={context.isCompact}
        empty={field.emptyMeans && page.say(field.emptyMeans)}
        options={choicesIn(props, page)}
      />
    );
  };

const recordsIn = ({ field, context }: ControlProps): Choices =>
  context.choices[field.noun as keyof FormChoices] ?? [];
const RecordSelect = selectFrom(recordsIn);

/** A call is typed or picked, for there are too many; of other records one is chosen. */
const recordInput = labelled(props => {
  const { field, shared, text } = props;
  if (field.noun !== 'call') return <RecordSelect {...props} />;
  const id = `${shared.id}-options`;
  return (
    <>
      <input {...shared} class={classes(props)} value={text} list={id} autoComplete="off" />
      <Offered id={id} options={recordsIn(props)} />
    </>
  );
});

const CountrySelect = selectFrom((_props, { format }) => countryOptions[format.language]);
const countryInput = labelled(props => {
  const { countriesId } = props.context;
  if (countriesId === undefined) return <CountrySelect {...props} />;
  return (
    <input
      {...props.shared}
      class={classes(props, 'form-short')}
      value={props.text}
      list={countriesId}
      autoComplete="off"
    />
  );
});

/** An amount that is known stands in the reader's notation; what cannot be read stays as it was typed. */
function AmountInput({ field, shared, text }: ControlProps) {
  const { format } = usePage();
  const cents = field.kind === 'money' ? decimalToCents(text) : null;
  const shown = cents === null ? text : formatAmount(cents, format);
  return <input {...shared} class="form-control number" value={shown} inputMode="decimal" />;
}

/** Amounts and shares, with their sign or a button beside the input. */
const group = (inputOf: (input: VNode, props: ControlProps) => VNode[]) =>
  labelled(props => (
    <div class={`input-group ${props.context.isCompact ? 'input-group-sm' : 'form-short'}`}>
      {inputOf(<AmountInput {...props} />, props)}
    </div>
  ));

/** A day, or an instant with its `clock`. */
const momentInput = (clock: string, shown = (typed: string) => typed) =>
  labelled(props => {
    const { t } = usePage();
    return (
      <input
        {...props.shared}
        class={classes(props, 'form-short')}
        value={shown(props.text)}
        placeholder={`${t('list.dayForm')}${clock}`}
      />
    );
  });

/** The control of each kind of field, with its label; the lines of a list are `FieldControl`s again. */
export const controls: Readonly<Record<Exclude<FieldKind, 'list'>, Control>> = {
  text: textInput,
  longText: textArea(4),
  texts: textArea(2),
  url: labelled(props => <input {...props.shared} class={classes(props)} type="url" value={props.text} />),
  country: countryInput,
  choice: labelled(
    selectFrom(({ field }, { say }) =>
      Object.entries(field.options ?? {}).map(([value, label]) => ({ value, label: say(label) })),
    ),
  ),
  integer: labelled(props => (
    <input
      {...props.shared}
      class={classes(props, 'form-short', 'number')}
      value={props.text}
      inputMode="numeric"
    />
  )),
  money: group(input => [
    <span class="input-group-text" aria-hidden="true">
      €
    </span>,
    input,
  ]),
  percent: group((input, { shared, context }) => [
    input,
    context.buttonAt?.(shared.name) ?? (
      <span class="input-group-text" aria-hidden="true">
        %
      </span>
    ),
  ]),
  day: momentInput(''),
  instant: momentInput(' 17:00', typed => typed.replace('T', ' ')),
  yesNo: ({ field, text, shared }) => {
    const { say } = usePage();
    return (
      <div class="form-check">
        <input {...shared} class="form-check-input" type="checkbox" value="on" checked={text !== ''} />
        <label class="form-check-label" for={shared.id}>
          {say(field.label)}
        </label>
      </div>
    );
  },
  coded: recordInput,
  reference: recordInput,
};
