import { calls } from '../../models/calls/call.ts';
import {
  add,
  addCall,
  addOrganisation,
  addProgramme,
  addProject,
  addStrategy,
  addUser,
  changeAt,
  now,
} from './factories.ts';

const nasty = '=HYPERLINK("http://evil.example","x");=1+1\n@SUM(1); _x0041_ "quoted" \'=1 — é';

/** Records that have something in every field a person can fill, and some that have next to nothing. */
export async function addOneOfEverything() {
  await addStrategy({ keyActions: [{ code: '2.1', textEn: 'Do', textNl: 'Doe' }] });
  const programme = (await addProgramme({ code: 'ONE' })).code;
  const officer = await addUser('officer', { name: 'Ann Officer' });
  const change = changeAt(now, { by: { id: officer.id, name: officer.name } });
  const supports = [
    {
      initiative: 'S-1.2',
      significance: 'principal',
      shareBp: 3334,
      justification: nasty,
      source: 'p. 3',
      keyAction: '2.1',
    },
    { initiative: 'S-1.3', significance: 'namedUnrated' },
  ];
  const statements = [
    {
      field: 'endsOn',
      value: '2022-04-30',
      source: 'CORDIS',
      confidence: 'verified',
      isUsed: true,
      url: 'https://example.org/a',
    },
    { field: 'endsOn', value: '2022-07-31', source: 'A; B', confidence: 'secondary', note: 'two\nlines' },
  ];
  const call = await addCall({ identifier: 'CALL-2018', programme, officer: officer.id }, change);
  const topic = await add(
    calls,
    {
      kind: 'topic',
      identifier: 'TOPIC-2018',
      programme,
      parent: call.id,
      title: nasty,
      masterCall: 'MASTER',
      typesOfAction: ['RIA', 'a; b'],
      deadlineModel: 'twoStage',
      publishedOn: '2018-01',
      rounds: [
        {
          call: call.id,
          openingOn: '2018-03-15',
          deadlines: [
            { at: '2018-08-23', stage: 1 },
            { at: '2019-01-08T17:00:30+01:00', stage: 2 },
          ],
          resultsOn: '2019-06',
          note: 'first',
        },
        { openingOn: '2020', cancelledOn: '2020-05-01' },
      ],
      budget: '12345678.90',
      minContribution: '0.05',
      maxContribution: '999999999999.99',
      expectedGrants: 1200,
      actionBudgets: [{ typeOfAction: 'RIA', year: 2018, budget: '5.5', expectedGrants: 2 }],
      aliases: ['TOPIC-18'],
      description: nasty,
      tags: ['one', 'two'],
      keywords: ['[x]', 'y'],
      portalId: '0031',
      website: 'https://example.org/?a=1&b=2',
      supports,
      statements,
    },
    change,
  );
  await addOrganisation({
    name: nasty.slice(0, 60),
    shortName: '-1',
    pic: '012345678',
    country: 'GR',
    activityType: 'PUB',
    nationalId: '0012',
    aliases: ['a;b', '=c'],
    website: 'https://example.org',
  });
  const project = await addProject(
    {
      kind: 'procurement',
      scope: 'candidate',
      programme,
      grantAgreement: '0012',
      acronym: '=GRACE',
      title: nasty,
      aliases: ['G;R', 'x'],
      call: call.id,
      topic: topic.id,
      awardDocument: 'C(2020) 1',
      actionType: '/RIA',
      status: 'TERMINATED',
      sourceStatus: 'terminated',
      signedOn: '2019-05-06',
      startsOn: '2019-06',
      endsOn: '2022',
      terminatedOn: '2021-02-03',
      durationMonths: 36,
      totalCost: '0',
      euContribution: '577675.77',
      objective: nasty,
      tags: ['Tag'],
      keywords: ['one'],
      legalBasis: ['H2020-EU.3.7.'],
      officer: officer.id,
      note: 'note',
      website: 'https://grace.example',
      participants: [
        {
          name: 'Police of X',
          pic: '999999999',
          country: 'GB',
          role: 'coordinator',
          activityType: 'PUB',
          euContribution: '100.01',
          startsOn: '2019-06-01',
          endsOn: '2020',
          note: '+1; -2',
        },
        { name: '@Firm', country: 'NA', role: 'associatedPartner' },
      ],
      supports,
      amendments: [
        {
          number: '1',
          field: 'endsOn',
          before: '36',
          after: '42',
          signedOn: '2020-01-01',
          reason: nasty,
          source: 's',
        },
      ],
      documents: [{ title: 'Deed', url: 'https://example.org/deed.pdf' }],
      statements,
    },
    change,
  );
  await addProject({ acronym: 'BARE' });
  const withheld = await addProject({
    acronym: 'HUSH',
    participants: [
      { name: 'Shown', role: 'participant', euContribution: '1' },
      { name: 'Hush Police', country: 'MT', role: 'coordinator', euContribution: '5', isWithheld: true },
    ],
  });
  return { programme, officer, call, topic, project, withheld };
}
