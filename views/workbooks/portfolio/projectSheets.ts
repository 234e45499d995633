import { markerAmount } from '../../../models/assessments/attribution.ts';
import { formatCountryCode } from '../../../models/values/country.ts';
import { brusselsParts } from '../../../models/values/day.ts';
import { activityTypes } from '../../../models/organisations/organisationFields.ts';
import { phaseOf } from '../../../models/projects/phase.ts';
import type { KeptProject } from '../../../models/portfolio/portfolioContents.ts';
import { participantRoles, projectKinds, projectStatuses } from '../../../models/projects/project.ts';
import { phaseLabels } from '../../../models/projects/projectFilters.ts';
import { significanceLabels, strategyOf, type Support } from '../../../models/assessments/support.ts';
import { supporting } from '../../../models/assessments/supportFilters.ts';
import type { Cell, Formula } from '../cells.ts';
import { statedAmount } from '../../../models/projects/basis.ts';
import { nameOf, type PortfolioContext } from './portfolioContext.ts';
import { column, number, wrapped, type RowColumn } from '../rowColumn.ts';
import { detailSheet, type DetailSheet } from './detailSheet.ts';
import { amountOf, type AmountKey, type PortfolioSums } from './portfolioSums.ts';
import { coordinatorOf, warningsText, wordOf } from '../recordCells.ts';

const dayCell = (day: KeptProject['startsOn']): Cell => (day === null ? null : { day });
const amountCell = (cents: number | null): Cell => (cents === null ? null : { cents });
const countryCell = (code: string | null): Cell => (code === null ? null : formatCountryCode(code));

const supportingCodes = (supports: readonly Support[]): string =>
  supports
    .filter(({ significance }) => (supporting as readonly string[]).includes(significance))
    .map(({ initiative }) => initiative)
    .join('; ');

/** Sheet 4: the list itself, in its order. */
export function projectsSheet(context: PortfolioContext): DetailSheet {
  const { query, t, format, baseUrl } = context;
  const { language } = format;
  const amount = (key: AmountKey, isAdded = true): RowColumn<KeptProject, PortfolioSums> =>
    column(t, key, 18, project => amountCell(amountOf[key](project, context)), {
      ...number,
      ...(isAdded && {
        total: ({ everything, amounts }, letter): Formula => ({
          formula: `SUM(${letter}2:${letter}${everything.projects + 1})`,
          result: amounts[key],
          as: 'cents',
        }),
      }),
    });
  return detailSheet<KeptProject>({
    name: t('sheet.projects'),
    table: 'Projects',
    columns: [
      column(t, 'programme', 13, ({ programme }) => programme, { total: () => t('workbook.everything') }),
      column(t, 'kind', 18, ({ kind }) => projectKinds[kind][language]),
      column(t, 'number', 13, ({ grantAgreement }) => grantAgreement),
      column(t, 'acronym', 16, ({ acronym }) => acronym),
      column(t, 'title', 48, ({ title }) => title, wrapped),
      column(t, 'call', 26, ({ call, printedCall }) => call?.identifier ?? printedCall, wrapped),
      column(t, 'topic', 26, ({ topic, printedTopic }) => topic?.identifier ?? printedTopic, wrapped),
      column(t, 'actionType', 15, ({ actionType }) => actionType, wrapped),
      column(t, 'status', 14, ({ status }) => wordOf(projectStatuses, status, language)),
      column(t, 'phase', 12, project => phaseLabels[phaseOf(project, query.asked.on)][language]),
      column(t, 'signed', 14, ({ signedOn }) => dayCell(signedOn), number),
      column(t, 'start', 14, ({ startsOn }) => dayCell(startsOn), number),
      column(t, 'end', 14, ({ endsOn }) => dayCell(endsOn), number),
      amount('totalCost'),
      amount('euContribution'),
      column(t, 'coordinator', 32, ({ participants }) => coordinatorOf(participants)?.name ?? null, wrapped),
      column(t, 'country', 11, ({ participants }) =>
        countryCell(coordinatorOf(participants)?.country ?? null),
      ),
      column(t, 'initiatives', 22, ({ supports }) => supportingCodes(supports), wrapped),
      amount('notAttributed', query.method === 'split'),
      column(t, 'officer', 20, ({ officer }) => officer?.identifier ?? null, wrapped),
      column(t, 'warnings', 38, ({ warnings }) => warningsText(warnings, format), wrapped),
      column(
        t,
        'link',
        34,
        ({ id }) => ({ ourPage: `${baseUrl}/projects/${encodeURIComponent(id)}` }),
        wrapped,
      ),
    ],
    ofProject: ({ project }) => [project],
    empty: t('workbook.empty'),
    frozenColumns: 4,
  });
}

