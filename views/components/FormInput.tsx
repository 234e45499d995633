import type { Problem } from '../../models/values/errors.ts';
import { usePage } from '../page.tsx';
import { sayProblem } from '../problem.ts';

interface Props {
  name: string;
  label: string;
  value?: string;
  type?: 'text' | 'email' | 'password';
  hint?: string;
  autoComplete: string;
  problems?: readonly Problem[];
  isReadOnly?: boolean;
}

/** One input of a form that is not made from a record's fields, with its label, hint and messages. */
export function FormInput({ name, label, value, type = 'text', hint, problems = [], ...more }: Props) {
  const { t } = usePage();
  const own = problems.filter(({ field }) => field === name);
  const described =
    [hint && `${name}-hint`, own.length > 0 && `${name}-problem`].filter(Boolean).join(' ') || undefined;
  const shared = {
    id: name,
    name,
    value,
    class: 'form-control',
    autoComplete: more.autoComplete,
    readOnly: more.isReadOnly,
    required: true,
    'aria-describedby': described,
    'aria-invalid': own.length > 0 ? ('true' as const) : undefined,
  };
  return (
    <div class={own.length > 0 ? 'form-field has-problem' : 'form-field'}>
      <label class="form-label" for={name}>
        {label}
      </label>
      {type === 'email' ? (
        <input {...shared} type="email" />
      ) : type === 'password' ? (
        <input {...shared} type="password" />
      ) : (
        <input {...shared} type="text" />
      )}
      {hint && (
        <p id={`${name}-hint`} class="hint">
          {hint}
        </p>
      )}
      {own.length > 0 && (
        <p id={`${name}-problem`} class="problem">
          {own.map(problem => sayProblem(t, problem, label)).join(' ')}
        </p>
      )}
    </div>
  );
}
