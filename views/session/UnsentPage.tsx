import type { UnsentForm } from '../../models/accounts/unsentForm.ts';
import { Csrf } from '../components/Csrf.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';

/** What was typed into a form that has no page of its own to stand on again: to be looked at, and sent by one button. */
export function UnsentPage({ form: { to, says, fields } }: { form: UnsentForm }) {
  const { t, say } = usePage();
  const entries = Object.entries(fields).flatMap(([name, texts]) =>
    [texts].flat().map(text => [name, text] as const),
  );
  const typed = entries.filter(([name, text]) => !name.startsWith('_') && text.trim() !== '');
  return (
    <Layout title={t('session.unsentTitle')}>
      <h1>{t('session.unsentTitle')}</h1>
      <p>{t('session.unsentIntro', { deed: say(says) })}</p>
      {typed.length > 0 && (
        <dl class="facts">
          {typed.map(([name, text], index) => (
            <div key={index}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      <form method="post" action={to}>
        <Csrf />
        {entries.map(([name, text], index) => (
          <input key={index} type="hidden" name={name} value={text} />
        ))}
        <div class="form-actions">
          <button class="btn btn-primary">{t('session.sendNow')}</button>
          <a class="btn btn-link" href="/">
            {t('session.leaveUnsent')}
          </a>
        </div>
      </form>
    </Layout>
  );
}
