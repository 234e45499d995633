import { judgedLabel } from '../../../models/calls/call.ts';
import { callFields } from '../../../models/calls/callFields.ts';
import { roundsKnown } from '../../../models/calls/callResults.ts';
import { evaluationDays, judgeRound, type Round } from '../../../models/calls/callStatus.ts';
import { parsePartialDay } from '../../../models/values/day.ts';
import { fieldNamed, type Fields } from '../../../models/record/fields.ts';
import { decimalToCents } from '../../../models/values/money.ts';
import type { Warning } from '../../../models/record/noun.ts';
import { channels } from '../../../models/record/versionSource.ts';
import type { KeptCall, PortfolioCall } from '../../../models/portfolio/portfolioCalls.ts';
import type { PortfolioProject, PortfolioRest } from '../../../models/portfolio/portfolioContents.ts';
import type { RecordedChange, WatchedField } from '../../../models/portfolio/recordedChanges.ts';
import { basisNames } from '../../../models/projects/basis.ts';
import { amendableFields, projectFields } from '../../../models/projects/project.ts';
import { momentFor } from '../../../models/query/query.ts';
import { confidences, disagreeingFields, type Statement } from '../../../models/record/statement.ts';
import { initiativeCode } from '../../../models/strategies/strategy.ts';
import { supporting } from '../../../models/assessments/supportFilters.ts';
import type { RowSheet, SheetColumn } from '../sheet.ts';
import type { Cell } from '../cells.ts';
import { nameOf, type PortfolioContext } from './portfolioContext.ts';
import { wholeDay } from './projectSheets.ts';
import { warningsText } from '../recordCells.ts';
import { column, number, rowSheet, wrapped } from '../rowColumn.ts';
import { detailSheet, type DetailSheet } from './detailSheet.ts';
import type { PortfolioSums } from './portfolioSums.ts';

/** A deadline of a round; what is true of the whole call stands in its first line only. */
interface CallRow {
  call: KeptCall;
  /** How many projects of the list come from it. */
  projects: number;
  round: KeptCall['rounds'][number] | null;
  deadline: KeptCall['rounds'][number]['deadlines'][number] | null;
  /** The round as its status follows from it. */
  judged: Round | null;
  /** The round's number, from 1; null where the call has no round. */
  numbered: string | null;
  isFirst: boolean;
}

function callRows({ call, projects }: PortfolioCall, knownAt: Date | null): CallRow[] {
  const judged = roundsKnown(call, knownAt);
  const rounds = call.rounds.length > 0 ? call.rounds : [null];
  const lines = rounds.flatMap((round, index) => {
    const deadlines = round && round.deadlines.length > 0 ? round.deadlines : [null];
    const numbered = round && String(index + 1);
    const shown = { call, projects, round, judged: judged[index] ?? null, numbered };
    return deadlines.map(deadline => ({ ...shown, deadline }));
  });
  return lines.map((line, at) => ({ ...line, isFirst: at === 0 }));
}

const supportedBy = ({ supports }: KeptCall): string =>
  supports
    .filter(({ significance }) => (supporting as readonly string[]).includes(significance))
    .map(({ initiative }) => initiative)
    .join('; ');

/** Sheet 6. */
export function callsSheet({ query, t, format }: PortfolioContext): DetailSheet {
  const moment = momentFor(query.asked);
  const once =
    (cell: (row: CallRow) => Cell) =>
    (row: CallRow): Cell =>
      row.isFirst ? cell(row) : null;
  return detailSheet<CallRow>({
    name: t('sheet.calls'),
    table: 'Calls',
    columns: [
      column(t, 'programme', 13, ({ call }) => call.programme),
      column(
        t,
        'call',
        30,
        ({ call, round }) =>
          call.kind === 'topic'
            ? (round?.call?.identifier ?? call.parent?.identifier ?? null)
            : call.identifier,
        wrapped,
      ),
      column(t, 'topic', 30, ({ call }) => (call.kind === 'topic' ? call.identifier : null), wrapped),
      column(t, 'round', 12, ({ numbered, deadline }) =>
        numbered !== null && typeof deadline?.stage === 'number'
          ? t('workbook.stage', { round: numbered, stage: deadline.stage })
          : numbered,
      ),
      column(t, 'actionType', 18, ({ call }) => call.typesOfAction.join('; '), wrapped),
      column(t, 'status', 16, ({ call, judged }) => {
        const status = judged
          ? judgeRound(judged, call.deadlineModel, moment)
          : ({ status: 'unknown', isTimed: false } as const);
        return judgedLabel(status)[format.language];
      }),
      column(t, 'opening', 15, ({ round }) => (round?.openingOn ? { day: round.openingOn } : null), number),
      column(t, 'deadline', 22, ({ deadline }) => deadline && { instant: deadline.at }, number),
      column(
        t,
        'budget',
        18,
        once(({ call: { budget } }) => (budget === null ? null : { cents: budget })),
        number,
      ),
      column(
        t,
        'expectedGrants',
        13,
        once(({ call }) => call.expectedGrants),
        number,
      ),
      column(
        t,
        'projects',
        12,
        once(({ projects }) => projects),
        number,
      ),
      column(t, 'initiatives', 22, ({ call }) => supportedBy(call), wrapped),
    ],
    ofCall: call => callRows(call, query.asked.knownAt),
    remarks: [t('workbook.callsRemark'), t('call.evaluation', { days: evaluationDays() })],
    empty: t('workbook.empty'),
    frozenColumns: 3,
  });
}

