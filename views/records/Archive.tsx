import { isArchived } from '../../models/curation/archive.ts';
import { formatInstant } from '../../models/values/day.ts';
import type { Reference } from '../../models/record/fields.ts';
import type { Kept } from '../../models/record/noun.ts';
import { Csrf } from '../components/Csrf.tsx';
import { usePage } from '../page.tsx';

/** Says that a record is archived, by whom, when and why. */
export function ArchivedNotice({ record, mayRestore }: { record: object; mayRestore: boolean }) {
  const { t, format } = usePage();
  const { archivedAt, archivedBy, archivedFor } = record as {
    archivedAt: Date;
    archivedBy: Reference | null;
    archivedFor: string | null;
  };
  return (
    <div class="alert alert-warning">
      {t('archive.by', {
        name: archivedBy?.identifier ?? t('value.unknown'),
        at: formatInstant(archivedAt, format),
      })}
      {archivedFor && <> — {archivedFor}</>}
      {mayRestore && (
        <>
          {' '}
          <a href="#archive" class="alert-link">
            {t('archive.restore')}
          </a>
        </>
      )}
    </div>
  );
}

/** The button that archives a record or brings it back, with its reason. */
export function ArchiveForm({ path, record }: { path: string; record: Kept }) {
  const { t } = usePage();
  const isBack = isArchived(record);
  const label = t(isBack ? 'archive.restore' : 'archive.archive');
  return (
    <details id="archive" class="archive-form" open={isBack}>
      <summary>{isBack ? label : t('archive.heading')}</summary>
      <form method="post" action={`${path}/${isBack ? 'restore' : 'archive'}`}>
        <Csrf />
        <input type="hidden" name="_version" value={record.version} />
        {!isBack && <p class="hint">{t('archive.lead')}</p>}
        <div class="form-field">
          <label class="form-label" for="archive-reason">
            {t('archive.reason')}
          </label>
          <input id="archive-reason" class="form-control" name="reason" maxLength={2000} />
        </div>
        <button class="btn btn-outline-primary">{label}</button>
      </form>
    </details>
  );
}
