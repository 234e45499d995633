import { callStatusLabels } from '../../models/calls/call.ts';
import { callFields } from '../../models/calls/callFields.ts';
import { statusOfRound } from '../../models/calls/callStatus.ts';
import { parsePartialDay } from '../../models/values/day.ts';
import { fieldNamed, type Fields } from '../../models/record/fields.ts';
import { decimalToCents } from '../../models/values/money.ts';
import type { Warning } from '../../models/record/noun.ts';
import { channels } from '../../models/record/versionSource.ts';
import type {
  KeptCall,
  KeptProject,
  RecordedChange,
  WatchedField,
} from '../../models/portfolio/portfolioContents.ts';
import { amendableFields, projectFields } from '../../models/projects/project.ts';
import { momentFor } from '../../models/query/query.ts';
import { confidences, disagreeingFields, type Statement } from '../../models/record/statement.ts';
import { initiativeCode } from '../../models/strategies/strategy.ts';
import { supporting } from '../../models/assessments/supportFilters.ts';
import type { RowSheet } from './sheet.ts';
import type { Cell } from './cells.ts';
import { column, nameOf, number, wrapped, type PortfolioContext } from './portfolioContext.ts';
import { wholeDay } from './projectSheets.ts';
import { warningsText } from './recordCells.ts';

/** One line a round and deadline; what is true of the whole call stands in its first line only. */
function callRows(call: KeptCall, fromHere: number, { portfolio, t, format }: PortfolioContext): Cell[][] {
  const { at } = momentFor(portfolio.query.asked);
  const initiatives = call.supports
    .filter(({ significance }) => (supporting as readonly string[]).includes(significance))
    .map(({ initiative }) => initiative);
  const isTopic = call.kind === 'topic';
  const rounds = call.rounds.length > 0 ? call.rounds : [null];
  const lines = rounds.flatMap((round, index) => {
    const deadlines = round && round.deadlines.length > 0 ? round.deadlines : [null];
    return deadlines.map(deadline => ({ round, deadline, index }));
  });
  return lines.map(({ round, deadline, index }, line): Cell[] => {
    const numbered = call.rounds.length > 0 ? String(index + 1) : null;
    const isFirst = line === 0;
    return [
      call.programme,
      isTopic ? (round?.call?.identifier ?? call.parent?.identifier ?? null) : call.identifier,
      isTopic ? call.identifier : null,
      numbered !== null && typeof deadline?.stage === 'number'
        ? t('workbook.stage', { round: numbered, stage: deadline.stage })
        : numbered,
      call.typesOfAction.join('; '),
      callStatusLabels[round ? statusOfRound(round, call.deadlineModel, at) : 'unknown'][format.language],
      round?.openingOn ? { day: round.openingOn } : null,
      deadline ? { instant: deadline.at } : null,
      isFirst && call.budget !== null ? { cents: call.budget } : null,
      isFirst ? call.expectedGrants : null,
      isFirst ? fromHere : null,
      initiatives.join('; '),
    ];
  });
}

/** Sheet 6. */
export function callsSheet(context: PortfolioContext): RowSheet {
  const { portfolio, t } = context;
  const fromCall = new Map<string, number>();
  for (const { call, topic } of portfolio.projects) {
    for (const id of new Set([call?.id, topic?.id])) {
      if (id !== undefined) fromCall.set(id, (fromCall.get(id) ?? 0) + 1);
    }
  }
  return {
    name: t('sheet.calls'),
    table: 'Calls',
    columns: [
      column(t, 'column.programme', 13),
      column(t, 'column.call', 30, wrapped),
      column(t, 'column.topic', 30, wrapped),
      column(t, 'column.round', 12),
      column(t, 'column.actionType', 18, wrapped),
      column(t, 'column.status', 16),
      column(t, 'column.opening', 15, number),
      column(t, 'column.deadline', 22, number),
      column(t, 'column.budget', 18, number),
      column(t, 'column.expectedGrants', 13, number),
      column(t, 'column.projects', 12, number),
      column(t, 'column.initiatives', 22, wrapped),
    ],
    rows: portfolio.calls.flatMap(call => callRows(call, fromCall.get(call.id) ?? 0, context)),
    remarks: [t('workbook.callsRemark')],
    empty: t('workbook.empty'),
    frozenColumns: 3,
  };
}