const moneyFields: readonly string[] = basisNames satisfies WatchedField[];

/** What was typed into an amendment, as a day or an amount where it is exactly that. */
function typedCell(field: string, typed: string | null): Cell {
  if (typed === null) return null;
  if (moneyFields.includes(field)) {
    const cents = decimalToCents(typed);
    return cents === null ? typed : { cents };
  }
  const day = field.endsWith('On') ? parsePartialDay(typed) : null;
  return day ? { day } : typed;
}

function recordedCell(value: RecordedChange['before']): Cell {
  if (value === null) return null;
  return typeof value === 'number' ? { cents: value } : { day: value };
}

type Amendment = Readonly<
  Record<'record' | 'field' | 'before' | 'after' | 'effective' | 'reason' | 'source', Cell>
>;

/** Sheet 8: signed amendments as recorded, and dates and amounts that a later version has otherwise. */
export function amendmentsSheet({ t, format }: PortfolioContext): DetailSheet {
  const { language } = format;
  const rowsOf = ({ project, changes }: PortfolioProject): Amendment[] => [
    ...project.amendments.map((one): Amendment => {
      const effective = one.effectiveOn ?? one.signedOn;
      return {
        record: nameOf(project),
        field: amendableFields[one.field][language],
        before: typedCell(one.field, one.before),
        after: typedCell(one.field, one.after),
        effective: effective && { day: effective },
        reason: one.reason,
        source: [one.number, one.source].filter(Boolean).join(' · '),
      };
    }),
    ...changes.map((change): Amendment => ({
      record: nameOf(project),
      field: projectFields[change.field].label[language],
      before: recordedCell(change.before),
      after: recordedCell(change.after),
      effective: { day: wholeDay(change.at) },
      reason: change.reason,
      source: channels[change.channel][language],
    })),
  ];
  const own = (key: keyof Amendment, width: number, more: Pick<SheetColumn, 'wraps' | 'align'>) =>
    column<Amendment, PortfolioSums>(t, key, width, row => row[key], more);
  return detailSheet<Amendment>({
    name: t('sheet.amendments'),
    table: 'Amendments',
    columns: [
      own('record', 30, wrapped),
      own('field', 18, {}),
      own('before', 22, { ...wrapped, ...number }),
      own('after', 22, { ...wrapped, ...number }),
      own('effective', 15, number),
      own('reason', 54, wrapped),
      own('source', 40, wrapped),
    ],
    ofProject: rowsOf,
    empty: t('workbook.empty'),
    frozenColumns: 1,
  });
}

/** A warning of a record, in words, with what each source says of the field it looks at. */
interface WarningRow {
  record: string;
  rule: string;
  values: string;
}

/** Sheet 9: every warning, with what the sources say of the field it looks at. */
export function qualitySheet({ t, format }: PortfolioContext): DetailSheet {
  const { language } = format;
  const said = ({ value, source, confidence, isUsed }: Statement): string =>
    `${value ?? t('value.unknown')} — ${source} (${confidences[confidence][language]}${
      isUsed ? `, ${t('workbook.usedValue')}` : ''
    })`;
  const valuesOf = (field: string, stated: readonly Statement[]): string =>
    stated
      .filter(statement => statement.field === field)
      .map(said)
      .join('\n');
  const rowsOf = (name: string, warnings: readonly Warning[], stated: readonly Statement[], fields: Fields) =>
    warnings.flatMap((warning): WarningRow[] => {
      const rule = warningsText([warning], format);
      const row = (words: string, field: string) => ({
        record: name,
        rule: words,
        values: valuesOf(field, stated),
      });
      if (warning.rule !== 'disagreement') return [row(rule, warning.field)];
      return disagreeingFields(stated).map(field =>
        row(
          t('workbook.disagreement', { rule, field: fieldNamed(fields, field)?.label[language] ?? field }),
          field,
        ),
      );
    });
  return detailSheet<WarningRow>({
    name: t('sheet.quality'),
    table: 'DataQuality',
    columns: [
      column(t, 'record', 34, ({ record }) => record, wrapped),
      column(t, 'severity', 14, () => t('workbook.warning')),
      column(t, 'rule', 48, ({ rule }) => rule, wrapped),
      column(t, 'values', 90, ({ values }) => values, wrapped),
    ],
    ofProject: ({ project }) => rowsOf(nameOf(project), project.warnings, project.statements, projectFields),
    ofCall: ({ call }) => rowsOf(call.identifier, call.warnings, call.statements, callFields),
    empty: t('workbook.empty'),
    frozenColumns: 1,
  });
}

/** Sheet 10: passages of the strategy that name money for which there is no record. */
export function namedSheet(
  { strategy: { code }, t }: PortfolioContext,
  passages: PortfolioRest['passages'],
): RowSheet {
  return rowSheet<PortfolioRest['passages'][number]>({
    name: t('sheet.named'),
    table: 'NamedNotRegistered',
    columns: [
      column(t, 'passage', 100, ({ what }) => what, wrapped),
      column(t, 'initiative', 20, ({ initiative }) =>
        initiative === null ? null : initiativeCode(code, initiative),
      ),
      column(t, 'instrument', 40, ({ instrument }) => instrument, wrapped),
    ],
    rows: passages,
    empty: t('workbook.empty'),
  });
}
