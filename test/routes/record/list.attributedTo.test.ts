import { expect } from 'chai';
import { addProgramme, addProject, addStrategy } from '../../support/factories.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { link } from '../../support/coverage.ts';
import { describeEitherWay } from '../../support/eitherWay.ts';
import { centsAt, readBook } from '../../views/workbooks/parts.ts';
import { attributesOn, valueOn, wordsOn } from '../../support/page.ts';

describeEitherWay('GET /projects opened from a cell of the matrix', () => {
  beforeEach('add projects', async () => {
    await addStrategy();
    await addProgramme({ code: 'ONE' });
    const project = { programme: 'ONE', euContribution: '1000.01' };
    await addProject({ ...project, acronym: 'A', supports: [link(1, 'principal', 3333)] });
    await addProject({ ...project, acronym: 'B', supports: [link(1, 'secondary', 10_000)] });
    await addProject({ ...project, acronym: 'C', supports: [link(1)] });
    await addProject({ ...project, acronym: 'D' });
  });

  /** The addresses of the amounts on the page, by what they say. */
  const amountsOn = (text: string): { href: string; words: string }[] =>
    attributesOn(text, 'a.amount', 'href').map((href, at) => ({
      href,
      words: wordsOn(text, 'a.amount')[at] ?? '',
    }));

  it('says in page, API, .xlsx and .csv what the cell says, to the cent', async () => {
    const { get, user } = await apiAs('reader');
    const matrix = (await get('/coverage')).body;
    const cell = matrix.initiatives[0].overall.amount as string;
    expect(cell).to.equal('1333.31');
    const path = '/projects?initiative=S-1.1&scope=in&attributedTo=S-1.1&method=split&basis=euContribution';
    const { body } = await get(path);
    expect(
      body.items.map((one: Record<string, unknown>) => [one['shareBp'], one['attributedHere']]),
    ).to.deep.equal([
      [3333, '333.30'],
      [10_000, '1000.01'],
      [null, null],
    ]);
    expect(body.totals.attributedHere).to.deep.equal({ amount: cell, stated: 2, records: 3 });
    expect(body.filterInfo).to.include.deep.keys('attributedTo', 'method', 'basis');
    const csv = (await get(path.replace('/projects', '/projects.csv'))).text.split('\r\n');
    const at = (csv[0] ?? '').split(',').indexOf('attributedHere');
    expect((csv[0] ?? '').split(',')[at - 1]).to.equal('shareBp');
    const amounts = csv.slice(1, 4).map(line => line.split(',')[at]);
    expect(amounts).to.deep.equal(['333.30', '1000.01', '']);
    const file = await get(path.replace('/projects', '/projects.xlsx')).responseType('blob').expect(200);
    const sheet = (await readBook(file.body as Buffer)).sheet('Projects');
    const letters = Array.from(
      { length: sheet.columnCount },
      (_none, one) => sheet.getColumn(one + 1).letter,
    );
    const here = letters.find(letter => sheet.getCell(`${letter}1`).value === 'Attributed here') ?? '';
    expect([2, 3, 4, 5].map(row => centsAt(sheet, `${here}${row}`))).to.deep.equal([
      33_330,
      100_001,
      null,
      133_331,
    ]);
    expect(sheet.getCell('A5').value).to.equal('Total');
    expect(user.role).to.equal('reader');
  });

  it('opens from the amount in each cell, and says the sentence and what is not rated in both languages', async () => {
    const { get } = await signedIn('reader');
    const links = amountsOn((await get('/coverage')).text);
    expect(links.map(({ words }) => words)).to.include.members(['€1,333.31', '€2,666.73']);
    const opened = links.find(({ words }) => words === '€1,333.31')?.href ?? '';
    expect(opened)
      .to.include('attributedTo=S-1.1')
      .and.include('method=split')
      .and.include('basis=euContribution');
    const page = (await get(opened)).text;
    expect(page).to.include(
      'Attributed to S-1.1: €1,333.31 of €3,000.03 · EU contribution · Split (adds up)',
    );
    expect(wordsOn(page, '.unknown')).to.include('not rated');
    expect(page).to.include('Attributed here');
    const unrated = (await get(`${opened}&q=C`)).text;
    expect(unrated).to.include('Attributed to S-1.1: unknown of €1,000.01');
    const rest = links.find(({ words }) => words === '€2,666.73')?.href ?? '';
    expect((await get(rest)).text).to.include('Attributed to no initiative of S-1: €2,666.73 of €4,000.04');
    // The form of the filters and the links of the headings keep it.
    expect(valueOn(page, 'attributedTo')).to.equal('S-1.1');
    expect(attributesOn(page, 'th a[href*="sort="]', 'href').join(' ')).to.include('attributedTo=S-1.1');
  });

  it('takes its columns among those chosen, as long as the address asks for them', async () => {
    const { get } = await apiAs('reader');
    const path = '/projects?initiative=S-1.1&attributedTo=S-1.1&columns=acronym,attributedHere';
    const { body } = await get(path);
    expect(Object.keys(body.items[0])).to.deep.equal(['id', 'version', 'acronym', 'attributedHere']);
    expect(body.items[0].attributedHere).to.equal('333.30');
    expect((await get(path.replace('attributedTo=S-1.1&', ''))).status).to.equal(400);
    const page = await signedIn('reader');
    const { text } = await page.get(path.replace('columns=acronym,attributedHere', 'columns=acronym'));
    expect(text).to.include('€1,333.31 of €3,000.03');
    const nothing = (await page.get(`${path}&q=nowhere`)).text;
    const [cleared = ''] = attributesOn(nothing, 'a:contains("Clear")', 'href');
    expect((await page.get(cleared)).status, cleared).to.equal(200);
    expect((await get(path.replace('/projects', '/projects.xlsx'))).status).to.equal(200);
  });

  it('says of a method or basis without a position that it goes with one, and passes over an empty one', async () => {
    const { get } = await apiAs('reader');
    const { status, body } = await get('/projects?method=split&basis=totalCost');
    const said = (body.errors as { field: string; type: string }[]).map(({ field, type }) => [field, type]);
    expect([status, said]).to.deep.equal([
      400,
      [
        ['method', 'query.together'],
        ['basis', 'query.together'],
      ],
    ]);
    expect((await get('/projects?method=&basis=')).status).to.equal(200);
    const none = await get('/projects?attributedTo=S-1.none&method=marker');
    expect([none.status, none.body.errors[0].type]).to.deep.equal([400, 'query.together']);
  });

  it('is an address of lists alone', async () => {
    const { get } = await apiAs('reader');
    for (const path of ['/coverage?', '/portfolio/summary?', '/calls?'])
      expect((await get(`${path}attributedTo=S-1.1`)).status, path).to.equal(400);
    expect((await get('/projects?attributedTo=S-1.none&method=marker')).status).to.equal(400);
    expect((await get('/projects?attributedTo=S-1.1')).status).to.equal(200);
    expect((await get('/projects?initiative=S-1.1')).body.items[0]).not.to.have.any.keys(
      'shareBp',
      'attributedHere',
    );
  });
});
