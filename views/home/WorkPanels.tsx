import { callStatusLabel, callStatusLabels } from '../../models/calls/call.ts';
import { callWarnings } from '../../models/calls/callRules.ts';
import { formatInstant } from '../../models/values/day.ts';
import type { Label } from '../../models/values/format.ts';
import type { Warning } from '../../models/record/noun.ts';
import { nouns } from '../../models/nouns.ts';
import { overviewLists } from '../../models/portfolio/homeFigures.ts';
import { projectWarnings } from '../../models/projects/projectRules.ts';
import { ChangeList } from '../changes/ChangeList.tsx';
import { warningWords } from '../components/warningWords.ts';
import { idOfField } from '../components/fieldContext.ts';
import { recordPath } from '../components/recordPath.ts';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';
import type { PanelData } from './panels.ts';

export function DeadlinesPanel({ data }: { data: PanelData['deadlines'] }) {
  const { t, say, format } = usePage();
  return (
    <Section id="deadlines" title={t('home.deadlines')} aside={<a href="/calls">{t('nav.calls')}</a>}>
      {data.length === 0 ? (
        <p class="mb-0">{t('home.noDeadlines')}</p>
      ) : (
        <table class="table table-sm record-table">
          <thead>
            <tr>
              <th scope="col">{t('home.call')}</th>
              <th scope="col">{t('home.deadline')}</th>
              <th scope="col">{say(callStatusLabel)}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((one, index) => (
              <tr key={index}>
                <th scope="row">
                  <a href={recordPath('call', one.id)}>{one.identifier}</a>
                  {one.title && <span class="cell-title">{one.title}</span>}
                </th>
                <td>
                  {formatInstant(one.at, format)}
                  {one.stage !== null && <span class="stated">{t('home.stage', { stage: one.stage })}</span>}
                </td>
                <td>
                  <span class={`mark mark-${one.status}`}>{say(callStatusLabels[one.status])}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

const warningLabels: Readonly<Record<string, Label>> = { ...callWarnings, ...projectWarnings };

export function MinePanel({ data }: { data: PanelData['mine'] }) {
  const { t, format, may } = usePage();
  /** What is wrong, leading to its field in the form for who may change the record. */
  const linkToField = (noun: 'project' | 'call', id: string, warning: Warning) => {
    const words = warningWords(warning, warningLabels, format);
    if (!may(`${noun}:write`)) return words;
    return <a href={`${recordPath(noun, id)}/edit#${idOfField(warning.field)}`}>{words}</a>;
  };
  const list = (noun: 'project' | 'call') =>
    `/${nouns[noun].path}?${new URLSearchParams(overviewLists.myWarnings(data.userId)).toString()}`;
  return (
    <Section id="mine" title={t('home.mine')}>
      {data.items.length === 0 ? (
        <p class="mb-0">{t('home.noMine')}</p>
      ) : (
        <>
          <p>
            {data.projects > 0 && (
              <a href={list('project')}>{t('home.projects', { count: data.projects })}</a>
            )}
            {data.projects > 0 && data.calls > 0 && ' · '}
            {data.calls > 0 && <a href={list('call')}>{t('home.calls', { count: data.calls })}</a>}
          </p>
          <ul class="panel-list">
            {data.items.map(({ noun, id, identifier, warnings }) => (
              <li key={id}>
                <a href={recordPath(noun, id)}>{identifier}</a>
                <small class="hint d-block">
                  {warnings.map((one, at) => (
                    <>
                      {at > 0 && ' · '}
                      {linkToField(noun, id, one)}
                    </>
                  ))}
                </small>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

export function ChangesPanel({ data }: { data: PanelData['changes'] }) {
  const { t } = usePage();
  return (
    <Section id="changes" title={t('home.changes')} aside={<a href="/changes">{t('home.moreChanges')}</a>}>
      <ChangeList changes={data} />
    </Section>
  );
}
