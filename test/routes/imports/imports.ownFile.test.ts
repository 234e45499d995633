import { expect } from 'chai';
import { calls } from '../../../models/calls/call.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { projects } from '../../../models/projects/projects.ts';
import { apiAs } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { askFor } from '../../support/imports.ts';
import { addProject } from '../../support/factories.ts';
import { runJobsNow } from '../../support/jobs.ts';
import { exportsOf } from '../../support/ownFiles.ts';
import { addOneOfEverything } from '../../support/ownRecords.ts';

type Stored = Record<string, unknown>;
const none = { created: 0, changed: 0, unchanged: 0, conflicts: 0, rejected: 0, leftOut: 0 };

async function send(file: Buffer, name: string) {
  const { get, post } = await apiAs('officer');
  const { body } = await post('/imports').attach('file', file, name);
  await runJobsNow();
  const rows = async (outcome: string) =>
    ((await get(`/imports/${body.id}/rows?outcome=${outcome}`)).body as { items: unknown[] }).items;
  return { id: body.id as string, checked: (await get(`/imports/${body.id}`)).body, rows, post, get };
}

describe('A file of callfolio, exported and imported', () => {
  useDatabase();

  it('changes nothing where nothing was changed, in any format', async () => {
    await addOneOfEverything();
    for (const [noun, many] of [
      [projects, 'projects'],
      [calls, 'calls'],
      [organisations, 'organisations'],
    ] as const) {
      const files = exportsOf(noun as never);
      for (const [kind, file] of [
        ['csv', Buffer.from(await files.csv())],
        ['csv', Buffer.from(await files.csv('en'))],
        ['csv', Buffer.from(await files.csv('nl'))],
        ['json', Buffer.from(await files.json())],
        ['xlsx', await files.xlsx('nl')],
      ] as const) {
        const { checked, rows } = await send(file, `list.${kind}`);
        expect(checked).to.include({ state: 'checked', source: 'own' });
        const found = { ...checked.counts[many], read: 0 };
        const unlike = [
          ...(await rows('changed')),
          ...(await rows('conflict')),
          ...(await rows('rejected')),
          ...(await rows('created')),
        ];
        expect(unlike, `${many} ${kind}`).to.deep.equal([]);
        expect(found).to.deep.equal({ ...none, read: 0, unchanged: found.unchanged });
      }
    }
  });

  for (const kind of ['csv', 'json', 'xlsx'] as const) {
    it(`comes whole into an installation that has none of it, under the same ids: ${kind}`, async () => {
      await addOneOfEverything();
      const archived = await apiAs('officer');
      const gone = await addProject({ acronym: 'GONE' });
      const { status } = await archived
        .post(`/projects/${gone.id}/archive`)
        .set('If-Match', '"1"')
        .send({ reason: 'Entered twice' });
      expect(status).to.equal(200);
      const before = await projects.current.find({}).sort({ _id: 1 }).lean<Stored[]>();
      // The calls they name stay.
      const lists = [organisations, projects];
      const files = await Promise.all(
        lists.map(async noun => {
          const all = exportsOf(noun as never, noun === projects ? { archived: 'any' } : {});
          return kind === 'xlsx' ? all.xlsx() : Buffer.from(await all[kind]());
        }),
      );
      for (const { current, versions } of lists) {
        await current.deleteMany({});
        await versions.deleteMany({});
      }
      for (const file of files) {
        const { id, rows, post, get } = await send(file, `list.${kind}`);
        expect(await rows('rejected')).to.deep.equal([]);
        await askFor({ get, post }, id, 'apply');
        await runJobsNow();
        expect((await get(`/imports/${id}`)).body.state).to.equal('applied');
        expect(await rows('rejected')).to.deep.equal([]);
      }
      const after = await projects.current.find({}).sort({ _id: 1 }).lean<Stored[]>();
      const shown = ({ _id, title, archivedAt, archivedFor, officer }: Stored) => ({
        _id,
        title,
        archivedAt: archivedAt === null,
        archivedFor,
        officer,
      });
      expect(after.map(shown)).to.deep.equal(before.map(shown));
    });
  }
});
