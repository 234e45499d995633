import { usePage } from '../page.tsx';

/** Above a form: that it shows again what came when the session was over (`unsent`), or that this is gone (null). */
export function UnsentNotice({ unsent }: { unsent: object | null | undefined }) {
  const { t } = usePage();
  if (unsent === undefined) return null;
  return (
    <div class={`alert ${unsent ? 'alert-info' : 'alert-warning'}`} role="status">
      {t(unsent ? 'session.typedAgain' : 'session.typedGone')}
    </div>
  );
}
