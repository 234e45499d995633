import { expect } from 'chai';
import type { RowProblem } from '../../../../models/sources/contract/incoming.ts';
import { head, mapping, read, readTables } from '../../../support/mappedTable.ts';
import { misfitsOf } from '../../../support/sourceFile.ts';

const keysOf = (problems: readonly RowProblem[]) => problems.map(({ problem }) => problem.key.split('.')[1]);
const told = (problems: readonly RowProblem[]) =>
  problems.map(({ problem }) => [problem.key.split('.')[1], problem.values?.['rows']]);

describe('Rows of one title without a number', () => {
  it('are refused, each with all their rows, where they state amounts', async () => {
    const { projects, organisations, rejected } = await read(
      ';;Training of trainers;Org A;;1000;;',
      ';;Training of trainers;Org B;;2000;;',
      ';;Training of trainers;Org C;;1000;;',
      ';;Something else;Org D;;500;;',
    );
    expect(projects.map(({ values }) => values['title'])).to.deep.equal(['Something else']);
    expect(rejected.map(one => [one.where.row, told(one.rejected)])).to.deep.equal(
      [2, 3, 4].map(row => [row, [['sameTitle', '2, 3, 4']]]),
    );
    expect(organisations.map(({ values }) => values['name'])).to.deep.equal(['Org D']);
  });

  it('are refused too with one amount, other dates, or nobody that tells them apart', async () => {
    for (const rows of [
      [';;T;Org A;;1000;;', ';;T;Org B;;1000;;'],
      [';;T;Org A;;;;2020', ';;T;Org B;;;;2021'],
      [';;T;;;;;', ';;t;;;;;'],
      [';;T;Org A;NL;;;', ';;T;Org A;NL;;;'],
    ]) {
      const { projects, rejected } = await read(...rows);
      expect(projects, rows.join()).to.deep.equal([]);
      expect(rejected.map(one => keysOf(one.rejected))).to.deep.equal([['sameTitle'], ['sameTitle']]);
    }
  });

  it('are one project where they tell of nothing but its participants, and the report says which rows', async () => {
    const { projects, rejected } = await read(';;T;Org A;;;;', ';;T;Org B;;;;');
    expect(rejected).to.deep.equal([]);
    expect(projects).to.have.length(1);
    expect(told(projects[0]?.warnings ?? [])).to.deep.equal([['rowsJoined', '2, 3']]);
  });
});

describe('Rows of one number', () => {
  it('that state several amounts are not one project: they stay out, with their rows', async () => {
    const { projects, rejected } = await read(
      'S1;;One operation;;;1000;;',
      'S1;;One operation;;;500,50;;',
      'S1;;One operation;;;1000;;',
      'S2;;Another;;;700;;',
    );
    expect(projects.map(({ values }) => values['grantAgreement'])).to.deep.equal(['S2']);
    expect(rejected).to.have.length(1);
    expect(rejected[0]).to.include({ noun: 'project', name: 'S1' });
    expect(told(rejected[0]?.rejected ?? [])).to.deep.equal([['amountInDoubt', '2, 3, 4']]);
    expect(rejected[0]?.rejected[0]?.column).to.equal('EU');
  });

  it('that state one amount twice without a participant, or with the same one, stay out', async () => {
    for (const rows of [
      ['S1;;One;;;1000;;', 'S1;;One;;;1000;;'],
      ['S1;;One;Org A;NL;1000;;', 'S1;;One;ORG A;NL;1000;;'],
      ['S1;;One;Org A;NL;;1000;', 'S1;;One;;;;1000;'],
      ['S1;;One;Org A;NL;0;;', 'S1;;One;Org B;NL;1000;;'],
    ]) {
      const { projects, rejected } = await read(...rows);
      expect(projects, rows.join()).to.deep.equal([]);
      expect(rejected.map(one => keysOf(one.rejected))).to.deep.equal([['amountInDoubt']]);
    }
  });

  it('that repeat its amount beside each participant are one project, and say so', async () => {
    const { projects, rejected } = await read(
      'S1;;One;Org A;NL;1000;2000;',
      'S1;;ONE;Org B;BE;1000;2000;',
      'S1;;One;Org B;NL;1000;2000;',
    );
    expect(rejected).to.deep.equal([]);
    const [one] = projects;
    expect(one && misfitsOf(one)).to.deep.equal([]);
    expect(one?.values).to.include({ title: 'One', euContribution: 100_000, totalCost: 200_000 });
    expect(one?.values['participants']).to.have.length(3);
    expect(told(one?.warnings ?? [])).to.deep.equal([
      ['rowsJoined', '2, 3, 4'],
      ['amountOnce', '2, 3, 4'],
      ['amountOnce', '2, 3, 4'],
    ]);
  });

  it('may state its amount, and its title, in one row alone', async () => {
    const { projects } = await read('S1;;One;Org A;;;;', 'S1;;;Org A;;1000;;', 'S1;;;Org A;;;;');
    expect(projects[0]?.values).to.include({ title: 'One', euContribution: 100_000 });
    expect(told(projects[0]?.warnings ?? [])).to.deep.equal([['rowsJoined', '2, 3, 4']]);
  });

  it('are one also where the programme stands in the first of them alone', async () => {
    const text = 'No;Name;Fund;Partner;EU\nS1;One;ISFP;Org A;1000\nS1;One;;Org B;1000\nS1;Other;AMIF;Org C;5';
    const columns = { ...mapping.columns, Fund: 'programme' };
    const { projects, rejected } = await readTables([text], { columns, fixed: {} });
    expect(rejected).to.deep.equal([]);
    expect(projects.map(({ values }) => [values['programme'], values['euContribution']])).to.deep.equal([
      ['ISFP', 100_000],
      ['AMIF', 500],
    ]);
  });

  it('stay out also where they stand in several tables', async () => {
    const sheet = (amount: string) => `${head}\nS1;;One;Org A;;${amount};;`;
    const { projects, rejected } = await readTables([sheet('1000'), sheet('2000')]);
    expect(projects).to.deep.equal([]);
    expect(told(rejected[0]?.rejected ?? [])).to.deep.equal([['amountInDoubt', '2, 2.csv 2']]);
  });

  it('stay out also where a later table alone has the amount', async () => {
    const { projects, rejected } = await readTables([
      'No;Name;Partner\nS1;One;Org A',
      'No;Name;EU\nS1;One;1000\nS1;One;1000',
    ]);
    expect(projects).to.deep.equal([]);
    expect(told(rejected[0]?.rejected ?? [])).to.deep.equal([['amountInDoubt', '2, 3']]);
  });

  it('of a call state one budget, or it stays out', async () => {
    const columns = { Id: 'identifier', Title: 'title', Budget: 'budget' };
    const fixed = { kind: 'call', programme: 'ISFP' };
    const text = 'Id;Title;Budget\nC1;One;1000\nc1;One;1000\nC2;Two;5';
    const { calls, rejected } = await readTables([text], { noun: 'call', columns, fixed });
    expect(calls.map(({ values }) => values['identifier'])).to.deep.equal(['C2']);
    expect(told(rejected[0]?.rejected ?? [])).to.deep.equal([['amountInDoubt', '2, 3']]);
  });
});

