import { expect } from 'chai';
import { apiAs } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme } from '../../support/factories.ts';
import { askFor } from '../../support/imports.ts';
import { runJobsNow } from '../../support/jobs.ts';

const columns = {
  No: 'grantAgreement',
  Acronym: 'acronym',
  Name: 'title',
  EU: 'euContribution',
  Partner: 'participants.name',
  Country: 'participants.country',
  Role: 'participants.role',
};

describe('A table in which something is in doubt', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'ISFP' }));

  /** Sends a table, names its columns, applies it: what is stored then, and what is said of the rows. */
  async function stored(text: string, programme = 'ISFP') {
    const { get, post } = await apiAs('officer');
    const file = Buffer.from(text);
    const { body } = await post('/imports').field('source', 'table').attach('file', file, 'list.csv');
    await runJobsNow();
    const [head = ''] = text.split('\n');
    const there = Object.entries(columns).filter(([column]) => head.split(';').includes(column));
    const mapping = {
      noun: 'project',
      columns: Object.fromEntries(there),
      fixed: { programme },
      decimal: ',',
    };
    await post(`/imports/${body.id}/mapping`).send(mapping);
    await runJobsNow();
    await askFor({ get, post }, body.id, 'apply');
    await runJobsNow();
    const applied = (await get(`/imports/${body.id}`)).body;
    expect(applied.state).to.equal('applied');
    const { items: rows } = (await get(`/imports/${body.id}/rows`)).body;
    type Row = { outcome: string; problems: { message: string }[]; warnings: { message: string }[] };
    const said = (rows as Row[]).flatMap(row =>
      [...row.problems, ...row.warnings].map(({ message }) => message),
    );
    const { items: projects } = (await get('/projects?scope=candidate&sort=title')).body;
    const { items: organisations } = (await get('/organisations?sort=name')).body;
    return {
      projects: (projects as Record<string, string | null>[]).map(
        one => `${one['title']} ${one['euContribution'] ?? 'unknown'}`,
      ),
      organisations: (organisations as { name: string }[]).map(({ name }) => name),
      said: said.join('\n'),
      counts: applied.counts,
    };
  }

  it('merges no grants of one title; with numbers they are all there', async () => {
    const rows = [
      'Training of trainers;Org A;1000',
      'Training of trainers;Org B;2000',
      'Training of trainers;Org C;1000',
    ];
    const first = await stored(['Name;Partner;EU', ...rows].join('\n'));
    expect(first).to.deep.include({ projects: [], organisations: [] });
    expect(first.said).to.match(/Rows 2, 3, 4 have one title and no number/);
    const mended = await stored(['No;Name;Partner;EU', ...rows.map((row, at) => `G${at};${row}`)].join('\n'));
    expect(mended.projects).to.deep.equal(
      ['1000.00', '2000.00', '1000.00'].map(amount => `Training of trainers ${amount}`),
    );
  });

  it('takes no part of a grant for the whole; in one row it is taken', async () => {
    const head = 'No;Name;Region;EU';
    const parts = [
      'S1;One operation;North;1000,00',
      'S1;One operation;South;500,50',
      'S1;One operation;East;1000,00',
    ];
    const first = await stored([head, ...parts, 'S2;Another;North;700,00'].join('\n'));
    expect(first.projects).to.deep.equal(['Another 700.00']);
    expect(first.said).to.match(/Of the rows of this record \(2, 3, 4\) the rows 2, 3, 4 each state EU/);
    const whole = await stored([head, 'S1;One operation;All;2500,50'].join('\n'));
    expect(whole.projects).to.deep.equal(['Another 700.00', 'One operation 2500.50']);
  });

  it('keeps a project out of which a partner is refused, and what only it names; mended it is whole', async () => {
    const rows = (country: string) =>
      [
        'No;Name;Partner;Country',
        'I1;A project;Org A;NL',
        `I1;A project;Org B;${country}`,
        'I1;A project;Org C;BE',
      ].join('\n');
    const first = await stored(rows('Nowhereland'));
    expect(first).to.deep.include({ projects: [], organisations: [] });
    expect(first.counts.projects).to.include({ read: 1, rejected: 1 });
    expect(first.said).to.match(/1 of 3 partners refused \(rows 2, 3, 4\)/);
    const mended = await stored(rows('TR'));
    expect(mended.projects).to.deep.equal(['A project unknown']);
    expect(mended.organisations).to.deep.equal(['Org A', 'Org B', 'Org C']);
    expect(mended.said).to.match(/3 rows make this one record: 2, 3, 4/);
  });

  it('takes one acronym with two titles for two projects', async () => {
    const text =
      'Acronym;Name;EU\nALIFE;Aerosol layers in a changing climate;1000\nALIFE;The asymmetry of life;2000';
    const { projects, counts } = await stored(text);
    expect(projects).to.deep.equal([
      'Aerosol layers in a changing climate 1000.00',
      'The asymmetry of life 2000.00',
    ]);
    expect(counts.projects).to.include({ read: 2, created: 2, rejected: 0 });
  });

  it('makes no organisation that only a refused project names', async () => {
    const text = 'No;Name;Partner;Country\nO1;Of an unknown programme;Org of nobody;NL';
    const refused = await stored(text, 'NONE');
    expect(refused).to.deep.include({ projects: [], organisations: [] });
    expect((await stored(text)).organisations).to.deep.equal(['Org of nobody']);
  });

  it('makes no organisation of several partners in one cell; a row each makes them', async () => {
    const first = await stored('No;Name;Partner\nL1;A project;"Org D; Org E"');
    expect(first).to.deep.include({ projects: [], organisations: [] });
    expect(first.said).to.match(/this cell holds 2 \(“Org D”, “Org E”\).*one organisation a row/);
    const mended = await stored('No;Name;Partner\nL1;A project;Org D\nL1;A project;Org E');
    expect(mended.organisations).to.deep.equal(['Org D', 'Org E']);
  });
});
