import type { Problem } from '../../models/values/errors.ts';
import type { Fields } from '../../models/record/fields.ts';
import type { KeptUser } from '../../models/accounts/user.ts';
import { roles } from '../../models/record/permissions.ts';
import { Csrf } from '../components/Csrf.tsx';
import { fieldContext, idOfField } from '../components/fieldContext.ts';
import { Problems } from '../components/Problems.tsx';
import { FieldControl } from '../components/FieldControl.tsx';
import { FormInput } from '../components/FormInput.tsx';
import { NewPasswordInputs } from '../components/NewPasswordInputs.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { sayProblem } from '../problem.ts';
import { labelOfPath } from '../records/FormPage.tsx';
import type { Typed } from '../records/typed.ts';
import { Section } from '../records/ShowPage.tsx';

interface Props {
  user: KeptUser;
  /** The fields a person sets for themselves, and what stands in them. */
  fields: Fields;
  typed: Typed;
  problems: readonly Problem[];
}

const passwordInputs = ['present', 'password', 'repeated'];

/** A person's own account: how callfolio speaks to them, and their password. */
export function AccountPage({ user, fields, typed, problems }: Props) {
  const { t, say } = usePage();
  const label = (field: string): string =>
    passwordInputs.includes(field)
      ? t(passwordLabels[field] ?? 'session.password')
      : labelOfPath(fields, field, say);
  const context = fieldContext(t, problems, label);
  const idOf = (field: string) => (passwordInputs.includes(field) ? field : idOfField(field));
  return (
    <Layout title={t('nav.account')}>
      <div class="page-head">
        <div>
          <p class="kicker">{say(roles[user.role])}</p>
          <h1>{t('nav.account')}</h1>
          <p class="lead-sm mb-0">{user.email}</p>
        </div>
      </div>
      <Problems
        said={problems.map(one => ({ id: idOf(one.field), says: sayProblem(t, one, label(one.field)) }))}
      />
      <div class="panels">
        <Section id="preferences" title={t('account.preferences')}>
          <form method="post" action="/account" class="form-stack">
            <Csrf />
            {Object.entries(fields).map(([key, field]) => (
              <FieldControl key={key} field={field} name={key} value={typed[key] ?? ''} context={context} />
            ))}
            <button class="btn btn-primary">{t('action.save')}</button>
          </form>
        </Section>
        <Section id="change-password" title={t('account.password')}>
          <form method="post" action="/account/password" class="form-stack">
            <Csrf />
            <FormInput
              name="present"
              type="password"
              label={t('account.present')}
              autoComplete="current-password"
              problems={problems}
            />
            <NewPasswordInputs problems={problems} />
            <p class="hint mb-0">{t('account.passwordEnds')}</p>
            <button class="btn btn-primary">{t('account.changePassword')}</button>
          </form>
        </Section>
        <Section id="access" title={t('account.access')}>
          <dl class="mb-0">
            <dt>
              <a href="/sessions">{t('visit.title')}</a>
            </dt>
            <dd>{t('account.sessionsHint')}</dd>
            <dt>
              <a href="/tokens">{t('token.mine')}</a>
            </dt>
            <dd>{t('account.tokensHint')}</dd>
            <dt>
              <a href="/account/access">{t('access.title')}</a>
            </dt>
            <dd class="mb-0">{t('account.accessHint')}</dd>
          </dl>
        </Section>
      </div>
    </Layout>
  );
}

const passwordLabels: Readonly<
  Record<string, 'account.present' | 'session.newPassword' | 'session.repeated'>
> = { present: 'account.present', password: 'session.newPassword', repeated: 'session.repeated' };
