import { inScopeOf } from '../../models/coverage/counted.ts';
import type { Coverage } from '../../models/coverage/matrix.ts';
import { formatDay, formatInstant } from '../../models/values/day.ts';
import { formatCents } from '../../models/values/money.ts';
import type { KeptRecord } from '../../models/record/noun.ts';
import { nouns } from '../../models/nouns.ts';
import { urlOf } from '../../models/query/query.ts';
import type { strategyFields } from '../../models/strategies/strategy.ts';
import { Chips } from '../components/Chips.tsx';
import { Layout } from '../Layout.tsx';
import { usePage } from '../page.tsx';
import { CoverageForm } from './CoverageForm.tsx';
import { CoverageMatrix } from './CoverageMatrix.tsx';
import { PositionOf } from './PositionOf.tsx';
import { thresholdWords } from './states.ts';

interface Props {
  coverage: Coverage;
  strategies: readonly KeptRecord<typeof strategyFields, object>[];
}

/** Initiatives by programme: state, projects, attributed money; every figure opens the rows behind it. */
export function CoveragePage({ coverage, strategies }: Props) {
  const { t, say, format } = usePage();
  const { query, columns, strategy } = coverage;
  const { on, knownAt } = query.projects;
  const title = t('coverage.title', { strategy: strategy.reference });
  const known = knownAt ? formatInstant(knownAt, format) : t('coverage.knownNow');
  return (
    <Layout title={title} wide>
      <div class="page-head">
        <div>
          <p class="kicker">{say(strategy.title)}</p>
          <h1>{title}</h1>
        </div>
        <Workbook coverage={coverage} />
      </div>
      <CoverageForm query={query} strategy={strategy.code} strategies={strategies} columns={columns} />
      <Chips noun={{ ...nouns.project, path: 'coverage' }} query={query.asked} facets={{}} />
      <p class="hint">{t('coverage.counted', { on: formatDay(on, format), known })}</p>
      <NothingYet coverage={coverage} />
      <CoverageMatrix coverage={coverage} name={title} />
      <PositionOf coverage={coverage} />
      <Candidates coverage={coverage} />
      <Apart coverage={coverage} />
      <HowItIsCounted coverage={coverage} />
    </Layout>
  );
}

/** Of an instant before the first record: that nothing can be said of it, and since when something can. */
function NothingYet({ coverage: { firstRecordAt } }: { coverage: Coverage }) {
  const { t, format } = usePage();
  if (firstRecordAt === null) return null;
  return (
    <p class="alert alert-info">{t('list.firstRecord', { at: formatInstant(firstRecordAt, format) })}</p>
  );
}

/** To the portfolio workbook of what is counted here. */
function Workbook({ coverage: { query } }: { coverage: Coverage }) {
  const { t, may } = usePage();
  if (!may('portfolio:export')) return null;
  return (
    <a
      class="btn btn-outline-primary"
      href={urlOf('/portfolio.xlsx', inScopeOf(query.asked), nouns.project)}
      download
    >
      {t('list.portfolio')}
    </a>
  );
}

/** What nobody has taken into the portfolio or left out of it yet: counted here once, and in no figure of the matrix. */
function Candidates({ coverage: { candidates, query } }: { coverage: Coverage }) {
  const { t } = usePage();
  if (candidates.projects === 0) return null;
  return (
    <p>
      <a href={urlOf('/projects', query.candidates, nouns.project)}>
        {t('coverage.candidates', { count: candidates.projects })}
      </a>
    </p>
  );
}

/** National programmes, which are in no figure of the matrix. */
function Apart({ coverage: { apart, query } }: { coverage: Coverage }) {
  const { t, format } = usePage();
  if (apart.projects === 0 || !query.apart) return null;
  return (
    <p>
      <a href={urlOf('/projects', query.apart, nouns.project)}>
        {t('coverage.apart', {
          count: apart.projects,
          amount: formatCents(apart.amountCents, format),
          stated: t('coverage.stated', { stated: apart.stated, count: apart.projects }),
        })}
      </a>
    </p>
  );
}

function HowItIsCounted({ coverage: { query, thresholds } }: { coverage: Coverage }) {
  const { t, format } = usePage();
  return (
    <section class="how" aria-labelledby="how">
      <h2 id="how">{t('coverage.how')}</h2>
      <p>{t(query.method === 'split' ? 'coverage.howSplit' : 'coverage.howMarker')}</p>
      <p>
        {t('coverage.howStates', { coveredFrom: thresholds.coveredFrom })}{' '}
        {thresholdWords(thresholds, t, format)}
      </p>
    </section>
  );
}
