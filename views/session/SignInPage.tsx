import { Csrf } from '../components/Csrf.tsx';
import { FormInput } from '../components/FormInput.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { MatrixPicture } from './MatrixPicture.tsx';

/** Whether somebody comes here because their session was over when they sent a form (server/signIn/unsentForms.ts). */
const isAfterTyping = (to: string): boolean => /^\/unsent\/|[?]unsent=/.test(to);

/** Where a person says who they are; `to` is where they wanted to go. */
export function SignInPage({ to, email, message }: { to: string; email: string; message: string | null }) {
  const { t } = usePage();
  return (
    <Layout title={t('action.signIn')} wide>
      <div class="entrance">
        <div class="door">
          <h1>{t('action.signIn')}</h1>
          {isAfterTyping(to) && (
            <div class="alert alert-info" role="status">
              {t('session.ended')}
            </div>
          )}
          {message && (
            <div class="alert alert-danger" role="alert">
              {message}
            </div>
          )}
          <form method="post" action="/sign-in">
            <Csrf />
            <input type="hidden" name="to" value={to} />
            <FormInput
              name="email"
              type="email"
              label={t('session.email')}
              value={email}
              autoComplete="username"
            />
            <FormInput
              name="password"
              type="password"
              label={t('session.password')}
              autoComplete="current-password"
            />
            <button class="btn btn-primary w-100">{t('action.signIn')}</button>
          </form>
          <p class="hint">{t('session.forgotten')}</p>
        </div>
        <div class="entrance-about">
          <p>{t('session.about')}</p>
          <p>{t('session.aboutFigures')}</p>
          <MatrixPicture />
        </div>
      </div>
    </Layout>
  );
}
