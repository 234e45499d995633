import { markerAmount } from '../../models/assessments/attribution.ts';
import { formatCountryCode } from '../../models/values/country.ts';
import { brusselsParts } from '../../models/values/day.ts';
import { activityTypes } from '../../models/organisations/organisationFields.ts';
import { phaseOf } from '../../models/projects/phase.ts';
import type { KeptProject } from '../../models/portfolio/portfolioContents.ts';
import { participantRoles, projectKinds, projectStatuses } from '../../models/projects/project.ts';
import { phaseLabels } from '../../models/projects/projectFilters.ts';
import { significanceLabels, strategyOf, type Support } from '../../models/assessments/support.ts';
import { supporting } from '../../models/assessments/supportFilters.ts';
import type { RowSheet } from './sheet.ts';
import type { Cell, Formula } from './cells.ts';
import { column, nameOf, number, statedAmount, wrapped, type PortfolioContext } from './portfolioContext.ts';
import { coordinatorOf, warningsText, wordOf } from './recordCells.ts';

const dayCell = (day: KeptProject['startsOn']): Cell => (day === null ? null : { day });
const amountCell = (cents: number | null): Cell => (cents === null ? null : { cents });
const countryCell = (code: string | null): Cell => (code === null ? null : formatCountryCode(code));

const supportingCodes = (supports: readonly Support[]): string =>
  supports
    .filter(({ significance }) => (supporting as readonly string[]).includes(significance))
    .map(({ initiative }) => initiative)
    .join('; ');

/** What of a project no initiative of the strategy receives, by split; null by marker, or where not stated. */
function notAttributed(project: KeptProject, { portfolio }: PortfolioContext): number | null {
  const { query, coverage } = portfolio;
  if (query.method !== 'split') return null;
  const amount = statedAmount(project, query.basis);
  const own = project.attributions.find(({ strategy }) => strategy === coverage.strategy.code);
  return amount === null ? null : own ? own.notAttributed[query.basis] : amount;
}

function projectRow(project: KeptProject, context: PortfolioContext): Cell[] {
  const { portfolio, format, baseUrl } = context;
  const { language } = format;
  const coordinator = coordinatorOf(project.participants);
  return [
    project.programme,
    projectKinds[project.kind][language],
    project.grantAgreement,
    project.acronym,
    project.title,
    project.call?.identifier ?? project.printedCall,
    project.topic?.identifier ?? project.printedTopic,
    project.actionType,
    wordOf(projectStatuses, project.status, language),
    phaseLabels[phaseOf(project, portfolio.query.asked.on)][language],
    dayCell(project.signedOn),
    dayCell(project.startsOn),
    dayCell(project.endsOn),
    amountCell(statedAmount(project, 'totalCost')),
    amountCell(project.euContribution),
    coordinator?.name ?? null,
    countryCell(coordinator?.country ?? null),
    supportingCodes(project.supports),
    amountCell(notAttributed(project, context)),
    project.officer?.identifier ?? null,
    warningsText(project.warnings, language),
    { ourPage: `${baseUrl}/projects/${encodeURIComponent(project.id)}` },
  ];
}

/** Sheet 4: the list itself, in its order. */
export function projectsSheet(context: PortfolioContext): RowSheet {
  const { portfolio, t } = context;
  const { projects } = portfolio;
  const amounts = {
    N: (project: KeptProject) => statedAmount(project, 'totalCost'),
    O: (project: KeptProject) => project.euContribution,
    S: (project: KeptProject) => notAttributed(project, context),
  };
  const sumOf = (letter: keyof typeof amounts): Formula => ({
    formula: `SUM(${letter}2:${letter}${projects.length + 1})`,
    result: projects.reduce((sum, project) => sum + (amounts[letter](project) ?? 0), 0),
    as: 'cents',
  });
  const isSplit = portfolio.query.method === 'split';
  const total = Array.from({ length: 22 }, (): Cell => null);
  total[0] = t('workbook.everything');
  total[13] = sumOf('N');
  total[14] = sumOf('O');
  total[18] = isSplit ? sumOf('S') : null;
  return {
    name: t('sheet.projects'),
    table: 'Projects',
    columns: [
      column(t, 'column.programme', 13),
      column(t, 'column.kind', 18),
      column(t, 'column.number', 13),
      column(t, 'column.acronym', 16),
      column(t, 'column.title', 48, wrapped),
      column(t, 'column.call', 26, wrapped),
      column(t, 'column.topic', 26, wrapped),
      column(t, 'column.actionType', 15, wrapped),
      column(t, 'column.status', 14),
      column(t, 'column.phase', 12),
      column(t, 'column.signed', 14, number),
      column(t, 'column.start', 14, number),
      column(t, 'column.end', 14, number),
      column(t, 'column.totalCost', 18, number),
      column(t, 'column.euContribution', 18, number),
      column(t, 'column.coordinator', 32, wrapped),
      column(t, 'column.country', 11),
      column(t, 'column.initiatives', 22, wrapped),
      column(t, 'column.notAttributed', 18, number),
      column(t, 'column.officer', 20, wrapped),
      column(t, 'column.warnings', 38, wrapped),
      column(t, 'column.link', 34, wrapped),
    ],
    rows: projects.map(project => projectRow(project, context)),
    totals: projects.length > 0 ? [total] : [],
    empty: t('workbook.empty'),
    frozenColumns: 4,
  };
}

