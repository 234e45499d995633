import type { ComponentChildren } from 'preact';
import { Csrf } from '../components/Csrf.tsx';
import { usePage } from '../page.tsx';

interface ActionFormProps {
  action: string;
  /** The import as it is shown: who does it has seen no other. */
  version: number;
  hint?: string;
  children: ComponentChildren;
}

/** A form that does one thing with an import. */
export function ActionForm({ action, version, hint, children }: ActionFormProps) {
  return (
    <form method="post" action={action}>
      <Csrf />
      <input type="hidden" name="_version" value={version} />
      {children}
      {hint && <p class="hint">{hint}</p>}
    </form>
  );
}

/** Leads to the form for the next file; not the first thing to do where this file can still be read. */
export function Another({ isSecond = false }: { isSecond?: boolean }) {
  const { t, may } = usePage();
  return may('import:run') ? (
    <a class={`btn btn-${isSecond ? 'outline-' : ''}primary`} href="/imports/new">
      {t('importPage.another')}
    </a>
  ) : null;
}