describe('Topics of one call that state the same budget', () => {
  const columns = { Id: 'identifier', Call: 'parent', Budget: 'budget' };
  const fixed = { kind: 'topic', programme: 'ISFP', title: 'A topic' };
  const warnedOf = async (...rows: string[]) => {
    const { calls } = await readTables([['Id;Call;Budget', ...rows].join('\n')], {
      noun: 'call',
      columns,
      fixed,
    });
    return calls.map(({ values, warnings }) => [values['identifier'], ...keysOf(warnings)]);
  };

  it('are warned of: it may be one pot', async () => {
    expect(await warnedOf('T1;C1;1000', 'T2;c1;1000', 'T3;C2;1000')).to.deep.equal([
      ['T1', 'sameBudget'],
      ['T2', 'sameBudget'],
      ['T3'],
    ]);
    expect(await warnedOf('T1;C1;1000', 'T2;C1;1000', 'T3;C1;2000')).to.deep.equal([['T1'], ['T2'], ['T3']]);
  });
});

describe('The key of rows without a number', () => {
  it('is programme, acronym and title together: one acronym with two titles is two projects', async () => {
    const { projects, rejected } = await read(
      ';ALIFE;Aerosol layers;;;1000;;',
      ';ALIFE;The asymmetry of life;;;2000;;',
      ';alife;AEROSOL layers;Org A;;;;',
    );
    expect(rejected).to.deep.equal([]);
    expect(projects.map(({ values }) => [values['title'], values['euContribution']])).to.deep.equal([
      ['The asymmetry of life', 200_000],
      ['Aerosol layers', 100_000],
    ]);
  });
});

describe('A project of which a row is refused', () => {
  it('stays out and says how many of its partners were refused, and why', async () => {
    const { projects, organisations, rejected } = await read(
      'I1;;A project;Org A;NL;;;',
      'I1;;A project;Org B;Nowhereland;;;',
      'I1;;A project;Org C;BE;;;',
      'I2;;Another;Org D;BE;;;',
    );
    expect(projects.map(({ values }) => values['grantAgreement'])).to.deep.equal(['I2']);
    expect(organisations.map(({ values }) => values['name'])).to.deep.equal(['Org D']);
    expect(rejected).to.have.length(1);
    const [whole, reason] = rejected[0]?.rejected ?? [];
    expect(whole?.problem).to.deep.include({ key: 'importTable.partnersRefused' });
    expect(whole?.problem.values).to.include({ refused: 1, count: 3 });
    expect(reason).to.deep.include({
      column: 'Country',
      value: 'Nowhereland',
      where: { table: '1.csv', row: 3 },
    });
  });

  it('stays out also where the row is shifted, or names no project at all', async () => {
    for (const bad of ['I1;;A project;Org B;BE;;;;more', ';;;Org B;BE;;;']) {
      const { projects, rejected } = await read('I1;;A project;Org A;NL;;;', bad, 'I2;;Another;Org D;BE;;;');
      expect(projects.map(({ values }) => values['grantAgreement'])).to.deep.equal(['I2']);
      expect(rejected[0]?.rejected[0]?.problem.values).to.include({ refused: 1, count: 2 });
    }
  });
});
