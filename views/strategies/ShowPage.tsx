import {
  initiativeCode,
  precisions,
  type Strategy,
  strategyFields,
} from '../../models/strategies/strategy.ts';
import { usualThresholds } from '../../models/strategies/thresholds.ts';
import { formatPartialDay } from '../../models/values/day.ts';
import { confidences } from '../../models/record/statement.ts';
import { ListTable } from '../components/ListTable.tsx';
import { SafeLink } from '../components/SafeLink.tsx';
import { Unknown } from '../components/Value.tsx';
import { Table } from '../components/Table.tsx';
import { LinksOut } from '../components/LinksOut.tsx';
import { linksOfStrategy } from '../components/linksOut.ts';
import { usePage, useStaying } from '../page.tsx';
import { Facts, Section, ShowFrame, type ShowPageProps } from '../records/ShowPage.tsx';

type Initiative = Strategy['initiatives'][number];

/** A strategy as a document: parts, initiatives with their key actions, milestones, passages naming money. */
export function StrategyPage(props: ShowPageProps<typeof strategyFields, object>) {
  const { record, noun } = props;
  const { t, say, format } = usePage();
  const stay = useStaying();
  const { fields } = noun;
  const isDutch = format.language === 'nl';
  const inLanguage = (en: string | null, nl: string | null) => (isDutch ? (nl ?? en) : (en ?? nl));
  const parts =
    record.parts.length > 0 ? record.parts : [{ code: '', titleEn: null, titleNl: null, confidence: null }];
  return (
    <ShowFrame
      {...props}
      title={inLanguage(record.titleEn, record.titleNl) ?? record.reference}
      kicker={record.reference}
      warningLabels={{}}
      actions={
        <a
          class="btn btn-outline-primary"
          href={stay(`/coverage?strategy=${encodeURIComponent(record.code)}`)}
        >
          {t('nav.coverage')}
        </a>
      }
    >
      <LinksOut links={linksOfStrategy(record, format.language)} />
      <Facts fields={fields} record={record} keys={['code', 'celex', 'adoptedOn', 'startsOn', 'endsOn']} />
      {parts.map(part => (
        <Section
          key={part.code}
          id={`part-${part.code}`}
          title={
            [part.code, inLanguage(part.titleEn, part.titleNl)].filter(Boolean).join('. ') ||
            say(fields.initiatives.label)
          }
        >
          {record.initiatives
            .filter(one => part.code === '' || one.part === part.code)
            .map(one => (
              <InitiativeCard key={one.number} initiative={one} strategy={record} />
            ))}
        </Section>
      ))}
      <Section id="thresholds" title={say(fields.thresholds.label)}>
        <p class="lead-sm">{t('strategy.thresholds', { coveredFrom: usualThresholds.coveredFrom })}</p>
        {record.thresholds.length > 0 && <ListTable field={fields.thresholds} items={record.thresholds} />}
      </Section>
      <Section id="milestones" title={`${say(fields.milestones.label)} (${record.milestones.length})`}>
        <Milestones strategy={record} />
      </Section>
      {record.passages.length > 0 && (
        <Section id="passages" title={`${say(fields.passages.label)} (${record.passages.length})`}>
          <Passages strategy={record} />
        </Section>
      )}
      {record.synonyms.length > 0 && (
        <Section id="synonyms" title={say(fields.synonyms.label)}>
          <ul>
            {record.synonyms.map(({ words: group }, at) => (
              <li key={at}>{group.join(', ')}</li>
            ))}
          </ul>
        </Section>
      )}
      {record.discrepancies.length > 0 && (
        <Section id="discrepancies" title={say(fields.discrepancies.label)}>
          <dl class="facts">
            {record.discrepancies.map(one => (
              <div key={one.code}>
                <dt>{one.code}</dt>
                <dd>{one.what}</dd>
              </div>
            ))}
          </dl>
        </Section>
      )}
    </ShowFrame>
  );
}

function InitiativeCard({ initiative, strategy }: { initiative: Initiative; strategy: Strategy }) {
  const { t, say, format } = usePage();
  const stay = useStaying();
  const code = initiativeCode(strategy.code, initiative.number);
  const actions = strategy.keyActions.filter(one => one.code.startsWith(`${initiative.number}.`));
  const isDutch = format.language === 'nl';
  return (
    <article class="initiative" id={`initiative-${initiative.number}`}>
      <h3>
        {initiative.number}. {isDutch ? initiative.titleNl : initiative.titleEn}
      </h3>
      <p class="initiative-links">
        <a href={stay(`/projects?initiative=${encodeURIComponent(code)}&scope=in`)}>{t('nav.projects')}</a> ·{' '}
        <a href={stay(`/calls?initiative=${encodeURIComponent(code)}`)}>{t('nav.calls')}</a>
        {!isDutch && initiative.confidence && (
          <span class="hint">
            {' '}
            · {t('strategy.wording')}: {say(confidences[initiative.confidence])}
          </span>
        )}
      </p>
      {initiative.isNotExpected && <p class="mark mark-notExpected">{initiative.notExpectedReason}</p>}
      {actions.length > 0 && (
        <ul class="key-actions">
          {actions.map(one => (
            <li key={one.code}>
              <strong>{one.code}</strong> {isDutch ? (one.textNl ?? one.textEn) : (one.textEn ?? one.textNl)}
              <small class="hint d-block">
                {one.dueOn ? formatPartialDay(one.dueOn, format) : say(precisions.none)}
                {one.words && ` — ${one.words}`}
              </small>
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

function Milestones({ strategy }: { strategy: Strategy }) {
  const { say, format, t } = usePage();
  const shape = strategyMilestones;
  return (
    <Table
      name={say(shape.name)}
      heads={[
        say(shape.name),
        say(shape.initiative),
        say(shape.day),
        say(shape.precision),
        say(shape.words),
        say(shape.evidence),
      ]}
    >
      {strategy.milestones.map((one, index) => (
        <tr key={index}>
          <th scope="row">{one.name}</th>
          <td>{one.initiative ?? '—'}</td>
          <td>
            {[one.fromOn, one.toOn]
              .flatMap(day => (day ? [formatPartialDay(day, format)] : []))
              .filter((text, at, all) => all.indexOf(text) === at)
              .join(' – ') || <Unknown />}
          </td>
          <td>{say(precisions[one.precision])}</td>
          <td lang="nl">{one.words}</td>
          <td>
            {one.evidenceUrl ? (
              <SafeLink href={one.evidenceUrl}>{one.evidence ?? one.evidenceUrl}</SafeLink>
            ) : (
              (one.evidence ?? <span class="unknown">{t('value.none')}</span>)
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}

const { name, initiative, precision, words } = strategyFields.milestones.items;
const strategyMilestones = {
  name: name.label,
  initiative: initiative.label,
  day: { en: 'When', nl: 'Wanneer' },
  precision: precision.label,
  words: words.label,
  evidence: { en: 'Evidence', nl: 'Bewijs' },
} as const;

function Passages({ strategy }: { strategy: Strategy }) {
  const { say, t } = usePage();
  return (
    <ul class="passages">
      {strategy.passages.map((one, index) => (
        <li key={index}>
          <strong>{one.what}</strong>
          <small class="hint d-block">
            {[
              one.initiative === null ? null : `${say(strategyMilestones.initiative)} ${one.initiative}`,
              one.instrument,
              one.registeredAs.length > 0 ? one.registeredAs.join(', ') : t('passage.notRegistered'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </small>
          {one.words && (
            <details>
              <summary>{say(strategyMilestones.words)}</summary>
              <blockquote lang="nl">{one.words}</blockquote>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
