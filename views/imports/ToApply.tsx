import type { Counts, Import } from '../../models/imports/import.ts';
import { importFields } from '../../models/imports/importFields.ts';
import { Csrf } from '../components/Csrf.tsx';
import { usePage } from '../page.tsx';
import { Another, ActionForm } from './ActionForm.tsx';
import { formatCount } from './progress.ts';
import { totalsOf, type ShowImportProps } from './state.tsx';

/** Checked: what applying would do, and what is to be decided first. */
export function ToApply({ found, excluded, undecided, areRowsShown }: ShowImportProps) {
  const { t, may, format } = usePage();
  const path = `/imports/${found.id}`;
  const rowsPath = areRowsShown ? `${path}/rows` : null;
  const totals = totalsOf(found);
  const created = totals?.created ?? 0;
  const changed = totals?.changed ?? 0;
  const conflicts = totals?.conflicts ?? 0;
  if (created + changed + conflicts === 0) {
    return <NothingToApply found={found} rowsPath={rowsPath} />;
  }
  const brought = [
    ...(created > 0
      ? [t('importRow.newRecords', { count: created, rows: formatCount(created, format) })]
      : []),
    ...(changed > 0
      ? [t('importRow.changedRecords', { count: changed, rows: formatCount(changed, format) })]
      : []),
  ];
  const what = new Intl.ListFormat(format.locale).format(brought);
  return (
    <>
      <p>
        {t('importPage.toApply')} {brought.length > 0 && t('importRow.brings', { what })}
        {excluded > 0 && <> {t('importPage.excluded', { count: excluded })}</>}
      </p>
      {totals && <MostlyRefused totals={totals} rowsPath={rowsPath} />}
      {conflicts > 0 && <Conflicts {...{ found, conflicts, undecided, rowsPath }} />}
      {may('import:run') ? (
        <ActionForm action={`${path}/apply`} version={found.version} hint={t('importPage.applyHint')}>
          <button class="btn btn-primary">{t('importPage.apply')}</button>{' '}
          <a class="btn btn-link" href={`${path}/rows`}>
            {t('importPage.seeRows')}
          </a>
        </ActionForm>
      ) : (
        <p class="mb-0">{t('importPage.mayNotRun')}</p>
      )}
    </>
  );
}

/** The page of the rows; null for who is not shown them. */
interface RowsPath {
  rowsPath: string | null;
}

/** Why there is nothing to apply, and what to do instead. */
function NothingToApply({ found, rowsPath }: { found: Import } & RowsPath) {
  const { t } = usePage();
  const { read = 0, rejected = 0, leftOut = 0 } = totalsOf(found) ?? {};
  const isChosen = Object.values(found.settings.selection).some(words => words.length > 0);
  const why = () => {
    if (read === 0) return isChosen ? 'noneChosen' : 'noRows';
    if (leftOut > 0) return 'allLeftOut';
    if (rejected === read) return 'allRefused';
    return rejected > 0 ? 'nothingElse' : 'nothing';
  };
  return (
    <>
      <p>
        {t(`importStep.${why()}`)}{' '}
        {rowsPath && rejected > 0 && leftOut === 0 && (
          <a href={`${rowsPath}?outcome=rejected`}>{t('importStep.seeRejected', { count: rejected })}</a>
        )}
        {rowsPath && leftOut > 0 && <a href={`${rowsPath}?excluded=yes`}>{t('importPage.seeRows')}</a>}
      </p>
      <Another />
    </>
  );
}

/** A file of which little is left is seldom the right one, or comes too soon: said before anything is pressed. */
function MostlyRefused({ totals: { read, rejected }, rowsPath }: { totals: Counts } & RowsPath) {
  const { t, format } = usePage();
  if (rejected * 2 <= read) return null;
  const words = { rejected: formatCount(rejected, format), read: formatCount(read, format) };
  return (
    <p>
      <strong>{t('importRow.mostlyRefused', words)}</strong>{' '}
      {rowsPath && (
        <a href={`${rowsPath}?outcome=rejected`}>{t('importStep.seeRejected', { count: rejected })}</a>
      )}
    </p>
  );
}

/** Values entered here that the file states otherwise: by a rule, or one by one. */
function Conflicts({
  found,
  conflicts,
  undecided,
  rowsPath,
}: { found: Import; conflicts: number; undecided: number } & RowsPath) {
  const { t, say, may, format } = usePage();
  const mayDecide = may('import:run');
  const toRows = undecided === 0 ? 'importStep.seeDecided' : 'importStep.decide';
  const rules = (['ours', 'theirs', 'newer'] as const).map(rule => ({
    rule,
    label: say(importFields.conflictRule.options[rule]),
  }));
  return (
    <div class="conflict-box">
      <p>
        {t('importStep.conflicts', { count: conflicts, rows: formatCount(conflicts, format) })}{' '}
        {undecided > 0
          ? t('importStep.undecided', { count: undecided, values: formatCount(undecided, format) })
          : t('importStep.decided')}{' '}
        {rowsPath && (
          <a href={`${rowsPath}?outcome=conflict`}>{t(mayDecide ? toRows : 'importPage.seeRows')}</a>
        )}
      </p>
      {mayDecide && (
        <form method="post" action={`/imports/${found.id}/decisions`} class="one-line-form">
          <Csrf />
          <label class="form-label" for="conflict-rule">
            {t('importPage.decideAll')}
          </label>
          <select id="conflict-rule" class="form-select form-select-sm" name="rule">
            {rules.map(({ rule, label }) => (
              <option key={rule} value={rule}>
                {label}
              </option>
            ))}
          </select>
          <button class="btn btn-outline-primary btn-sm">{t('importPage.decideAllDo')}</button>
        </form>
      )}
    </div>
  );
}
