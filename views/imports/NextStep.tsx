import { formatInstant } from '../../models/values/day.ts';
import type { Import } from '../../models/imports/import.ts';
import { Confirmed } from '../components/Confirmed.tsx';
import { usePage } from '../page.tsx';
import { ChooseEncoding, encodingDoubt } from './ChooseEncoding.tsx';
import { Another, ActionForm } from './ActionForm.tsx';
import { saySource } from './json.ts';
import { formatCount, fractionOf, progressWords } from './progress.ts';
import { isMoving, type ShowImportProps } from './state.tsx';
import { ToApply } from './ToApply.tsx';

/** What can be done now, or what is being waited for: one thing. */
export function NextStep(props: ShowImportProps) {
  const { t, format } = usePage();
  const { found, expiresAt } = props;
  return (
    <section class="next-step" aria-labelledby="next">
      <h2 id="next">{t('importPage.next')}</h2>
      <Step {...props} />
      {expiresAt && (
        <p class="hint mb-0">
          {t(found.state === 'checked' ? 'importExpired.keptUntil' : 'importExpired.fileKeptUntil', {
            day: formatInstant(expiresAt, format),
          })}
        </p>
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
      return <Applied {...props} />;
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
          {encodingDoubt(found) !== null && may('import:run') && <ChooseEncoding found={found} />}
          <Another isSecond={encodingDoubt(found) !== null} />
        </>
      );
  }
}

/** Whether new projects came in as candidates: nobody said otherwise, and the file has no column for it. */
const bringsCandidates = ({ source, settings: { scopeRule, mapping } }: Import): boolean =>
  scopeRule.scope === 'candidate' &&
  source !== 'own' &&
  !(mapping && (mapping.fixed['scope'] || Object.values(mapping.columns).includes('scope')));

/** In the records: what is left to do with them, and the way back. */
function Applied({ found, areRowsShown }: ShowImportProps) {
  const { t, may, format } = usePage();
  const { appliedAt, createdAt, appliedBy, counts } = found;
  const candidates = bringsCandidates(found) ? counts.project.created : 0;
  return (
    <>
      <p>
        {t('importPage.appliedOn', {
          at: formatInstant(appliedAt ?? createdAt, format),
          name: appliedBy?.name ?? '',
        })}{' '}
        {candidates > 0 &&
          t('importStep.candidates', { count: candidates, rows: formatCount(candidates, format) })}
      </p>
      {(candidates > 0 || areRowsShown) && (
        <p class="actions">
          {candidates > 0 && (
            <a class="btn btn-primary" href="/projects?scope=candidate">
              {t('importStep.seeCandidates')}
            </a>
          )}
          {areRowsShown && (
            <a class="btn btn-outline-primary" href={`/imports/${found.id}/rows`}>
              {t('importPage.seeRows')}
            </a>
          )}
        </p>
      )}
      {may('import:run') && <Undo found={found} />}
    </>
  );
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
        <ActionForm action={`/imports/${id}/retry`} version={version}>
          <button class="btn btn-primary">{t('importStopped.retry')}</button>
        </ActionForm>
      )}
      {may('import:run') && stoppedIn === 'applying' && appliedAt && <Undo found={found} />}
    </>
  );
}

function Undo({ found: { id, version } }: { found: Import }) {
  const { t } = usePage();
  return (
    <Confirmed action={`/imports/${id}/undo`} label={t('importPage.undo')} hint={t('importPage.undoHint')}>
      <input type="hidden" name="_version" value={version} />
    </Confirmed>
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
