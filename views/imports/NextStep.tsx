import type { ComponentChildren } from 'preact';
import { formatInstant } from '../../models/day.ts';
import type { Counts, Import } from '../../models/imports/import.ts';
import { importFields } from '../../models/imports/importFields.ts';
import { Confirmed } from '../components/Confirmed.tsx';
import { Csrf } from '../components/Csrf.tsx';
import { usePage } from '../page.tsx';
import { saySource } from './json.ts';
import { formatCount, fractionOf, progressWords } from './progress.ts';
import { isMoving, totalsOf } from './state.tsx';
import type { ShowImportProps } from './ShowPage.tsx';

/** What can be done now, or what is being waited for: one thing. */
export function NextStep(props: ShowImportProps) {
  const { t, format } = usePage();
  const { expiresAt } = props;
  return (
    <section class="next-step" aria-labelledby="next">
      <h2 id="next">{t('importPage.next')}</h2>
      <Step {...props} />
      {expiresAt && (
        <p class="hint mb-0">{t('importExpired.keptUntil', { day: formatInstant(expiresAt, format) })}</p>
      )}
    </section>
  );
}

function Step(props: ShowImportProps) {
  const { t, may, format } = usePage();
  const { found } = props;
  const path = `/imports/${found.id}`;
  if (found.needsMapping) {
    return (
      <>
        <p>{t('importPage.toMapLead')}</p>
        {may('import:run') ? (
          <a class="btn btn-primary" href={`${path}/mapping`}>
            {t('importPage.map')}
          </a>
        ) : (
          <p class="mb-0">{t('importPage.mayNotRun')}</p>
        )}
      </>
    );
  }
  if (isMoving(found)) return <Moving found={found} />;
  switch (found.state) {
    case 'checked':
      return <ToApply {...props} />;
    case 'applied':
      return (
        <>
          <p>
            {t('importPage.appliedOn', {
              at: formatInstant(found.appliedAt ?? found.createdAt, format),
              name: found.appliedBy?.name ?? '',
            })}
          </p>
          {may('import:run') && <Undo found={found} />}
        </>
      );
    case 'undone':
      return (
        <>
          <p>
            {t('importPage.undoneOn', {
              at: formatInstant(found.undoneAt ?? found.createdAt, format),
              name: found.undoneBy?.name ?? '',
            })}
          </p>
          <Another />
        </>
      );
    case 'expired':
      return (
        <>
          <p>{t('importExpired.lead', { at: formatInstant(found.expiredAt ?? found.createdAt, format) })}</p>
          {found.failure && <p class="failure">{saySource(t, found.failure)}</p>}
          <Another />
        </>
      );
    default:
      return found.stoppedIn ? (
        <Stopped found={found} />
      ) : (
        <>
          <p>{t('importPage.failedLead')}</p>
          {found.failure && <p class="failure">{saySource(t, found.failure)}</p>}
          <Another />
        </>
      );
  }
}

/** Given up: what is stored, and the two ways on from there. */
function Stopped({ found }: { found: Import }) {
  const { t, may } = usePage();
  const { id, version, failure, stoppedIn, appliedAt } = found;
  return (
    <>
      <p>{t('importStopped.lead')}</p>
      {failure && <p class="failure">{saySource(t, failure)}</p>}
      {may('import:run') && (
        <Deed action={`/imports/${id}/retry`} version={version}>
          <button class="btn btn-primary">{t('importStopped.retry')}</button>
        </Deed>
      )}
      {may('import:run') && stoppedIn === 'applying' && appliedAt && <Undo found={found} />}
    </>
  );
}

function Undo({ found: { id, version } }: { found: Import }) {
  const { t } = usePage();
  return (
    <Confirmed action={`/imports/${id}/undo`} deed={t('importPage.undo')} hint={t('importPage.undoHint')}>
      <input type="hidden" name="_version" value={version} />
    </Confirmed>
  );
}

function Another() {
  const { t, may } = usePage();
  return may('import:run') ? (
    <a class="btn btn-primary" href="/imports/new">
      {t('importPage.another')}
    </a>
  ) : null;
}

