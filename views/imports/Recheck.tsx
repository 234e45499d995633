import type { Import } from '../../models/imports/import.ts';
import { importFields, sourceLabels } from '../../models/imports/importFields.ts';
import { sourceNames } from '../../models/sources/contract/incoming.ts';
import { Csrf } from '../components/Csrf.tsx';
import { usePage } from '../page.tsx';

/** The file was taken for something else than it is: a person says what it is, and it is checked again. */
export function Recheck({ found }: { found: Import }) {
  const { t, say } = usePage();
  return (
    <form method="post" action={`/imports/${found.id}/source`} class="one-line-form record-section">
      <Csrf />
      <label class="form-label" for="source">
        {t('importPage.recheck')}
      </label>
      <select id="source" class="form-select form-select-sm" name="source">
        <option value="">{say(importFields.source.emptyMeans ?? importFields.source.label)}</option>
        {sourceNames.map(name => (
          <option key={name} value={name} selected={name === (found.settings.source ?? found.source)}>
            {say(sourceLabels[name])}
          </option>
        ))}
      </select>
      <button class="btn btn-outline-primary btn-sm">{t('importPage.recheckDo')}</button>
      {found.source === 'table' && <a href={`/imports/${found.id}/mapping`}>{t('importMapping.again')}</a>}
    </form>
  );
}
