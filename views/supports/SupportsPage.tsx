import type { ExpectedError } from '../../models/values/errors.ts';
import type { KeptRecord, Noun } from '../../models/record/noun.ts';
import type { Initiative } from '../../models/strategies/strategy.ts';
import type { Proposal } from '../../models/assessments/proposals.ts';
import { Csrf } from '../components/Csrf.tsx';
import { Problems } from '../components/Problems.tsx';
import { formatShare } from '../components/Value.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { sayProblem } from '../problem.ts';
import { LinkLine, type Line } from './LinkLine.tsx';
import { ProposalsOfCall, ProposalsOfSources } from './Proposals.tsx';

interface Props {
  noun: Noun;
  record: KeptRecord;
  lines: readonly Line[];
  initiatives: readonly Initiative[];
  proposals: readonly Proposal[];
  keyActions: readonly { value: string; label: string }[];
  problems: ExpectedError['problems'];
}

const basisPointsIn = (text: string): number => {
  const number = Number(text.replace(',', '.').replace('%', ''));
  return Number.isFinite(number) ? Math.round(number * 100) : 0;
};

/** Every initiative with its link: significance, share, justification, source, key action. */
export function SupportsPage({ noun, record, lines, initiatives, proposals, keyActions, problems }: Props) {
  const { t, say } = usePage();
  const name = noun.identify(record);
  const path = `/${noun.path}/${encodeURIComponent(record.id)}`;
  const strategies = [...new Set(initiatives.map(({ strategy }) => strategy))];
  const labels = new Map(initiatives.map(one => [one.code, `${one.number}. ${say(one.title)}`]));
  const isEmpty = (code: string) => {
    const line = lines.find(({ initiative }) => initiative === code);
    return line !== undefined && line.significance === '' && line['justification'] === '';
  };
  const open = proposals.filter(({ initiative }) => isEmpty(initiative));
  const ofCalls = open.filter(({ source }) => source === null);
  const ofSources = open.filter(({ source }) => source !== null);
  return (
    <Layout title={t('supports.title', { name })} wide>
      <nav aria-label="breadcrumb" class="crumbs">
        <a href={`/${noun.path}`}>{say(noun.label.many)}</a> › <a href={path}>{name}</a>
      </nav>
      <h1>{t('supports.title', { name })}</h1>
      <p class="lead-sm">{t('supports.lead')}</p>
      <Problems
        said={problems.map(one => ({
          id: one.field.replaceAll('.', '-'),
          says: withPlace(t, one, labelOfProblem(one.field, lines, labels)),
        }))}
      />
      <form method="post" action={`${path}/supports`} class="supports-form" noValidate>
        <Csrf />
        <input type="hidden" name="_version" value={record.version} />
        <button class="visually-hidden" tabIndex={-1} aria-hidden="true">
          {t('action.save')}
        </button>
        {ofCalls.length > 0 && <ProposalsOfCall proposals={ofCalls} labels={labels} />}
        {ofSources.length > 0 && <ProposalsOfSources proposals={ofSources} labels={labels} isTaking />}
        {strategies.map(strategy => (
          <StrategyLines
            key={strategy}
            strategy={strategy}
            lines={lines}
            initiatives={initiatives}
            keyActions={keyActions}
            problems={problems}
          />
        ))}
        <div class="form-actions">
          <button class="btn btn-primary">{t('action.save')}</button>
          <a class="btn btn-link" href={path}>
            {t('action.cancel')}
          </a>
        </div>
      </form>
    </Layout>
  );
}

/** The message, led by its initiative where it does not name it itself. */
function withPlace(
  t: ReturnType<typeof usePage>['t'],
  problem: Props['problems'][number],
  label: string,
): string {
  const sentence = sayProblem(t, problem, label);
  return label === '' || sentence.includes(label) ? sentence : `${label}: ${sentence}`;
}

function labelOfProblem(field: string, lines: readonly Line[], labels: ReadonlyMap<string, string>): string {
  const [, digits] = /^supports\.(\d+)/.exec(field) ?? [];
  return labels.get(lines[Number(digits)]?.initiative ?? '') ?? field;
}

interface StrategyProps extends Pick<Props, 'lines' | 'initiatives' | 'keyActions' | 'problems'> {
  strategy: string;
}

function StrategyLines({ strategy, lines, initiatives, keyActions, problems }: StrategyProps) {
  const { t, format } = usePage();
  const own = lines
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => line.initiative.slice(0, line.initiative.lastIndexOf('.')) === strategy);
  const total = own.reduce((sum, { line }) => sum + basisPointsIn(line.shareBp), 0);
  return (
    <fieldset class="strategy-lines" data-shares>
      <legend>{strategy}</legend>
      <p class="share-bar">
        <button class="btn btn-outline-primary btn-sm" name="_equally" data-in-place value={strategy}>
          {t('supports.equally')}
        </button>{' '}
        <output
          class={total > 10_000 ? 'share-total is-above' : 'share-total'}
          data-share-total
          aria-live="polite"
        >
          {t('supports.total', {
            total: formatShare(total, format),
            rest: formatShare(Math.max(0, 10_000 - total), format),
          })}
        </output>
      </p>
      {own.map(({ line, index }) => {
        const initiative = initiatives.find(({ code }) => code === line.initiative);
        return initiative ? (
          <LinkLine
            key={line.initiative}
            line={line}
            index={index}
            initiative={initiative}
            keyActions={keyActions}
            problems={problems}
          />
        ) : null;
      })}
    </fieldset>
  );
}
