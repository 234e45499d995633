import { calls } from '../../../../models/calls/call.ts';
import { projects } from '../../../../models/projects/projects.ts';
import {
  add,
  addCall,
  addProgramme,
  addProject,
  addStrategy,
  changeAt,
  edit,
  now,
} from '../../../support/factories.ts';

const before = new Date('2026-10-01T10:00:00Z');

/** Texts that a spreadsheet would take for formulas. */
export const hostile = [
  '=HYPERLINK("http://evil.example","x")',
  "+cmd|' /C calc'!A0",
  '@SUM(1+1)',
  '-2+3',
] as const;

/** A strategy, two programmes, and projects of every sort a total can stumble over. */
export async function addPortfolio() {
  await addStrategy(
    {
      passages: [
        { what: '=1+1 national funds', initiative: 2, instrument: 'National programmes' },
        { what: 'registered already', initiative: 1, registeredAs: ['ONE'] },
      ],
    },
    changeAt(before),
  );
  await addProgramme({ code: 'ONE' }, changeAt(before));
  await addProgramme({ code: 'TWO' }, changeAt(before));
  const call = await addCall({ programme: 'ONE', identifier: 'ONE-CALL' }, changeAt(before));
  const topic = await add(
    calls,
    {
      kind: 'topic',
      identifier: 'ONE-TOPIC',
      programme: 'ONE',
      deadlineModel: 'twoStage',
      budget: '1000000',
      rounds: [
        {
          call: call.id,
          openingOn: '2026-01-15',
          deadlines: [
            { at: '2026-03-29T02:30', stage: 1 },
            { at: '2026-08-27', stage: 2 },
          ],
        },
      ],
    },
    changeAt(before),
  );
  const shared = await addProject(
    {
      acronym: 'SHARED',
      programme: 'ONE',
      grantAgreement: '0012345',
      call: call.id,
      topic: topic.id,
      status: 'SIGNED',
      signedOn: '2024-12-31',
      startsOn: '2025-01-01',
      endsOn: '2027-12-31',
      euContribution: '100.01',
      totalCost: '0',
      supports: [
        { initiative: 'S-1.1', significance: 'principal', shareBp: 3333, justification: 'j' },
        { initiative: 'S-1.2', significance: 'secondary', shareBp: 3333, justification: 'j' },
      ],
      participants: [
        { name: 'University of Somewhere', role: 'participant', country: 'GR', euContribution: '60.00' },
        {
          name: 'Hush Police Unit',
          pic: '987654321',
          country: 'MT',
          role: 'coordinator',
          euContribution: '40.01',
        },
      ],
      amendments: [
        {
          field: 'endsOn',
          before: '2027-06-30',
          after: '2027-12-31',
          effectiveOn: '2026',
          reason: 'more time',
        },
      ],
      statements: [
        { field: 'euContribution', value: '100.01', source: 'CORDIS', confidence: 'verified', isUsed: true },
        { field: 'euContribution', value: '=99', source: '=site', confidence: 'secondary' },
      ],
    },
    changeAt(before),
  );
  await addProject(
    { acronym: 'MONTH', programme: 'TWO', startsOn: '2025-03', endsOn: '2025', euContribution: '200.00' },
    changeAt(before),
  );
  await addProject({ acronym: 'UNSTATED', programme: 'ONE', startsOn: '2030-01-01' }, changeAt(before));
  await addProject(
    { acronym: 'CANDIDATE', programme: 'TWO', scope: 'candidate', euContribution: '7.77' },
    changeAt(before),
  );
  await addProject(
    { acronym: 'NATIONAL', kind: 'nationalProgramme', programme: 'ONE', euContribution: '999.99' },
    changeAt(before),
  );
  const attacker = await addProject(
    {
      acronym: hostile[1],
      title: hostile[0],
      programme: 'TWO',
      actionType: hostile[2],
      euContribution: '0.10',
      participants: [{ name: hostile[3] }, { name: '_x0041_ltd' }],
    },
    changeAt(before),
  );
  // The rules let no control byte in; a database written by other hands may hold one.
  await projects.current.updateOne({ _id: attacker.id }, { $set: { printedCall: 'bad\u001acall\ud800' } });
  return { shared };
}

/** What has changed since `earlier`: an end, an amount, and a participant who may not appear any more. */
export async function changePortfolio(shared: { id: string; version: number; participants: object[] }) {
  const participants = [
    { name: 'University of Somewhere', role: 'participant', country: 'GR', euContribution: '60.00' },
    {
      name: 'Hush Police Unit',
      pic: '987654321',
      country: 'MT',
      role: 'coordinator',
      euContribution: '40.01',
      isWithheld: true,
    },
  ];
  return edit(
    projects,
    shared,
    { participants, endsOn: '2028-06', euContribution: '100.02' },
    changeAt(now, { reason: 'extended' }),
  );
}
