import type { Problem } from '../../models/values/errors.ts';
import { usePage } from '../page.tsx';
import { FormInput } from './FormInput.tsx';

/** A new password, typed twice: the fields `password` and `repeated` of a form. */
export function NewPasswordInputs({ problems }: { problems: readonly Problem[] }) {
  const { t } = usePage();
  return (
    <>
      <FormInput
        name="password"
        type="password"
        label={t('session.newPassword')}
        hint={t('session.passwordHint')}
        autoComplete="new-password"
        problems={problems}
      />
      <FormInput
        name="repeated"
        type="password"
        label={t('session.repeated')}
        autoComplete="new-password"
        problems={problems}
      />
    </>
  );
}
