import { expect } from 'chai';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { calls } from '../../../models/calls/call.ts';
import { ExpectedError } from '../../../models/values/errors.ts';
import { listVersions } from '../../../models/lists/history.ts';
import { getRecord } from '../../../models/lists/list.ts';
import type { Listed } from '../../../models/record/noun.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { programmes } from '../../../models/programmes/programme.ts';
import { projects } from '../../../models/projects/projects.ts';
import { saveRecord } from '../../../models/record/record.ts';
import { openVersion } from '../../../models/record/versions.ts';
import { strategies } from '../../../models/strategies/strategy.ts';
import { users } from '../../../models/accounts/user.ts';
import { useDatabase } from '../../support/database.ts';
import {
  add,
  addCall,
  addOrganisation,
  addProgramme,
  addProject,
  addStrategy,
  addUser,
  changeAt,
  edit,
  now,
} from '../../support/factories.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { everything } from '../../support/readers.ts';

const later = (milliseconds: number) => changeAt(new Date(now.getTime() + milliseconds));

async function refusal(deed: Promise<unknown>): Promise<ExpectedError> {
  const error: unknown = await deed.then(
    () => new Error('It was not refused.'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ExpectedError)) throw error;
  return error;
}
const fieldsOf = ({ problems }: ExpectedError) => problems.map(({ field, type }) => `${field} ${type}`);
const countOf = async ({ current, versions }: Listed) => ({
  records: await current.countDocuments({}),
  versions: await versions.countDocuments({}),
});

/** How many documents a deed writes, as the server counts them. */
async function documentsWritten(deed: () => Promise<unknown>): Promise<number> {
  const count = async (): Promise<number> => {
    const status = await mongoose.connection.db!.command({ serverStatus: 1 });
    const { inserted, updated, deleted } = status['metrics'].document as Record<string, number>;
    return Number(inserted) + Number(updated) + Number(deleted);
  };
  const before = await count();
  await deed();
  return (await count()) - before;
}