interface DeedProps {
  action: string;
  /** The import as it is shown: who does it has seen no other. */
  version: number;
  hint?: string;
  children: ComponentChildren;
}

function Deed({ action, version, hint, children }: DeedProps) {
  return (
    <form method="post" action={action}>
      <Csrf />
      <input type="hidden" name="_version" value={version} />
      {children}
      {hint && <p class="hint">{hint}</p>}
    </form>
  );
}

const movingWords = {
  queued: 'importPage.waiting',
  checking: 'importPage.reading',
  applying: 'importPage.writing',
  undoing: 'importPage.takingBack',
} as const;

/** How far it is; the script looks again by itself. Without it a person does: a page that reloads itself takes the place
 * in it from whoever reads it slowly or by ear (WCAG failure F41). */
function Moving({ found }: { found: Import }) {
  const { t, format, now } = usePage();
  const { state, progress } = found;
  const fraction = fractionOf(progress);
  return (
    <div data-import={`/imports/${found.id}.json`} data-state={state}>
      <p>{t(movingWords[state as keyof typeof movingWords])}</p>
      {state !== 'queued' && (
        <>
          <progress
            class="import-progress"
            aria-label={t('importPage.progress')}
            max={1}
            value={fraction ?? undefined}
          />
          <p class="progress-words">{progressWords(progress, now, format)}</p>
        </>
      )}
      <a class="btn btn-outline-primary btn-sm" href={`/imports/${found.id}`}>
        {t('importPage.refresh')}
      </a>
    </div>
  );
}

function ToApply({ found, excluded, undecided }: ShowImportProps) {
  const { t, may, format } = usePage();
  const path = `/imports/${found.id}`;
  const totals = totalsOf(found);
  const created = totals?.created ?? 0;
  const changed = totals?.changed ?? 0;
  const conflicts = totals?.conflicts ?? 0;
  if (created + changed + conflicts === 0) {
    const isLeftOut = (totals?.leftOut ?? 0) > 0;
    return <p class="mb-0">{t(isLeftOut ? 'importPage.allLeftOut' : 'importPage.nothingToApply')}</p>;
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
      {totals && <MostlyRefused totals={totals} path={path} />}
      {conflicts > 0 && <Conflicts found={found} conflicts={conflicts} undecided={undecided} />}
      {may('import:run') ? (
        <Deed action={`${path}/apply`} version={found.version} hint={t('importPage.applyHint')}>
          <button class="btn btn-primary">{t('importPage.apply')}</button>{' '}
          <a class="btn btn-link" href={`${path}/rows`}>
            {t('importPage.seeRows')}
          </a>
        </Deed>
      ) : (
        <p class="mb-0">{t('importPage.mayNotRun')}</p>
      )}
    </>
  );
}

/** A file of which little is left is seldom the right one, or comes too soon: said before anything is pressed. */
function MostlyRefused({ totals: { read, rejected }, path }: { totals: Counts; path: string }) {
  const { t, format } = usePage();
  if (rejected * 2 <= read) return null;
  const words = { rejected: formatCount(rejected, format), read: formatCount(read, format) };
  return (
    <p>
      <strong>{t('importRow.mostlyRefused', words)}</strong>{' '}
      <a href={`${path}/rows?outcome=rejected`}>{t('importPage.seeRejected')}</a>
    </p>
  );
}

/** Values a person wrote and the file states otherwise: by a rule, or one by one. */
function Conflicts({ found, conflicts, undecided }: { found: Import; conflicts: number; undecided: number }) {
  const { t, say, may } = usePage();
  const path = `/imports/${found.id}`;
  const rules = (['ours', 'theirs', 'newer'] as const).map(rule => ({
    rule,
    label: say(importFields.conflictRule.options[rule]),
  }));
  return (
    <div class="conflict-box">
      <p>
        {t('importPage.conflictsLead', { count: conflicts })}{' '}
        {t('importPage.undecidedLeft', { count: undecided })}{' '}
        <a href={`${path}/rows?outcome=conflict`}>{t('importPage.decideOneByOne')}</a>
      </p>
      {may('import:run') && (
        <form method="post" action={`${path}/decisions`} class="one-line-form">
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
