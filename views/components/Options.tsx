import { usePage } from '../page.tsx';

/** What every control of a field has. */
export interface SharedAttributes {
  id: string;
  name: string;
  /** In the place of the label, where one field stands in many lines. */
  'aria-label'?: string;
  'aria-describedby': string | undefined;
  'aria-invalid': 'true' | undefined;
}

interface Option {
  value: string;
  label: string;
}

/** What a field that is typed in offers. */
export function Offered({ id, options }: { id: string; options: readonly Option[] }) {
  return (
    <datalist id={id}>
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </datalist>
  );
}

interface SelectProps {
  shared: SharedAttributes;
  text: string;
  isRequired: boolean;
  isCompact?: boolean | undefined;
  empty?: string | undefined;
  options: readonly Option[];
}

/** One of some values, or none. */
export function Select({ shared, text, isRequired, isCompact, empty, options }: SelectProps) {
  const { t } = usePage();
  const isListed = text === '' || options.some(({ value }) => value === text);
  return (
    <select {...shared} class={isCompact ? 'form-select form-select-sm' : 'form-select'}>
      <option value="">{isRequired ? t('form.choose') : (empty ?? t('form.unknownChoice'))}</option>
      {/* What was typed or stored is never lost, even where it is no longer offered. */}
      {!isListed && (
        <option value={text} selected>
          {text}
        </option>
      )}
      {options.map(({ value, label }) => (
        <option key={value} value={value} selected={value === text}>
          {label}
        </option>
      ))}
    </select>
  );
}
