import { formatInstant } from '../../models/values/day.ts';
import type { WaitingImport } from '../../models/imports/rows/waiting.ts';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';
import type { PanelData } from './panels.ts';

/** Imports that wait for a person: each says what is to be done, and leads there. */
export function ImportsPanel({ data: { items, count } }: { data: PanelData['imports'] }) {
  const { t, format } = usePage();
  return (
    <Section id="imports" title={t('importPage.panel')} aside={<a href="/imports">{t('nav.imports')}</a>}>
      {items.length === 0 ? (
        <p class="mb-0">{t('home.noImports')}</p>
      ) : (
        <ul class="panel-list">
          {items.map(one => (
            <li key={one.id}>
              <Next of={one} />
              <small class="hint d-block">
                <span class="file-name">{one.fileName}</span> · {formatInstant(one.createdAt, format)}
              </small>
            </li>
          ))}
        </ul>
      )}
      {count > items.length && (
        <p class="mb-0">
          <a href="/imports">{t('home.moreImports', { count: count - items.length })}</a>
        </p>
      )}
    </Section>
  );
}

function Next({ of: { id, fileName, needsMapping, undecided } }: { of: WaitingImport }) {
  const { t } = usePage();
  const path = `/imports/${id}`;
  const [href, words] = needsMapping
    ? [`${path}/mapping`, t('importPage.map')]
    : undecided > 0
      ? [`${path}/rows?outcome=conflict`, t('home.toDecide', { count: undecided })]
      : [path, t('home.toApply')];
  return (
    <a href={href}>
      {words}
      <span class="visually-hidden">: {fileName}</span>
    </a>
  );
}
