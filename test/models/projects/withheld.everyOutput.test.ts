import { expect } from 'chai';
import type { Noun } from '../../../models/record/noun.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { projects } from '../../../models/projects/projects.ts';
import { emptyRecord, ruleOf } from '../../../models/record/fields.ts';
import { can, roles, type Role } from '../../../models/record/permissions.ts';
import { saveRecord } from '../../../models/record/record.ts';
import { useDatabase } from '../../support/database.ts';
import { linesOf, listDiffering, nameOf, type Sent } from '../../support/deskLines.tsx';
import { changeAt } from '../../support/factories.ts';

const lines = [projects, organisations].flatMap(noun => linesOf(noun as unknown as Noun));
const right = 'withheld:read';
const id = 'a'.repeat(24);

/** Who coordinates the project, in each world. */
const coordinators = [
  { name: 'Quiet Police', pic: '912345678', country: 'MT', activityType: 'PUB' },
  { name: 'Second Squad', pic: '998877665', country: 'CY', activityType: 'HES' },
] as const;

/** A project whose coordinator, withheld or not, is another in each world, in both of its versions; and one beside it. */
async function fill(world: 0 | 1, isWithheld: boolean): Promise<void> {
  for (const { current, versions } of [projects, organisations])
    for (const model of [current, versions]) await model.deleteMany({});
  const at = (day: string) => changeAt(new Date(`${day}T10:00:00Z`));
  const coordinated = async (by: object, own: string, acronym: string) => {
    const coordinator = { role: 'coordinator', euContribution: '10.01', ...by };
    const open = { name: 'Open University', country: 'NL', role: 'participant', euContribution: '70' };
    const sent = { kind: 'grant', scope: 'in', title: 'One', acronym, participants: [coordinator, open] };
    const { value, error } = ruleOf(projects.fields).validate(sent) as { value: object; error?: Error };
    if (error) throw error;
    const values = { ...emptyRecord(projects.fields), ...value };
    await saveRecord(projects, { id: own, isNew: true, version: null, values }, at('2020-01-01'));
  };
  await coordinated({ name: 'Riverside Institute', country: 'FI' }, 'b'.repeat(24), 'BESIDE');
  await coordinated({ ...coordinators[world], isWithheld }, id, 'ONE');
  await saveRecord(projects, { id, version: 1, values: { acronym: 'TWO' } }, at('2020-02-01'));
}

const bare = 'columns=acronym';
const known = 'knownAt=2020-01-15T00:00:00Z';
const asked = ['country=MT', 'exclude.country=MT', 'facets=country', 'q=quiet', 'q=%22quiet+police%22'];
/** What tells of a participant by what it finds and counts, also as known at an instant. */
const choices: Sent[] = [
  ...[...asked, 'sort=coordinator'].map(query => `projects?${query}&${bare}`),
  ...['country=MT', 'facets=country'].map(query => `projects?${query}&${bare}&${known}`),
  ...['', 'country=MT', 'facets=country', 'q=quiet'].map(query => `organisations?${query}`),
].map(path => ({ path: `/api/${path}` }));
const shownAs = ['', '.csv', '.json', '.xlsx'];
const files: Sent[] = ['/projects', '/api/projects', '/organisations'].flatMap(path =>
  shownAs.slice(1).map(suffix => ({ path: `${path}${suffix}` })),
);
/** What shows a project to a person. */
const pages: Sent[] = ['', `/${id}`, `/${id}?${known}`, `/${id}/history`].flatMap(path => [
  { path: `/projects${path}` },
  { path: `/api/projects${path}` },
]);

/** Ids of organisations, and of users, are made anew. */
const withoutIds = (text: string): string => text.replaceAll(/[0-9a-f]{24}/g, 'id');
const differing = async (role: Role, sent: readonly Sent[], isWithheld: boolean) =>
  listDiffering(lines, role, sent, async world => fill(world, isWithheld), withoutIds);

describe('Two worlds that differ in a withheld participant alone', function () {
  this.timeout(120_000);
  useDatabase();

  for (const role of Object.keys(roles) as Role[])
    it(`are the same to ${role}${can(role, right) ? ', but for what shows a project' : ''}`, async () => {
      expect(await differing(role, [...choices, ...files], true)).to.deep.equal([]);
      const shown = pages.filter(({ path }) => !(path === '/projects' && can(role, right)));
      const seen = can(role, right) ? shown.map(nameOf) : [];
      expect(await differing(role, shown, true)).to.deep.equal(seen);
    });

  it('are not where it is not withheld, in any answer', async () => {
    const sent = [...choices, ...files, ...pages];
    expect(await differing('evaluator', sent, false)).to.deep.equal(sent.map(nameOf));
  });
});