/** What an initiative receives of a project by the method of the workbook. */
function attributedTo(support: Support, project: KeptProject, { query }: PortfolioContext): number | null {
  const { basis, method } = query;
  const amount = statedAmount(project, basis);
  if (method === 'marker') return markerAmount(support.significance, amount);
  if (amount === null || support.shareBp === null) return null;
  const own = project.attributions.find(({ strategy }) => strategy === strategyOf(support.initiative));
  return own?.parts.find(({ initiative }) => initiative === support.initiative)?.[basis] ?? 0;
}

/** A link of a record to an initiative, with what that receives of it in cents. */
interface LinkRow {
  record: string;
  support: Support;
  attributed: number | null;
}

/** Sheet 5: every link of the projects and calls in the file to an initiative. */
export function linksSheet(context: PortfolioContext): DetailSheet {
  const { t, format } = context;
  return detailSheet<LinkRow>({
    name: t('sheet.links'),
    table: 'InitiativeLinks',
    columns: [
      column(t, 'record', 30, ({ record }) => record, wrapped),
      column(t, 'initiative', 18, ({ support }) => support.initiative),
      column(t, 'keyAction', 13, ({ support }) => support.keyAction),
      column(
        t,
        'significance',
        20,
        ({ support }) => significanceLabels[support.significance][format.language],
      ),
      column(t, 'share', 10, ({ support: { shareBp } }) => (shareBp === null ? null : { shareBp }), number),
      column(t, 'attributed', 20, ({ attributed }) => amountCell(attributed), number),
      column(t, 'justification', 50, ({ support }) => support.justification, wrapped),
      column(t, 'source', 40, ({ support }) => support.source, wrapped),
      column(t, 'assessor', 20, ({ support }) => support.assessedBy?.identifier ?? null, wrapped),
      column(
        t,
        'date',
        14,
        ({ support: { assessedAt } }) => (assessedAt === null ? null : { day: wholeDay(assessedAt) }),
        number,
      ),
    ],
    ofProject: ({ project }) =>
      project.supports.map(support => ({
        record: nameOf(project),
        support,
        attributed: attributedTo(support, project, context),
      })),
    // A call's budget is not project money: nothing of it is attributed.
    ofCall: ({ call }) =>
      call.supports.map(support => ({ record: call.identifier, support, attributed: null })),
    empty: t('workbook.empty'),
    frozenColumns: 1,
  });
}

/** The day it was in Brussels. */
export function wholeDay(at: Date) {
  const { day } = brusselsParts(at);
  return { value: day, from: day, to: day };
}

/** A participation with the project it is in. */
interface ParticipantRow {
  project: KeptProject;
  one: KeptProject['participants'][number];
}

/** Sheet 7: participations; those withheld in one line a project, without anything that could tell who they are. */
export function participantsSheet({ t, format }: PortfolioContext): DetailSheet {
  const { language } = format;
  const shown =
    (cell: (one: ParticipantRow['one']) => Cell) =>
    ({ one }: ParticipantRow): Cell =>
      one.isWithheld ? null : cell(one);
  return detailSheet<ParticipantRow>({
    name: t('sheet.participants'),
    table: 'Participants',
    columns: [
      column(t, 'number', 13, ({ project }) => project.grantAgreement),
      column(t, 'acronym', 18, ({ project }) => project.acronym),
      column(
        t,
        'organisation',
        56,
        ({ one }) => (one.isWithheld ? t('workbook.withheld') : one.name),
        wrapped,
      ),
      column(
        t,
        'pic',
        12,
        shown(({ pic }) => pic),
      ),
      column(
        t,
        'country',
        10,
        shown(({ country }) => countryCell(country)),
      ),
      column(
        t,
        'role',
        28,
        shown(({ role }) => wordOf(participantRoles, role, language)),
      ),
      column(
        t,
        'activity',
        20,
        shown(({ activityType }) => wordOf(activityTypes, activityType, language)),
      ),
      column(t, 'contribution', 18, ({ one }) => amountCell(one.euContribution), number),
    ],
    ofProject: ({ project }) => project.participants.map(one => ({ project, one })),
    empty: t('workbook.empty'),
    frozenColumns: 2,
  });
}
