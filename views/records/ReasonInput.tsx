import { usePage } from '../page.tsx';

/** Why a record is changed, which its history keeps. */
export function ReasonInput({ value }: { value: string }) {
  const { t } = usePage();
  return (
    <div class="form-field">
      <label class="form-label" for="field-reason">
        {t('form.reason')}
      </label>
      <input id="field-reason" class="form-control" name="_reason" maxLength={2000} value={value} />
    </div>
  );
}
