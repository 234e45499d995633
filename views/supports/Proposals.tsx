import { proposalsOfSources, type Proposal } from '../../models/assessments/proposals.ts';
import { significanceLabels, type Support } from '../../models/assessments/support.ts';
import { confidences, type Statement } from '../../models/record/statement.ts';
import type { Initiative } from '../../models/strategies/strategy.ts';
import { Places } from '../components/Places.tsx';
import { usePage } from '../page.tsx';

interface Props {
  proposals: readonly Proposal[];
  /** What initiatives are called, by their codes. */
  labels: ReadonlyMap<string, string>;
}

function TakeButton({
  proposal: { key, initiative, from },
  labels,
}: {
  proposal: Proposal;
  labels: Props['labels'];
}) {
  const { t } = usePage();
  return (
    <button
      class="btn btn-outline-primary btn-sm"
      name="_take"
      data-in-place
      value={key}
      aria-label={t('supports.takeOf', { number: labels.get(initiative) ?? initiative, call: from })}
    >
      {t('supports.take')}
    </button>
  );
}

/** The links of a project's call and topic that it has not got itself. */
export function ProposalsOfCall({ proposals, labels }: Props) {
  const { t, say } = usePage();
  return (
    <section class="proposals" aria-labelledby="proposals">
      <h2 id="proposals">{t('supports.proposals')}</h2>
      <p>{t('supports.proposalsLead')}</p>
      <ul>
        {proposals.map(one => (
          <li key={`${one.from} ${one.key}`}>
            <TakeButton proposal={one} labels={labels} />{' '}
            <strong>{labels.get(one.initiative) ?? one.initiative}</strong>
            {one.link.significance && ` · ${say(significanceLabels[one.link.significance])}`} · {one.from}
            {one.link.justification && <span class="hint d-block">{one.link.justification}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The initiatives that sources propose, each with what they say of it: for a person to judge, in no figure until then. */
export function ProposalsOfSources({ proposals, labels, isTaking = false }: Props & { isTaking?: boolean }) {
  const { t, say } = usePage();
  return (
    <section class="proposals" aria-labelledby="source-proposals">
      {isTaking ? (
        <h2 id="source-proposals">{t('supports.sourceProposals')}</h2>
      ) : (
        <h3 id="source-proposals" class="h6">
          {t('supports.sourceProposals')}
        </h3>
      )}
      <p>{t(isTaking ? 'supports.sourceProposalsLead' : 'supports.sourceProposalsHint')}</p>
      <ul>
        {proposals.map(one => (
          <li key={one.key}>
            {isTaking && <TakeButton proposal={one} labels={labels} />}{' '}
            <strong>{labels.get(one.initiative) ?? one.initiative}</strong>
            {one.link.justification && (
              <span class="d-block" lang="en">
                {one.link.justification}
              </span>
            )}
            {one.source && (
              <small class="hint d-block">
                {one.from} · {say(confidences[one.source.confidence])}
                <Places places={one.source.places} />
              </small>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** On a record's page: what sources propose of initiatives that it has no link to. */
export function OpenProposals({
  record: { supports, statements },
  initiatives,
}: {
  record: { supports: readonly Support[]; statements: readonly Statement[] };
  initiatives: readonly Initiative[];
}) {
  const { say } = usePage();
  const labels = new Map(initiatives.map(one => [one.code, `${one.number}. ${say(one.title)}`]));
  const open = proposalsOfSources(statements).filter(
    ({ initiative: code }) => labels.has(code) && !supports.some(({ initiative }) => initiative === code),
  );
  return open.length > 0 ? <ProposalsOfSources proposals={open} labels={labels} /> : null;
}
