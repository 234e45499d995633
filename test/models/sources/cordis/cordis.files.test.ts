import { expect } from 'chai';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cordis } from '../../../../models/sources/cordis/cordis.ts';
import { openSource } from '../../../../models/sources/files/openSource.ts';
import { recogniseSource } from '../../../../models/sources/register/register.ts';
import { fileOf, grace, lead, partner, projectWith, readTables, locard } from '../../../support/cordis.ts';
import { misfitsOf, readAll, reasonsOf, workFolder } from '../../../support/sourceFile.ts';

interface Sampled {
  projectID: string;
  topic: string;
  topicTitle: string;
  legalBasis: Record<string, string>[];
  euroSciVoc: Record<string, string>[];
}

describe('Rows of a real download of CORDIS', () => {
  it('are joined to their projects', async () => {
    const path = 'test/models/sources/samples/cordis-horizon-cl3.json';
    const { projects: sampled } = JSON.parse(readFileSync(path, 'utf8')) as { projects: Sampled[] };
    const rows = (key: 'legalBasis' | 'euroSciVoc') =>
      sampled.flatMap(one => one[key].map(row => ({ projectID: one.projectID, ...row })));
    const { projects, calls, rejected } = await readTables({
      project: sampled.map(({ projectID }) => ({
        ...grace,
        id: projectID,
        frameworkProgramme: 'HORIZON',
        topics: '',
        legalBasis: '',
      })),
      topics: sampled.map(({ projectID, topic, topicTitle: title }) => ({ projectID, topic, title })),
      legalBasis: rows('legalBasis'),
      euroSciVoc: rows('euroSciVoc'),
    });
    expect(rejected).to.deep.equal([]);
    expect(projects).to.have.length(20);
    expect(projects[0]?.values).to.deep.include({
      topic: { id: '', identifier: 'HORIZON-CL3-2022-FCT-01-02' },
      // The part that is marked as the project's own stands first.
      legalBasis: ['HORIZON.2.3', 'HORIZON.2.3.2'],
      euroSciVoc: ['terrorism', 'criminology'],
    });
    const [topic] = calls.filter(({ values }) => values['identifier'] === 'HORIZON-CL3-2022-FCT-01-02');
    expect(topic?.values['title']).to.match(/^Better understanding the influence/);
    expect([...projects, ...calls].flatMap(misfitsOf)).to.deep.equal([]);
  });
});

describe('A single file of CORDIS', () => {
  it('of projects alone says nothing of participants, and leaves legal bases that are known', async () => {
    const project = await projectWith({});
    expect(project?.values).to.not.have.any.keys('participants', 'euroSciVoc');
    expect(project?.incomplete).to.deep.equal(['legalBasis']);
  });

  it('of organisations alone adds participants to the projects that are there', async () => {
    const { projects, organisations, calls } = await readTables({
      organization: [lead, { ...lead, projectID: '832735' }, partner],
    });
    expect(projects.map(({ values, isAddition }) => [values['grantAgreement'], isAddition])).to.deep.equal([
      ['883341', true],
      ['832735', true],
    ]);
    expect(projects[0]?.values).to.have.all.keys('grantAgreement', 'participants');
    expect(projects[0]?.values['participants']).to.have.length(2);
    expect(organisations).to.have.length(2);
    expect(calls).to.deep.equal([]);
  });

  it('of legal bases or fields of science alone adds those', async () => {
    const { projects } = await readTables({
      legalBasis: [
        { projectID: '883341', legalBasis: 'HORIZON.2.3', title: '', uniqueProgrammePart: 'true' },
      ],
    });
    expect(projects[0]).to.deep.include({
      values: { grantAgreement: '883341', legalBasis: ['HORIZON.2.3'] },
      isAddition: true,
    });
  });
});

describe('A large file of CORDIS', () => {
  it('gives its projects in their order, each with its own rows', async () => {
    const numbers = Array.from({ length: 1203 }, (_, at) => String(100_000 + at));
    const { projects, rejected } = await readTables({
      project: numbers.map(id => ({ ...grace, id })),
      organization: numbers.toReversed().map(projectID => ({ ...lead, projectID, name: `Of ${projectID}` })),
    });
    expect(rejected).to.deep.equal([]);
    expect(projects.map(({ values }) => values['grantAgreement'])).to.deep.equal(numbers);
    const names = projects.map(({ values }) =>
      (values['participants'] as { name: string }[]).map(({ name }) => name),
    );
    expect(names).to.deep.equal(numbers.map(id => [`Of ${id}`]));
  });
});

describe('A file of CORDIS on the disk', () => {
  it('is opened, recognised and read, with the lines its rows stand in', async () => {
    const folder = workFolder();
    const path = join(folder, 'upload');
    const header = Object.keys(grace).join(';');
    const quoted = (row: object) =>
      Object.values(row)
        .map(cell => `"${String(cell)}"`)
        .join(';');
    const shifted = Object.values({ ...locard, objective: '', totalCost: '7643751;25' }).join(';');
    const last = quoted({ ...locard, id: '833276', acronym: 'INSPECTr' });
    writeFileSync(path, `\ufeff${header}\r\n${quoted(grace)}\r\n${shifted}\r\n${last}\r\n`);
    try {
      const file = await openSource(path, 'project.csv');
      const source = await recogniseSource(file);
      expect(source?.name).to.equal('cordis');
      const { projects, rejected } = await readAll(cordis, file);
      expect(projects.map(({ values }) => values['acronym'])).to.deep.equal(['GRACE', 'INSPECTr']);
      expect(projects[0]?.values['objective']).to.equal(grace.objective);
      expect(reasonsOf(rejected)).to.deep.equal(['4 null cellCount']);
      await file.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says how many rows it comes to, nearer and nearer, before it yields most of them', async () => {
    const project = Array.from({ length: 900 }, (_none, at) => ({ ...grace, id: String(100_000 + at) }));
    const organization = project.map(({ id }, at) => ({
      ...lead,
      projectID: id,
      organisationID: String(900_000_000 + (at % 90)),
      name: `University ${at % 90}`,
    }));
    const expected: number[] = [];
    const options = { expectRows: (rows: number) => void expected.push(rows) };
    const { read } = await readAll(cordis, fileOf({ project, organization }), options);
    expect(expected).to.have.length(5);
    expect(expected.at(-1)).to.equal(read.length);
    for (const rows of expected) expect(rows).to.be.within(read.length, read.length * 1.2);
  });
});
