import type { ComponentChildren } from 'preact';
import { usePage } from '../page.tsx';
import { Csrf } from './Csrf.tsx';

interface Props {
  action: string;
  /** What is to be done, in a word or two. */
  label: string;
  /** What is to be done and to what, where the place does not say it. */
  named?: string;
  /** What becomes of it. */
  hint: string;
  isSmall?: boolean;
  /** What else the form sends. */
  children?: ComponentChildren;
}

/** An action that no click takes back: the first click says what becomes of it, the second one does it. */
export function Confirmed({ action, label, named, hint, isSmall = false, children }: Props) {
  const { t } = usePage();
  const size = isSmall ? ' btn-sm' : '';
  return (
    <details class="confirmed">
      <summary class={`btn btn-outline-primary${size}`} aria-label={named}>
        {label}
      </summary>
      <form method="post" action={action}>
        <Csrf />
        {children}
        <p class="hint">{hint}</p>
        <button class={`btn btn-danger${size}`}>
          {t('action.confirm')}
          <span class="visually-hidden">: {named ?? label}</span>
        </button>
      </form>
    </details>
  );
}
