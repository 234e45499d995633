import type { Problem } from '../../models/values/errors.ts';
import { Csrf } from '../components/Csrf.tsx';
import { FormInput } from '../components/FormInput.tsx';
import { NewPasswordInputs } from '../components/NewPasswordInputs.tsx';
import { Problems } from '../components/Problems.tsx';
import { Layout } from '../Layout.tsx';
import type { MessageKey } from '../locales/index.ts';
import { usePage } from '../page.tsx';
import { sayProblem } from '../problem.ts';

interface Props {
  token: string;
  /** Whether it makes the first administrator, who then also gives a name and an address. */
  isFirst: boolean;
  /** Whether the account has a password, which this one replaces. */
  isReset: boolean;
  typed: { name: string; email: string };
  problems: readonly Problem[];
}

const labels: Readonly<Record<string, MessageKey>> = {
  name: 'session.name',
  email: 'session.email',
  password: 'session.newPassword',
  repeated: 'session.repeated',
};

/** Where a person sets the password of an account, once. */
export function InvitationPage({ token, isFirst, isReset, typed, problems }: Props) {
  const { t } = usePage();
  const title = t(isFirst ? 'session.firstTitle' : isReset ? 'session.resetTitle' : 'session.passwordTitle');
  const intro = isFirst ? 'session.firstIntro' : isReset ? 'session.resetIntro' : 'session.passwordIntro';
  return (
    <Layout title={title}>
      <div class="door">
        <h1>{title}</h1>
        <p>{t(intro, { name: typed.name })}</p>
        <Problems
          said={problems.map(one => {
            const label = labels[one.field];
            return { id: label ? one.field : null, says: sayProblem(t, one, label && t(label)) };
          })}
        />
        <form method="post" action={`/invitations/${encodeURIComponent(token)}`}>
          <Csrf />
          {isFirst && (
            <FormInput
              name="name"
              label={t('session.name')}
              value={typed.name}
              autoComplete="name"
              problems={problems}
            />
          )}
          <FormInput
            name="email"
            type="email"
            label={t('session.email')}
            value={typed.email}
            autoComplete="username"
            isReadOnly={!isFirst}
            problems={problems}
          />
          <NewPasswordInputs problems={problems} />
          <button class="btn btn-primary w-100">{t('session.setPassword')}</button>
        </form>
      </div>
    </Layout>
  );
}
