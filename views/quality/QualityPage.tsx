import { supportFields } from '../../models/assessments/support.ts';
import type { Label } from '../../models/values/format.ts';
import { strategyFields } from '../../models/strategies/strategy.ts';
import type { UnregisteredPassage } from '../../models/strategies/passages.ts';
import type { Discrepancy } from '../../models/strategies/discrepancies.ts';
import { Layout } from '../Layout.tsx';
import { Table } from '../components/Table.tsx';
import { usePage } from '../page.tsx';
import { Section } from '../records/ShowPage.tsx';

/** The warnings of a list of records, by rule. */
export interface RuleBoard {
  /** The list itself. */
  path: string;
  records: number;
  withWarnings: number;
  rules: { rule: string; label: Label; count: number }[];
}

interface Props {
  projects: RuleBoard;
  calls: RuleBoard;
  discrepancies: readonly Discrepancy[];
  passages: readonly UnregisteredPassage[];
}

/** What is missing, doubtful or contradictory: a work list in which each figure opens its rows. */
export function QualityPage({ projects, calls, discrepancies, passages }: Props) {
  const { t, say } = usePage();
  return (
    <Layout title={t('nav.quality')}>
      <h1>{t('nav.quality')}</h1>
      <p class="lead-sm">{t('quality.intro')}</p>
      <div class="panels">
        <Rules id="project-warnings" title={t('quality.projects')} board={projects} />
        <Rules id="call-warnings" title={t('quality.calls')} board={calls} />
      </div>
      <Section
        id="discrepancies"
        title={`${say(strategyFields.discrepancies.label)} (${discrepancies.length})`}
      >
        <Discrepancies discrepancies={discrepancies} />
      </Section>
      <Section id="passages" title={`${t('quality.named')} (${passages.length})`}>
        <p class="lead-sm">{t('quality.namedIntro')}</p>
        <Passages passages={passages} />
      </Section>
    </Layout>
  );
}

function Rules({ id, title, board }: { id: string; title: string; board: RuleBoard }) {
  const { t, say } = usePage();
  const link = (rule: string) => `${board.path}${board.path.includes('?') ? '&' : '?'}warning=${rule}`;
  return (
    <Section id={id} title={title}>
      <p>
        {board.records === 0 ? (
          t('quality.noRecords')
        ) : board.withWarnings === 0 ? (
          t('quality.noWarnings', { count: board.records })
        ) : (
          <a href={link('any')}>{t('quality.some', { some: board.withWarnings, count: board.records })}</a>
        )}
      </p>
      <table class="table table-sm record-table">
        <thead>
          <tr>
            <th scope="col">{t('quality.rule')}</th>
            <th scope="col" class="number">
              {t('quality.count')}
            </th>
          </tr>
        </thead>
        <tbody>
          {board.rules.map(({ rule, label, count }) => (
            <tr key={rule}>
              <th scope="row">{say(label)}</th>
              <td class="number">
                {count === 0 ? <span class="unknown">0</span> : <a href={link(rule)}>{count}</a>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Discrepancies({ discrepancies }: { discrepancies: Props['discrepancies'] }) {
  const { t, say } = usePage();
  if (discrepancies.length === 0) return <p class="mb-0">{t('quality.noContradictions')}</p>;
  return (
    <Table
      name={say(strategyFields.discrepancies.label)}
      heads={[
        say(strategyFields.discrepancies.items.code.label),
        say(strategyFields.discrepancies.items.what.label),
        say(strategyFields.discrepancies.items.sources.label),
      ]}
    >
      {discrepancies.map(({ strategy, code, what, sources }) => (
        <tr key={`${strategy} ${code}`}>
          <th scope="row">
            <a href={`/strategies/${encodeURIComponent(strategy)}#discrepancies`}>{code}</a>
          </th>
          <td>{what}</td>
          <td>{sources.join('; ')}</td>
        </tr>
      ))}
    </Table>
  );
}

function Passages({ passages }: { passages: Props['passages'] }) {
  const { t, say, may } = usePage();
  if (passages.length === 0) return <p class="mb-0">{t('quality.noPassages')}</p>;
  const canLog = may('project:write');
  return (
    <Table
      name={t('quality.named')}
      heads={[
        t('quality.passage'),
        say(strategyFields.passages.items.instrument.label),
        say(supportFields.initiative.label),
        t('quality.line'),
        canLog && t('quality.todo'),
      ]}
    >
      {passages.map((one, index) => (
        <tr key={index}>
          <th scope="row">
            {one.what}
            {one.words && (
              <details>
                <summary>{say(strategyFields.passages.items.words.label)}</summary>
                <blockquote lang="nl">{one.words}</blockquote>
              </details>
            )}
          </th>
          <td>{one.instrument ?? '—'}</td>
          <td>{one.initiative ? `${one.initiative.code} ${say(one.initiative.title)}` : '—'}</td>
          <td class="number">{one.line ?? '—'}</td>
          {canLog && (
            <td>
              <a href="/projects/new" aria-label={t('quality.logWhat', { what: one.what })}>
                {t('quality.log')}
              </a>
            </td>
          )}
        </tr>
      ))}
    </Table>
  );
}
