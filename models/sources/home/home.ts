import { projectFields } from '../../projects/project.ts';
import { addNamed, callsNamed } from '../contract/callsNamed.ts';
import {
  amount,
  cellsOf,
  columnKey,
  isBlankRow,
  line,
  lineIn,
  lines,
  longestOf,
  parsed,
  rawCell,
  refuse,
  shapeOf,
  shapeProblem,
  valuesIn,
  type Cells,
  type Columns,
} from '../cells/cells.ts';
import { participantOf, roleWords } from '../eu/cordisParticipation.ts';
import { rejectedRow } from '../eu/cordisJoin.ts';
import {
  checkTopic,
  grantNumberIn,
  keywords,
  linkTo,
  refuseEndBeforeStart,
  status,
} from '../eu/cordisProject.ts';
import { callForm, readCountry, readMonthFirstDay, readWhole } from '../cells/fieldValues.ts';
import type { Read, Source, Unused } from '../contract/incoming.ts';
import { notationOf } from '../cells/notation.ts';
import { organisationsFound } from '../contract/organisationsFound.ts';
import { refuseSeveral } from '../cells/severalInCell.ts';
import { programmeOfCall } from '../eu/programmeCodes.ts';
import type { SourceTable } from '../contract/table.ts';
import type { Values, RecordOf } from '../../record/fields.ts';

const f = projectFields;
const callColumn = 'Project Call Id';
const numberColumn = 'Project Number';
const nameColumn = 'Participant Legal Name';
const roleColumn = 'Participant Role';
const countryColumn = 'Participant LE Country Code';
const contributionColumn = 'Project Requested EU Contrib';
const durationColumn = 'Project Duration';
const keywordColumn = 'Proposal Free Keywords Uppercase';

/** The columns of the coordinator's contact person (PCOCO). */
const isOfPerson = (column: string): boolean => /\bPCOCO\b/i.test(column);

const mostMonths = 600;

const columns: Columns = {
  acronym: ['Project Acronym', line(f.acronym)],
  title: ['Project Title', line(f.title)],
  status: ['Project Status', status],
  sourceStatus: ['Project Status', line(f.sourceStatus, /^[\p{L}_ -]{2,60}$/u, 'notAStatus')],
  startsOn: ['Project Start Date', parsed(readMonthFirstDay)],
  endsOn: ['Project End Date', parsed(readMonthFirstDay)],
  durationMonths: [durationColumn, parsed(text => readWhole(text, mostMonths))],
  euContribution: [contributionColumn, amount],
  objective: ['Project Abstract', lines(f.objective)],
  keywords: [keywordColumn, keywords],
};

/** What the list prints of the coordinator's contact person is never read, whatever the settings say (decision 0039). */
const read = [callColumn, numberColumn, nameColumn, roleColumn, countryColumn];
const known = new Set([...read, ...Object.values(columns).map(([column]) => column)].map(columnKey));

/** Headings are printed with and without "Project" before them. */
const aliases = new Map([
  ...[...known]
    .filter(key => key.startsWith('project '))
    .map(key => [key.slice('project '.length), key] as const),
  ['duration (months)', columnKey(durationColumn)],
  ['keywords', columnKey(keywordColumn)],
]);
const keyOf = (written: string): string => aliases.get(columnKey(written)) ?? columnKey(written);

const marks = [callColumn, numberColumn, nameColumn, countryColumn].map(columnKey);
const isOfHome = ({ columns: own }: SourceTable): boolean => {
  const keys = new Set(own.map(keyOf));
  return marks.every(mark => keys.has(mark));
};

type Participant = Values & {
  name: string;
  role: string | null;
  country: string | null;
};

const parts = (cells: Cells, column: string): string[] => {
  const text = lineIn(cells, column);
  return text === '' ? [] : text.split(';').map(part => part.trim());
};

const limit = longestOf(f.participants.items.name);

