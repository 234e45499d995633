import { setArchived } from '../../models/curation/archive.ts';
import { calls } from '../../models/calls/call.ts';
import { nouns } from '../../models/nouns.ts';
import type { Project } from '../../models/projects/project.ts';
import { projects } from '../../models/projects/projects.ts';
import { addCall, addProgramme, addProject, addStrategy, changeAt, edit } from './factories.ts';

/** When the records of `addPortfolio` were made, and when a third of them was changed. */
export const madeAt = new Date('2026-09-01T10:00:00Z');
export const changedAt = new Date('2026-10-01T10:00:00Z');

const nth = <T>(choices: readonly T[], number: number): T => choices[number % choices.length] as T;

const people = [
  [],
  [{ name: 'Universiteit Één', country: 'NL', role: 'coordinator', euContribution: '1000.50' }],
  [
    { name: 'Institut Deux', country: 'FR', role: 'coordinator' },
    { name: 'Withheld Authority', country: 'PL', role: 'participant', isWithheld: true },
    { name: 'No country Ltd', role: 'participant', euContribution: '0' },
  ],
  [{ name: 'No country Ltd', role: 'partner' }],
  [{ name: 'Withheld Authority', country: 'PL', role: 'coordinator', isWithheld: true }],
];

const links = [
  [],
  [{ initiative: 'S-1.1', significance: 'principal', shareBp: 3333, justification: 'It says so.' }],
  [
    { initiative: 'S-1.1', significance: 'secondary', justification: 'In part.' },
    { initiative: 'S-1.2', significance: 'principal', shareBp: 10_000, justification: 'Mainly.' },
  ],
  [{ initiative: 'S-1.2', significance: 'namedUnrated', source: 'Footnote 41' }],
  [{ initiative: 'S-1.1', significance: 'examinedNotTargeted', justification: 'Read; not its aim.' }],
];

/**
 * Forty projects and eight calls over two programmes and a strategy of three initiatives, of which the third has
 * nothing: amounts, days, links and people of every kind, many unknown, many equal, so that order needs a tie-break.
 */
export async function addPortfolio(): Promise<void> {
  const at = changeAt(madeAt);
  await addStrategy({}, at);
  await addProgramme({ code: 'ALPHA', label: 'ALPHA', name: 'Programme Alpha' }, at);
  await addProgramme({ code: 'BETA', label: 'BETA', name: 'Programme Beta' }, at);
  const logged = [];
  for (let number = 0; number < 8; number += 1) logged.push(await addCall(callAt(number), at));
  const made = [];
  for (let number = 0; number < 40; number += 1) {
    const call = nth([null, ...logged], number);
    const from = call ? { [call.kind]: call.identifier } : {};
    made.push(await addProject({ ...projectAt(number), ...from }, at));
  }
  const change = changeAt(changedAt);
  for (const [number, project] of made.entries()) {
    if (number % 3 === 0)
      await edit(
        nouns.project,
        project,
        { euContribution: '99.99', endsOn: '2026-06', status: 'CLOSED' },
        change,
      );
  }
  const [first] = logged;
  if (first) await edit(calls, first, { budget: '7' }, change);
}

function callAt(number: number): Record<string, unknown> & { programme: string } {
  return {
    programme: nth(['ALPHA', 'BETA'], number),
    kind: nth(['call', 'topic', 'topic'], number),
    identifier: `ALPHA-2026-${number % 4}-${number}`,
    title: nth(['Terrorism and "crime"', null, 'Terrorisme; =1+1'], number),
    budget: nth([null, '1000000', '2500000.25'], number),
    typesOfAction: nth([[], ['RIA'], ['RIA', 'CSA']], number),
    rounds: nth(
      [
        [],
        [{ openingOn: '2026-01-15', deadlines: [{ at: '2026-06-30' }] }],
        [{ openingOn: '2026', deadlines: [{ at: '2027-02-01 17:00' }] }],
      ],
      number,
    ),
    supports: nth(links, number),
  };
}

function projectAt(number: number): Partial<Record<keyof Project, unknown>> {
  return {
    kind: nth(['grant', 'grant', 'directAward', 'procurement'], number),
    scope: nth(['in', 'in', 'candidate', 'out'], number + 1),
    programme: nth(['ALPHA', 'BETA', null], number),
    grantAgreement: number % 5 === 0 ? null : `${100_000 + number}`,
    acronym: nth(['DUO', null, 'Trio', `P${number}`], number),
    title: nth(['Explosives detection', 'Detectie van\n"explosieven", =SUM(A1)', 'Élan vital'], number),
    status: nth([null, 'PREPARATION'], number),
    startsOn: nth([null, '2019-05-01', '2020', '2026-03'], number),
    endsOn: nth([null, '2022-04-30', '2028-12', '2027'], number),
    signedOn: nth([null, '2019-04-01', '2020-02'], number),
    totalCost: nth([null, '0', '1500000', '333333.33'], number + 1),
    euContribution: nth([null, '0', '1000000.01', '333333.33', '0.1'], number),
    actionType: nth([null, 'RIA', 'Research and Innovation action'], number),
    participants: nth(people, number),
    supports: nth(links, number + 2),
  };
}

/** Every third project has a tag, in either case, and every fifth is archived. */
export async function tagAndArchiveSome(): Promise<void> {
  const stored = await projects.current.find({}, { version: 1 }).lean<{ _id: string; version: number }[]>();
  for (const [at, { _id: id, version }] of stored.entries()) {
    const tags = [at % 2 === 0 ? 'Priority' : 'priority'];
    const { version: now } = at % 3 === 0 ? await edit(projects, { id, version }, { tags }) : { version };
    if (at % 5 === 0) await setArchived(projects, { id, version: now }, true, changeAt());
  }
}
