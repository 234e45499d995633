import { formatInstant } from '../../models/values/day.ts';
import type { Import } from '../../models/imports/import.ts';
import { importFields, sourceLabels } from '../../models/imports/importFields.ts';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';
import { NextStep } from './NextStep.tsx';
import { formatBytes } from './progress.ts';
import { ChooseEncoding, hasOldEncoding } from './ChooseEncoding.tsx';
import { Counted, NotTaken, Previews } from './Report.tsx';
import { Recheck } from './Recheck.tsx';
import { isReported, StateMark, type ShowImportProps } from './state.tsx';

/** One import, from the file's arrival to its end: what was recognised, the report, and one next step. */
export function ImportPage(props: ShowImportProps) {
  const { found, areRowsShown, refusal, refusals } = props;
  const { t, may, format } = usePage();
  const title = found.file.name;
  const isHalfDone = found.appliedAt !== null;
  // What cannot be opened is no other source either.
  const isReadable = found.file.container !== null;
  const mayRecheck =
    found.state === 'checked' ||
    (found.state === 'failed' && !isHalfDone && isReadable) ||
    found.needsMapping;
  return (
    <Layout title={`${title} · ${t('importPage.one')}`}>
      <nav aria-label="breadcrumb" class="crumbs">
        <a href="/imports">{t('importPage.many')}</a>
      </nav>
      <div class="page-head">
        <div>
          <p class="kicker">
            {t('importPage.one')} ·{' '}
            {t('importPage.receivedBy', {
              at: formatInstant(found.createdAt, format),
              name: found.createdBy.name,
            })}
          </p>
          <h1 class="file-name">{title}</h1>
        </div>
        <StateMark found={found} />
      </div>
      {refusal !== null && (
        <div class="alert alert-danger" role="alert" tabIndex={-1} id="problems">
          {refusal}
        </div>
      )}
      <BlockedMeanwhile found={found} />
      <NextStep {...props} />
      {isReported(found) && <Counted {...{ found, areRowsShown, refusals }} />}
      {isReadable && <Recognised found={found} />}
      {isReported(found) && <NotTaken found={found} />}
      {found.preview.length > 0 && <Previews found={found} />}
      {mayRecheck && may('import:run') && <Recheck found={found} />}
      {mayRecheck && may('import:run') && hasOldEncoding(found) && <ChooseEncoding found={found} />}
    </Layout>
  );
}

/** Says that it was written, or taken back, for somebody who was blocked meanwhile. */
function BlockedMeanwhile({ found: { blockedMeanwhile, state, undoneAt } }: { found: Import }) {
  const { t, format } = usePage();
  if (blockedMeanwhile === null) return null;
  const { by, at } = blockedMeanwhile;
  const isOfUndo = undoneAt !== null && at >= undoneAt;
  // What was applied and is taken back needs no look any more.
  if (state === 'undone' && !isOfUndo) return null;
  return (
    <p class="alert alert-warning" role="note">
      {t(isOfUndo ? 'importStopped.undoneByBlocked' : 'importStopped.appliedByBlocked', {
        name: by.name,
        at: formatInstant(at, format),
      })}
    </p>
  );
}

/** What callfolio makes of the file, and what was asked to be taken of it. */
function Recognised({ found }: { found: Import }) {
  const { t, say, format } = usePage();
  const { file, source, settings, needsMapping } = found;
  const { scopeRule, selection } = settings;
  const chosen = Object.values(selection).flat();
  const printed = (name: string) => name.toUpperCase();
  const facts: readonly (readonly [string, string | null])[] = [
    [
      t('importPage.source'),
      source ? say(sourceLabels[source]) : needsMapping ? t('importPage.unrecognised') : null,
    ],
    [t('importPage.kind'), file.container && `.${file.container}`],
    [t('importPage.encoding'), file.encoding && file.encoding.replace(/^(utf|iso).*/, printed)],
    [t('importPage.size'), formatBytes(file.bytes, format)],
    [t('importPage.selection'), chosen.length > 0 ? chosen.join('; ') : t('importPage.everything')],
    [
      say(importFields.scope.label),
      [say(importFields.scope.options[scopeRule.scope]), ...scopeRule.topics].join('; '),
    ],
  ];
  return (
    <Section id="recognised" title={t('importPage.recognised')}>
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== null)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Section>
  );
}