describe('saveRecord', () => {
  useDatabase();

  it('writes one document for a new record and two for a changed one: its version before is closed', async () => {
    const project = await addProject();
    expect(await documentsWritten(addProject)).to.equal(1);
    let record = project;
    const change = async () => {
      record = await edit(projects, record, { title: `Changed ${record.version}` });
    };
    expect(await documentsWritten(change)).to.equal(2);
    expect(await countOf(projects)).to.deep.equal({ records: 2, versions: 1 });
    // The same counter at a write that stores the new version as well.
    const twice = async () => {
      await change();
      const stored = await projects.current.collection.findOne({ _id: project.id });
      await projects.versions.collection.insertOne(openVersion(stored!));
    };
    expect(await documentsWritten(twice)).to.equal(3);
  });

  it('writes a record and its first version', async () => {
    const project = await addProject({ acronym: 'GRACE' });
    const [version, ...others] = await listVersions(visibleTo(projects, everything), project.id);
    expect(others).to.deep.equal([]);
    expect(version).to.deep.include({ version: 1, validFrom: now, validTo: null, channel: 'form' });
    expect(version?.record.acronym).to.equal('GRACE');
  });

  it('closes each version at the instant the next begins, whatever the clock says', async () => {
    const edits = fc.array(
      fc.record({ title: fc.constantFrom('a', 'b', 'c'), at: fc.integer({ min: -5000, max: 5000 }) }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(edits, async list => {
        const first = await addProject({ title: 'a' });
        let record = first;
        let changes = 0;
        for (const { title, at } of list) {
          changes += title === record.title ? 0 : 1;
          record = await edit(projects, record, { title }, later(at));
        }
        const versions = (await listVersions(visibleTo(projects, everything), first.id)).toReversed();
        expect(versions.map(({ version }) => version)).to.deep.equal(versions.map((_, index) => index + 1));
        expect(versions.length).to.equal(changes + 1);
        versions.forEach(({ validFrom, validTo }, index) => {
          expect(validTo).to.deep.equal(versions[index + 1]?.validFrom ?? null);
          if (validTo) expect(validFrom < validTo).to.equal(true);
        });
        expect(versions.at(-1)?.record.title).to.equal(record.title);
      }),
      { numRuns: 12 },
    );
  });

  it('makes no version when nothing changed', async () => {
    const project = await addProject({ title: 'Same', startsOn: '2019-01', euContribution: '1.50' });
    const again = await edit(projects, project, {
      title: ' Same ',
      startsOn: '2019-01',
      euContribution: 1.5,
    });
    expect(again.version).to.equal(1);
    expect(await countOf(projects)).to.deep.equal({ records: 1, versions: 0 });
  });

  it('refuses whoever began from an older version, and says which is current', async () => {
    const project = await addProject();
    await edit(projects, project, { title: 'First' });
    const error = await refusal(edit(projects, project, { title: 'Second' }));
    expect(error).to.include({ kind: 'stale' });
    expect(error.values).to.deep.equal({ version: 2 });
  });

  it('lets exactly one of twenty simultaneous edits through', async () => {
    const project = await addProject();
    const edits = Array.from({ length: 20 }, (_, at) =>
      edit(projects, project, { title: `Edit ${at}` }, later(at)),
    );
    const outcomes = await Promise.allSettled(edits);
    const refused = outcomes.flatMap(one => (one.status === 'rejected' ? [one.reason as ExpectedError] : []));
    expect(refused.map(({ kind }) => kind)).to.deep.equal(Array.from({ length: 19 }, () => 'stale'));
    expect(await countOf(projects)).to.deep.equal({ records: 1, versions: 1 });
  });

  it('throws notFound for a record that is not there', async () => {
    const error = await refusal(saveRecord(projects, { id: 'gone', version: 1, values: {} }, changeAt()));
    expect(error.kind).to.equal('notFound');
  });

  it('never changes a code, and finds the record under it in any case', async () => {
    const programme = await addProgramme({ code: 'H2020' });
    const error = await refusal(edit(programmes, programme, { code: 'H2021' }));
    expect(fieldsOf(error)).to.deep.equal(['code code.fixed']);
    const { id, version } = await edit(programmes, { id: 'h2020', version: 1 }, { name: 'Horizon' });
    expect({ id, version }).to.deep.equal({ id: 'H2020', version: 2 });
    expect(
      (await listVersions(visibleTo(programmes, everything), 'H2020')).map(one => one.recordId),
    ).to.deep.equal(['H2020', 'H2020']);
  });

  it('names the field of a value that another record has, without regard to case', async () => {
    const { code } = await addProgramme({ code: 'ISFP' });
    await addCall({ identifier: 'SU-fct02', kind: 'topic', programme: code });
    await addOrganisation({ pic: '999999999' });
    await addProject({ programme: code, grantAgreement: '883341a' });
    await addUser('reader', { email: 'ann@example.org' });
    const twice = async (deed: Promise<unknown>) => fieldsOf(await refusal(deed));
    expect(await twice(add(calls, { identifier: 'SU-FCT02', kind: 'topic', programme: code }))).to.deep.equal(
      ['identifier duplicate'],
    );
    expect(await twice(addOrganisation({ pic: '999999999' }))).to.deep.equal(['pic duplicate']);
    expect(await twice(addProject({ programme: code, grantAgreement: '883341A' }))).to.deep.equal([
      'grantAgreement duplicate',
    ]);
    expect(await twice(addUser('reader', { email: 'ANN@example.org' }))).to.deep.equal(['email duplicate']);
    expect(await twice(addProgramme({ code: 'isfp' }))).to.deep.equal(['code duplicate']);
    const values = { email: 'Ann@Example.org', name: 'Ann', role: 'reader' };
    expect(await twice(add(users, values))).to.deep.equal(['email duplicate']);
  });

  it('lets a call and a topic share an identifier, and projects without a number be many', async () => {
    const { code: programme } = await addProgramme();
    await addCall({ identifier: 'ISFP-2017-AG-CYBER', programme });
    await addCall({ identifier: 'ISFP-2017-AG-CYBER', kind: 'topic', programme });
    await addProject({ programme });
    await addProject({ programme });
    expect((await countOf(projects)).records).to.equal(2);
  });

  it('leaves nothing of a failed write, not even the organisations made for it', async () => {
    const { code: programme } = await addProgramme();
    await addProject({ programme, grantAgreement: '1' });
    const participants = [{ name: 'New police', country: 'NL' }];
    await refusal(addProject({ programme, grantAgreement: '1', participants }));
    expect(await countOf(projects)).to.deep.equal({ records: 1, versions: 0 });
    expect(await countOf(organisations)).to.deep.equal({ records: 0, versions: 0 });
  });

  it('refuses links that lead nowhere, naming each', async () => {
    await addStrategy();
    const error = await refusal(
      addProject({
        programme: 'NONE',
        call: 'NONE-1',
        officer: 'nobody@example.org',
        supports: [
          { initiative: 'S-1.9', significance: 'namedUnrated' },
          { initiative: 'S-1.1', significance: 'namedUnrated', keyAction: '1.1' },
        ],
      }),
    );
    expect(fieldsOf(error)).to.deep.equal(
      ['programme', 'call', 'officer', 'supports.0.initiative', 'supports.1.keyAction'].map(
        field => `${field} reference.unknown`,
      ),
    );
    expect(fieldsOf(await refusal(addProgramme({ parent: 'NONE' })))).to.deep.equal([
      'parent reference.unknown',
    ]);
  });

  it('keeps an initiative as long as something is linked to it', async () => {
    const strategy = await addStrategy();
    const project = await addProject({ supports: [{ initiative: 'S-1.3', significance: 'namedUnrated' }] });
    const fewer = strategy.initiatives.slice(0, 2);
    const error = await refusal(edit(strategies, strategy, { initiatives: fewer }));
    expect(fieldsOf(error)).to.deep.equal(['initiatives strategy.inUse']);
    await edit(projects, project, { supports: [] });
    expect((await edit(strategies, strategy, { initiatives: fewer })).initiatives).to.have.length(2);
  });
});

describe('renaming a call', () => {
  useDatabase();

  it('keeps the old identifier as an alias, under which links still resolve', async () => {
    const call = await addCall({ identifier: 'SU-FCT-02-2019' });
    const before = await addProject({ call: 'SU-FCT-02-2019' });
    const renamed = await edit(calls, call, { identifier: 'SU-FCT02-2018-2019-2020' });
    expect(renamed.aliases).to.deep.equal(['SU-FCT-02-2019']);
    const after = await addProject({ call: 'su-fct-02-2019' });
    expect(after.call).to.deep.equal({ id: call.id, identifier: 'SU-FCT02-2018-2019-2020' });
    expect((await getRecord(visibleTo(projects, everything), before.id)).call?.id).to.equal(call.id);
  });

  it('makes no alias of another case', async () => {
    const call = await addCall({ identifier: 'su-fct' });
    expect((await edit(calls, call, { identifier: 'SU-FCT' })).aliases).to.deep.equal([]);
  });
});

describe('what follows from a call', () => {
  useDatabase();

  it('warns of a project that starts before its opening, as soon as the opening is known', async () => {
    const call = await addCall();
    const project = await addProject({ call: call.identifier, startsOn: '2018-01-01' });
    const rulesOf = async () =>
      (await getRecord(visibleTo(projects, everything), project.id)).warnings.map(({ rule }) => rule);
    expect(await rulesOf()).not.to.include('startBeforeOpening');
    const opened = await edit(calls, call, { rounds: [{ openingOn: '2018-02-01' }] });
    expect(await rulesOf()).to.include('startBeforeOpening');
    const [version] = await listVersions(visibleTo(projects, everything), project.id);
    expect(version?.record.warnings.map(({ rule }) => rule)).to.include('startBeforeOpening');
    await edit(calls, opened, { rounds: [{ openingOn: '2017-12-01' }] });
    expect(await rulesOf()).not.to.include('startBeforeOpening');
    expect((await getRecord(visibleTo(projects, everything), project.id)).version).to.equal(1);
  });
});
