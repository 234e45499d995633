import { formatInstant } from '../../models/values/day.ts';
import { longestMappingName, type SavedMapping } from '../../models/imports/check/savedMapping.ts';
import { importables } from '../../models/nouns.ts';
import { Confirmed } from '../components/Confirmed.tsx';
import { Table } from '../components/Table.tsx';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';

/** What the page knows of saved mappings. */
export interface Saved {
  all: readonly SavedMapping[];
  /** The one that is filled in; null where none is. */
  used: SavedMapping | null;
  /** The name under which the person wants to save, as typed. */
  saveAs: string;
}

/** Chooses one of the saved mappings. */
export function ChooseSaved({ path, saved: { all, used } }: { path: string; saved: Saved }) {
  const { t } = usePage();
  if (all.length === 0) return null;
  return (
    <form method="get" action={path} class="one-line-form record-section">
      <label class="form-label" for="saved">
        {t('importMapping.saved')}
      </label>
      <select id="saved" class="form-select form-select-sm" name="saved">
        {all.map(({ id, name }) => (
          <option key={id} value={id} selected={id === used?.id}>
            {name}
          </option>
        ))}
      </select>
      <button class="btn btn-outline-primary btn-sm">{t('importMapping.use')}</button>
      {used && <span class="hint">{t('importMapping.used', { name: used.name })}</span>}
    </form>
  );
}

/** Under which name the mapping is kept for the next file. */
export function SaveAs({ saveAs, problem }: { saveAs: string; problem: string | null }) {
  const { t } = usePage();
  return (
    <div class={problem === null ? 'form-field mt-3' : 'form-field mt-3 has-problem'}>
      <label class="form-label" for="saveAs">
        {t('importMapping.saveAs')}
      </label>
      <input
        id="saveAs"
        class="form-control"
        name="saveAs"
        value={saveAs}
        maxLength={longestMappingName}
        autoComplete="off"
        aria-describedby={problem === null ? 'saveAs-hint' : 'saveAs-hint saveAs-problem'}
        aria-invalid={problem === null ? undefined : 'true'}
      />
      <p id="saveAs-hint" class="hint">
        {t('importMapping.saveAsHint')}
      </p>
      {problem !== null && (
        <p id="saveAs-problem" class="problem">
          {problem}
        </p>
      )}
    </div>
  );
}

/** The saved mappings, each with a button that deletes it. */
export function SavedList({ path, saved: { all } }: { path: string; saved: Saved }) {
  const { t, say, format } = usePage();
  if (all.length === 0) return null;
  return (
    <Section id="saved-mappings" title={t('importMapping.savedMany')}>
      <div class="list-main">
        <Table
          name={t('importMapping.savedMany')}
          heads={[
            t('importMapping.name'),
            t('importMapping.rowsAre'),
            t('importMapping.savedBy'),
            { hidden: t('importMapping.delete') },
          ]}
        >
          {all.map(({ id, name, mapping, savedAt, savedBy }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td data-label={t('importMapping.rowsAre')}>
                {say(importables[mapping.noun].noun.label.one).toLowerCase()}
              </td>
              <td data-label={t('importMapping.savedBy')}>
                {t('importPage.receivedBy', { at: formatInstant(savedAt, format), name: savedBy.name })}
              </td>
              <td data-label="">
                <Confirmed
                  action={`/imports/mappings/${id}/delete`}
                  label={t('importMapping.delete')}
                  named={`${t('importMapping.delete')}: ${name}`}
                  hint={t('importMapping.deleteHint')}
                  isSmall
                >
                  <input type="hidden" name="to" value={path} />
                </Confirmed>
              </td>
            </tr>
          ))}
        </Table>
      </div>
    </Section>
  );
}