/** What an initiative receives of a project by the method of the workbook. */
function attributedTo(
  support: Support,
  project: KeptProject,
  { portfolio }: PortfolioContext,
): number | null {
  const { basis, method } = portfolio.query;
  const amount = statedAmount(project, basis);
  if (method === 'marker') return markerAmount(support.significance, amount);
  if (amount === null || support.shareBp === null) return null;
  const own = project.attributions.find(({ strategy }) => strategy === strategyOf(support.initiative));
  return own?.parts.find(({ initiative }) => initiative === support.initiative)?.[basis] ?? 0;
}

/** Sheet 5: every link of the projects and calls in the file to an initiative. */
export function linksSheet(context: PortfolioContext): RowSheet {
  const { portfolio, t, format } = context;
  const linkRow = (record: string, support: Support, attributed: number | null): Cell[] => [
    record,
    support.initiative,
    support.keyAction,
    significanceLabels[support.significance][format.language],
    support.shareBp === null ? null : { shareBp: support.shareBp },
    amountCell(attributed),
    support.justification,
    support.source,
    support.assessedBy?.identifier ?? null,
    support.assessedAt === null ? null : { day: wholeDay(support.assessedAt) },
  ];
  return {
    name: t('sheet.links'),
    table: 'InitiativeLinks',
    columns: [
      column(t, 'column.record', 30, wrapped),
      column(t, 'column.initiative', 18),
      column(t, 'column.keyAction', 13),
      column(t, 'column.significance', 20),
      column(t, 'column.share', 10, number),
      column(t, 'column.attributed', 20, number),
      column(t, 'column.justification', 50, wrapped),
      column(t, 'column.source', 40, wrapped),
      column(t, 'column.assessor', 20, wrapped),
      column(t, 'column.date', 14, number),
    ],
    rows: [
      ...portfolio.projects.flatMap(project =>
        project.supports.map(support =>
          linkRow(nameOf(project), support, attributedTo(support, project, context)),
        ),
      ),
      // A call's budget is not project money: nothing of it is attributed.
      ...portfolio.calls.flatMap(call =>
        call.supports.map(support => linkRow(call.identifier, support, null)),
      ),
    ],
    empty: t('workbook.empty'),
    frozenColumns: 1,
  };
}

/** The day it was in Brussels. */
export function wholeDay(at: Date) {
  const { day } = brusselsParts(at);
  return { value: day, from: day, to: day };
}

/** Sheet 7: participations; those withheld in one line a project, without anything that could tell who they are. */
export function participantsSheet({ portfolio, t, format }: PortfolioContext): RowSheet {
  const { language } = format;
  return {
    name: t('sheet.participants'),
    table: 'Participants',
    columns: [
      column(t, 'column.number', 13),
      column(t, 'column.acronym', 18),
      column(t, 'column.organisation', 56, wrapped),
      column(t, 'column.pic', 12),
      column(t, 'column.country', 10),
      column(t, 'column.role', 28),
      column(t, 'column.activity', 20),
      column(t, 'column.contribution', 18, number),
    ],
    rows: portfolio.projects.flatMap(({ grantAgreement, acronym, participants }) =>
      participants.map((one): Cell[] => [
        grantAgreement,
        acronym,
        ...(one.isWithheld
          ? [t('workbook.withheld'), null, null, null, null]
          : [
              one.name,
              one.pic,
              countryCell(one.country),
              wordOf(participantRoles, one.role, language),
              wordOf(activityTypes, one.activityType, language),
            ]),
        amountCell(one.euContribution),
      ]),
    ),
    empty: t('workbook.empty'),
    frozenColumns: 2,
  };
}
