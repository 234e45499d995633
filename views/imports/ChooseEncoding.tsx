import type { Import } from '../../models/imports/import.ts';
import { importFields } from '../../models/imports/importFields.ts';
import { readSample } from '../../models/sources/files/encoding.ts';
import {
  encodingLabels,
  encodingNames,
  type EncodingName,
} from '../../models/sources/files/encodingNames.ts';
import { Csrf } from '../components/Csrf.tsx';
import { usePage } from '../page.tsx';

const isOfBytes = (name: string): name is EncodingName => (encodingNames as readonly string[]).includes(name);

/** What leaves the encoding of the file open, where that is why it was not read. */
export const encodingDoubt = ({ failure }: Pick<Import, 'failure'>): string | null =>
  failure?.key === 'importFile.encodingInDoubt' ? String(failure.values?.['sample'] ?? '') : null;

/** Whether a part of the file is text of one byte a character: then a person may know better which encoding it is. */
export const hasOldEncoding = ({ file, settings }: Pick<Import, 'file' | 'settings'>): boolean =>
  settings.encoding !== null || (file.encoding ?? '').split(', ').some(isOfBytes);

/** Has the file read in an encoding that a person chooses; words of the file stand beside each, as they read in it. */
export function ChooseEncoding({ found }: { found: Import }) {
  const { t, say } = usePage();
  const { id, settings, file } = found;
  const sample = encodingDoubt(found);
  const chosen = settings.encoding ?? (file.encoding ?? '').split(', ').find(isOfBytes) ?? '';
  const shown = (name: EncodingName): string =>
    sample === null || sample === '' ? '' : ` · ${readSample(sample, name).slice(0, 80)}`;
  return (
    <form method="post" action={`/imports/${id}/source`} class="one-line-form record-section mb-3">
      <Csrf />
      <input type="hidden" name="source" value={settings.source ?? ''} />
      <label class="form-label" for="encoding">
        {t('importPage.chooseEncoding')}
      </label>
      <select
        id="encoding"
        class="form-select form-select-sm"
        name="encoding"
        required={sample !== null}
        aria-describedby="encoding-hint"
      >
        <option value="">
          {sample === null ? say(importFields.encoding.emptyMeans ?? importFields.encoding.label) : '—'}
        </option>
        {encodingNames.map(name => (
          <option key={name} value={name} selected={name === chosen}>
            {`${say(encodingLabels[name])} (${name})${shown(name)}`}
          </option>
        ))}
      </select>
      <button class="btn btn-primary btn-sm">{t('importPage.chooseEncodingDo')}</button>
      <p id="encoding-hint" class="hint mb-0">
        {t(sample === null ? 'importPage.encodingHint' : 'importPage.encodingDoubtHint')}
      </p>
    </form>
  );
}