/** Names, roles and countries of participants: three lists of one length, aligned by their place. */
function participantsIn(cells: Cells): Participant[] {
  const names = parts(cells, nameColumn);
  const roles = parts(cells, roleColumn);
  const countries = parts(cells, countryColumn);
  if (roles.length !== names.length || countries.length !== names.length) {
    const values = { names: names.length, roles: roles.length, countries: countries.length };
    refuse(cells, nameColumn, 'listsDiffer', values);
    return [];
  }
  refuseSeveral(cells, nameColumn, rawCell(cells, nameColumn).split(';'));
  const people = names.map((name, at) => {
    const printedRole = roles[at] ?? '';
    const word = printedRole.toLowerCase();
    const role = Object.hasOwn(roleWords, word) ? (roleWords[word as keyof typeof roleWords] ?? null) : null;
    const country = readCountry(countries[at] ?? '');
    if (name === '') refuse(cells, nameColumn, 'missing');
    if (name.length > limit) refuse(cells, nameColumn, 'tooLong', { limit, length: name.length });
    if (role === null && printedRole !== '')
      refuse(cells, roleColumn, 'unknownRole', { known: [...new Set(Object.values(roleWords))].join(', ') });
    if ('wrong' in country && countries[at] !== '') refuse(cells, countryColumn, 'unknownCountry');
    return { name, role, country: 'value' in country ? country.value : null };
  });
  const [first, second] = people.filter(({ role }) => role === 'coordinator');
  if (second) refuse(cells, roleColumn, 'secondCoordinator', { name: first?.name ?? '' });
  return people;
}

function projectIn(cells: Cells): RecordOf {
  const call = lineIn(cells, callColumn);
  if (call === '') refuse(cells, callColumn, 'missing');
  else if (!callForm.test(call)) refuse(cells, callColumn, 'notACall');
  else checkTopic(cells, callColumn, call);
  const programme = call === '' ? null : programmeOfCall(call);
  // The numbers of these funds are given by the same system as those of research: six digits, or nine.
  const grantAgreement = grantNumberIn(cells, numberColumn, null);
  const values = valuesIn(cells, columns);
  refuseEndBeforeStart(cells, values, 'Project End Date');
  return {
    kind: 'grant',
    programme,
    grantAgreement,
    ...values,
    call: linkTo(call),
  };
}

async function* readTable(table: SourceTable): AsyncIterable<Read> {
  const organisations = organisationsFound();
  const calls = callsNamed();
  const seen = new Map<string, number>();
  const printed = shapeOf(table);
  const places = [...printed.columns].map(([key, place]) => [keyOf(key), place] as const);
  const wide = { ...printed, columns: new Map(places) };
  const notation = notationOf(wide, [columnKey(contributionColumn)]);
  const amounts = new Map<string, Set<string>>();
  for await (const row of table.rows()) {
    notation.see(row);
    const cells = cellsOf(wide, row);
    const number = lineIn(cells, numberColumn);
    if (number !== '')
      amounts.set(number, (amounts.get(number) ?? new Set()).add(lineIn(cells, contributionColumn)));
  }
  const shape = notation.settled();
  for await (const row of table.rows()) {
    if (isBlankRow(row)) continue;
    const cells = cellsOf(shape, row);
    const name = lineIn(cells, 'Project Acronym') || lineIn(cells, numberColumn);
    const shifted = shapeProblem(shape, row);
    if (shifted) {
      yield rejectedRow('project', name, [shifted]);
      continue;
    }
    const values = projectIn(cells);
    const people = participantsIn(cells);
    const key = `${String(values['programme'])} ${String(values['grantAgreement'])}`;
    const twice = seen.get(key);
    if ((amounts.get(lineIn(cells, numberColumn))?.size ?? 0) > 1)
      refuse(cells, contributionColumn, 'amountsDiffer', { number: lineIn(cells, numberColumn) });
    else if (twice !== undefined) refuse(cells, numberColumn, 'projectTwice', { row: twice });
    if (cells.problems.length > 0) {
      yield rejectedRow('project', name, cells.problems);
      continue;
    }
    seen.set(key, row.row);
    for (const { name: own, country } of people) organisations.name({ name: own, country }, cells.where);
    addNamed(calls, values, cells.where);
    yield {
      noun: 'project',
      where: cells.where,
      values: { ...values, participants: people.map(participantOf) },
      statedOn: null,
      warnings: cells.warnings,
    };
  }
  yield* organisations.all();
  yield* calls.all();
}

/**
 * The list of projects of DG HOME's funds (ISF-Police, AMIF), as a workbook or CSV. Days are month first; the call's
 * first part names the fund; names, roles and countries of participants are lists aligned by their place.
 */
export const home: Source = {
  name: 'home',
  recognises: async file => file.tables.some(isOfHome),
  unused: file =>
    file.tables.flatMap((table): Unused[] =>
      isOfHome(table)
        ? table.columns
            .filter(column => !known.has(keyOf(column)))
            .map(column => ({
              table: table.name,
              column,
              ...(isOfPerson(column) && { why: 'contactPerson' as const }),
            }))
        : [{ table: table.name, column: null }],
    ),
  async *read(file) {
    for (const table of file.tables.filter(isOfHome)) yield* readTable(table);
  },
};