const moneyFields: readonly string[] = ['totalCost', 'euContribution'] satisfies WatchedField[];

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

/** Sheet 8: signed amendments as recorded, and dates and amounts that a later version has otherwise. */
export function amendmentsSheet({ portfolio, t, format }: PortfolioContext): RowSheet {
  const { language } = format;
  const changesOf = new Map<string, RecordedChange[]>();
  for (const change of portfolio.changes) {
    changesOf.set(change.recordId, [...(changesOf.get(change.recordId) ?? []), change]);
  }
  const rowsOf = (project: KeptProject): Cell[][] => [
    ...project.amendments.map((one): Cell[] => {
      const effective = one.effectiveOn ?? one.signedOn;
      return [
        nameOf(project),
        amendableFields[one.field][language],
        typedCell(one.field, one.before),
        typedCell(one.field, one.after),
        effective && { day: effective },
        one.reason,
        [one.number, one.source].filter(Boolean).join(' · '),
      ];
    }),
    ...(changesOf.get(project.id) ?? []).map((change): Cell[] => [
      nameOf(project),
      projectFields[change.field].label[language],
      recordedCell(change.before),
      recordedCell(change.after),
      { day: wholeDay(change.at) },
      change.reason,
      channels[change.channel][language],
    ]),
  ];
  return {
    name: t('sheet.amendments'),
    table: 'Amendments',
    columns: [
      column(t, 'column.record', 30, wrapped),
      column(t, 'column.field', 18),
      column(t, 'column.before', 22, { wraps: true, align: 'right' }),
      column(t, 'column.after', 22, { wraps: true, align: 'right' }),
      column(t, 'column.effective', 15, number),
      column(t, 'column.reason', 54, wrapped),
      column(t, 'column.source', 40, wrapped),
    ],
    rows: portfolio.projects.flatMap(rowsOf),
    empty: t('workbook.empty'),
    frozenColumns: 1,
  };
}

/** Sheet 9: every warning, with what the sources say of the field it looks at. */
export function qualitySheet({ portfolio, t, format }: PortfolioContext): RowSheet {
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
    warnings.flatMap((warning): Cell[][] => {
      const rule = warningsText([warning], language);
      const row = (words: string, field: string) => [
        name,
        t('workbook.warning'),
        words,
        valuesOf(field, stated),
      ];
      if (warning.rule !== 'disagreement') return [row(rule, warning.field)];
      return disagreeingFields(stated).map(field =>
        row(
          t('workbook.disagreement', { rule, field: fieldNamed(fields, field)?.label[language] ?? field }),
          field,
        ),
      );
    });
  return {
    name: t('sheet.quality'),
    table: 'DataQuality',
    columns: [
      column(t, 'column.record', 34, wrapped),
      column(t, 'column.severity', 14),
      column(t, 'column.rule', 48, wrapped),
      column(t, 'column.values', 90, wrapped),
    ],
    rows: [
      ...portfolio.projects.flatMap(one => rowsOf(nameOf(one), one.warnings, one.statements, projectFields)),
      ...portfolio.calls.flatMap(one => rowsOf(one.identifier, one.warnings, one.statements, callFields)),
    ],
    empty: t('workbook.empty'),
    frozenColumns: 1,
  };
}

/** Sheet 10: passages of the strategy that name money for which there is no record. */
export function namedSheet({ portfolio, t }: PortfolioContext): RowSheet {
  const { code } = portfolio.coverage.strategy;
  return {
    name: t('sheet.named'),
    table: 'NamedNotRegistered',
    columns: [
      column(t, 'column.passage', 100, wrapped),
      column(t, 'column.initiative', 20),
      column(t, 'column.instrument', 40, wrapped),
    ],
    rows: portfolio.passages.map(({ what, initiative, instrument }) => [
      what,
      initiative === null ? null : initiativeCode(code, initiative),
      instrument,
    ]),
    empty: t('workbook.empty'),
  };
}
