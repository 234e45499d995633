import { usePage } from '../page.tsx';

/** What was just done in a list of a form, said aloud, with the way back where a script keeps it. */
export function DoneBar({ says }: { says: string }) {
  const { t } = usePage();
  return (
    <div class="lines-done" role="status" data-done tabIndex={-1}>
      <span>{says}</span>
      <button type="button" class="btn btn-link btn-sm" data-undo hidden>
        {t('lines.undo')}
      </button>
    </div>
  );
}

/** Rows of a sheet are pasted into any cell, with a script; without one, here as text. */
export function PasteBox({ name }: { name: string }) {
  const { t } = usePage();
  return (
    <details class="paste-box" id={`paste-${name}`}>
      <summary>{t('lines.paste')}</summary>
      <label class="form-label" for={`paste-${name}-text`}>
        {t('lines.pasteHere')}
      </label>
      <textarea id={`paste-${name}-text`} class="form-control" name="_paste" rows={4} data-paste={name} />
      <input type="hidden" name="_pasteInto" value="" />
      <button
        class="btn btn-outline-primary btn-sm"
        name="_line"
        value={`#${name}`}
        data-in-place
        data-paste-button
      >
        {t('lines.readRows')}
      </button>
    </details>
  );
}
