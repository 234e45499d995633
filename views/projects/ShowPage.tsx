import { phaseOf } from '../../models/projects/phase.ts';
import type { projectFields, ProjectAttribution, ProjectDerived } from '../../models/projects/project.ts';
import { scopes } from '../../models/projects/project.ts';
import type { Statement } from '../../models/record/statement.ts';
import { bases, basisNames } from '../../models/projects/basis.ts';
import { phaseLabels } from '../../models/projects/projectFilters.ts';
import { projectWarnings } from '../../models/projects/projectRules.ts';
import type { Initiative } from '../../models/strategies/strategy.ts';
import { formatCents } from '../../models/values/money.ts';
import { ListTable } from '../components/ListTable.tsx';
import { SafeLink } from '../components/SafeLink.tsx';
import { SourceOf } from '../components/SourceOf.tsx';
import { Statements } from '../components/Statements.tsx';
import { Supports, SupportsSection } from '../components/Supports.tsx';
import { OpenProposals } from '../supports/Proposals.tsx';
import { Unknown } from '../components/Value.tsx';
import { LinksOut } from '../components/LinksOut.tsx';
import { linksOfProject } from '../components/linksOut.ts';
import { usePage } from '../page.tsx';
import { Facts, Section, ShowFrame, type ShowPageProps } from '../records/ShowPage.tsx';
import { Participants } from './Participants.tsx';

export function ProjectPage(props: ShowPageProps<typeof projectFields, ProjectDerived>) {
  const { record, noun, knownAt, on } = props;
  const { t, say, may } = usePage();
  const initiatives = props.related as Initiative[];
  const path = `/projects/${record.id}`;
  const phase = phaseOf(record, on);
  const { fields } = noun;
  const use =
    may('project:write') && !knownAt ? { action: `${path}/statements/use`, version: record.version } : null;
  const parts = record.attributions.flatMap(one =>
    one.parts.map(part => [part.initiative, part.euContribution] as const),
  );
  const kicker = (
    <>
      {record.programme ?? t('value.unknown')} · {say(fields.kind.options[record.kind])} ·{' '}
      {say(fields.scope.options[record.scope])} ·{' '}
      <span class={`mark mark-${phase}`}>{say(phaseLabels[phase])}</span>
    </>
  );
  const quotation = findUsed(record.statements, 'objective', record.objective);
  const filledKeys = moreKeys.filter(
    key => isFilled(record[key]) && !(key === 'objective' && quotation !== null),
  );
  const title = record.acronym ? `${record.acronym} — ${record.title}` : record.title;
  return (
    <ShowFrame {...props} title={title} kicker={kicker} warningLabels={projectWarnings}>
      <LinksOut links={linksOfProject(record)} />
      <Section id="facts" title={t('record.facts')}>
        <Facts
          fields={fields}
          record={record}
          keys={[
            'programme',
            'grantAgreement',
            'status',
            'signedOn',
            'startsOn',
            'endsOn',
            'totalCost',
            'euContribution',
            'call',
            'topic',
            'actionType',
            'officer',
            'tags',
          ]}
        />
        <ScopeReason statement={findUsed(record.statements, 'scope', record.scope)} />
      </Section>
      {quotation && <Quotation title={say(fields.objective.label)} statement={quotation} />}
      <SupportsSection editPath={!knownAt && may('support:write') ? `${path}/supports` : null}>
        <Supports supports={record.supports} initiatives={initiatives} attributed={new Map(parts)} />
        {record.attributions.map(one => (
          <NotAttributed key={one.strategy} attribution={one} />
        ))}
        <OpenProposals record={record} initiatives={initiatives} />
      </SupportsSection>
      <Section id="participants" title={`${say(fields.participants.label)} (${record.participants.length})`}>
        <Participants participants={record.participants} />
      </Section>
      {record.amendments.length > 0 && (
        <Section id="amendments" title={say(fields.amendments.label)}>
          <ListTable field={fields.amendments} items={record.amendments} />
        </Section>
      )}
      <Section id="statements" title={t('record.stated')}>
        <Statements fields={fields} statements={record.statements} use={use} />
      </Section>
      {record.documents.length > 0 && (
        <Section id="documents" title={say(fields.documents.label)}>
          <ul>
            {record.documents.map(one => (
              <li key={one.url}>
                <SafeLink href={one.url}>{one.title}</SafeLink>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {filledKeys.length > 0 && (
        <Section id="more" title={t('project.more')}>
          <Facts fields={fields} record={record} keys={filledKeys} />
        </Section>
      )}
    </ShowFrame>
  );
}

/** The statement that is used for a field, where the field still holds what it states. */
const findUsed = (statements: readonly Statement[], key: string, value: string | null): Statement | null =>
  statements.find(one => one.field === key && one.isUsed && one.value === value) ?? null;

/** Why the project is in the portfolio or out of it, and who says so. */
function ScopeReason({ statement }: { statement: Statement | null }) {
  const { t, say } = usePage();
  if (!statement) return null;
  const label = scopes[statement.value as keyof typeof scopes];
  return (
    <div class="hint">
      {label && `${say(label)} · `}
      {t('record.scopeReason')}: <SourceOf statement={statement} isNoteFirst />
    </div>
  );
}

/** The words of a source, marked as such: they are English whatever the language of the page. */
function Quotation({ title, statement }: { title: string; statement: Statement }) {
  return (
    <Section id="objective" title={title}>
      <figure class="quotation">
        <blockquote lang="en">
          <span class="long-text">{statement.value}</span>
        </blockquote>
        <figcaption class="hint">
          <SourceOf statement={statement} />
        </figcaption>
      </figure>
    </Section>
  );
}

const moreKeys = [
  'objective',
  'aliases',
  'printedCall',
  'printedTopic',
  'masterCall',
  'subCall',
  'awardDocument',
  'sourceStatus',
  'terminatedOn',
  'durationMonths',
  'keywords',
  'legalBasis',
  'euroSciVoc',
  'nature',
  'rcn',
  'grantDoi',
  'contentUpdatedOn',
  'website',
  'note',
] as const;

const isFilled = (value: unknown): boolean => value !== null && !(Array.isArray(value) && value.length === 0);

function NotAttributed({ attribution }: { attribution: ProjectAttribution }) {
  const { t, say, format } = usePage();
  return (
    <p class="not-attributed">
      {attribution.strategy} — {t('project.notAttributed')}:{' '}
      {basisNames.map((basis, index) => {
        const cents = attribution.notAttributed[basis];
        return (
          <span key={basis}>
            {index > 0 && ' · '}
            {say(bases[basis])} {cents === null ? <Unknown /> : formatCents(cents, format)}
          </span>
        );
      })}
    </p>
  );
}
