import { expect } from 'chai';
import exceljs from 'exceljs';
import { countOpen } from '../../../models/imports/rows/importRows.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, now } from '../../support/factories.ts';
import { addImport, variedRows, askFor } from '../../support/imports.ts';
import { readCsv } from '../../support/outputs.ts';
import { attributesOn, valueOn, wordsOn } from '../../support/page.ts';

interface Row {
  id: string;
  name: string;
  outcome: string;
  isExcluded: boolean;
  conflicts: { field: string; decision: string | null }[];
}
const named = (rows: readonly Row[]): string[] => rows.map(({ name }) => name);

describe('GET /imports/:id/rows', () => {
  useDatabase();

  it('filters by outcome, kind, severity and text; pages keep the order of the file', async () => {
    const { id } = await addImport(variedRows());
    const { get } = await apiAs('reader');
    const rows = async (query: string) => named((await get(`/imports/${id}/rows?${query}`)).body.items);
    expect(await rows('outcome=rejected')).to.deep.equal(['773772']);
    expect(await rows('outcome=rejected&outcome=changed')).to.deep.equal(['GRACE', '773772']);
    expect(await rows('noun=organisation')).to.deep.equal(['Institute of Examples']);
    expect(await rows('severity=warning')).to.deep.equal(['GRACE']);
    expect(await rows('severity=error')).to.deep.equal(['773772']);
    expect(await rows('q=graCE')).to.deep.equal(['GRACE']);
    expect(await rows('q=2018-13')).to.deep.equal(['773772']);
    expect(await rows('q=.*')).to.deep.equal([]);
    expect(await rows('pageSize=2&page=2')).to.deep.equal(['GRACE', 'LOCARD']);
    const refused = async (query: string) => {
      const { status, body } = await get(`/imports/${id}/rows?${query}`);
      expect(status).to.equal(400);
      return (body.errors as { field: string }[]).map(({ field }) => field).toSorted();
    };
    expect(await refused('outcome=lost&pageSize=0')).to.deep.equal(['outcome', 'pageSize']);
    expect(await refused('outcome=lost&x=1')).to.deep.equal(['x']);
  });

  it('says where, what was found, what is wrong, and the fields before and after', async () => {
    const { id } = await addImport(variedRows());
    const { get } = await apiAs('reader');
    const { body } = await get(`/imports/${id}/rows`);
    const [, , grace, , , refused] = body.items;
    expect(grace.changes).to.deep.equal([
      { field: 'endsOn', before: '2023-05-31', after: '2023-11-30' },
      { field: 'euContribution', before: null, after: '6823512.50' },
    ]);
    expect(refused.problems[0]).to.deep.include({
      table: 'csv/project.csv',
      row: 7,
      column: 'startDate',
      value: '2018-13-45',
    });
    const page = await (await signedIn('officer', 'nl')).get(`/imports/${id}/rows`);
    expect(page.text).to.include('2018-13-45').and.include('30 nov 2023').and.include('LOCARD');
  });

  it('leads to what the import made until it is undone', async () => {
    const made = { noun: 'project', outcome: 'created', recordId: 'p1', isApplied: true } as const;
    const { get } = await signedIn('officer');
    for (const state of ['applied', 'undone'] as const) {
      const { id } = await addImport([made], { state, appliedAt: now });
      const { text } = await get(`/imports/${id}/rows`);
      expect(text.includes('href="/projects/p1"')).to.equal(state === 'applied');
    }
  });

  it('says a value that was decided once, with its conflict', async () => {
    const title = { field: 'title', before: 'What a person wrote', after: 'What the file states' };
    const conflict = { field: 'title', ours: title.before, theirs: title.after, decision: 'theirs' as const };
    const row = { noun: 'project', outcome: 'changed', isApplied: true } as const;
    const given = [{ ...row, conflicts: [conflict], changes: [title] }];
    const { id } = await addImport(given, { state: 'applied', appliedAt: now });
    const { text } = await (await signedIn('officer')).get(`/imports/${id}/rows`);
    expect(text.split('What the file states')).to.have.length(2);
    const csv = await (await apiAs('reader')).get(`/imports/${id}/rows.csv`);
    expect(csv.text.split('What the file states')).to.have.length(2);
  });

  it('gives the same rows as .xlsx and .csv, a line for each thing to say, in which nothing is a formula', async () => {
    const { id } = await addImport(variedRows());
    const { get } = await apiAs('reader');
    const csv = await get(`/imports/${id}/rows.csv?noun=project`);
    const [head = [], ...lines] = readCsv(csv.text);
    const cell = (line: readonly string[], key: string) => line[head.indexOf(key)];
    expect(lines.map(line => `${cell(line, 'record')} ${cell(line, 'column')}`)).to.deep.equal([
      'GRACE Ends on',
      'GRACE EU contribution',
      'GRACE totalCost',
      'LOCARD Acronym',
      'LOCARD Title',
      'AviaTor ',
      '773772 startDate',
    ]);
    expect(cell(lines[3] ?? [], 'after')).to.equal("'=cmd|A1");
    const xlsx = await get(`/imports/${id}/rows.xlsx?noun=project`).responseType('blob');
    const book = new exceljs.Workbook();
    await book.xlsx.load(xlsx.body as never);
    const [sheet, readMe] = book.worksheets;
    expect(sheet?.rowCount).to.equal(lines.length + 1);
    expect(sheet?.getCell('K5').value).to.equal('=cmd|A1');
    expect(JSON.stringify(readMe?.getSheetValues())).to.include('cordis-h2020projects-csv.zip');
  });
});

describe('POST /imports/:id/excluded', () => {
  useDatabase();

  it('leaves ticked rows out and takes them again, by form and by API, until it is applied', async () => {
    const { id } = await addImport(variedRows());
    const api = await apiAs('officer');
    const rows = async (): Promise<Row[]> => (await api.get(`/imports/${id}/rows`)).body.items;
    const [first, second] = await rows();
    const form = await signedIn('officer');
    const to = `/imports/${id}/rows?noun=project`;
    const answer = await form.post(`/imports/${id}/excluded`, { row: first!.id, isExcluded: 'true', to });
    expect([answer.status, answer.headers['location']]).to.deep.equal([303, to]);
    const both = await api.post(`/imports/${id}/excluded`).send({ rows: [second!.id], isExcluded: true });
    expect(both.body).to.deep.equal({ rows: 1 });
    expect((await rows()).filter(({ isExcluded }) => isExcluded)).to.have.lengthOf(2);
    await api.post(`/imports/${id}/excluded`).send({ rows: [second!.id], isExcluded: false });
    expect(await countOpen(id)).to.include({ excluded: 1 });
    const page = await form.get(`/imports/${id}`);
    expect(page.text).to.include('One row is left out.');
    expect((await form.post(`/imports/${id}/excluded`, { isExcluded: 'true' })).status).to.equal(422);
    await askFor(api, id, 'apply');
    expect((await api.get(`/imports/${id}`)).body.counts.organisations).to.include({
      created: 0,
      leftOut: 1,
    });
    const late = await api.post(`/imports/${id}/excluded`).send({ rows: [first!.id], isExcluded: false });
    expect(late.status).to.equal(409);
  });
});

describe('All rows that match a filter', () => {
  useDatabase();

  const figuresOf = async (id: string) => {
    const { counts } = (await (await apiAs('reader')).get(`/imports/${id}`)).body;
    return Object.values(counts as Record<string, Record<string, number>>).map(one => {
      const { read = 0, ...others } = one;
      expect(Object.values(others).reduce((sum, count) => sum + count, 0)).to.equal(read);
      return one['leftOut'];
    });
  };

  it('are left out and taken again, refused ones aside, and the counts go on adding up', async () => {
    const { id } = await addImport(variedRows());
    const { post } = await apiAs('officer');
    const exclude = async (body: object) => (await post(`/imports/${id}/excluded`).send(body)).body;
    expect(await exclude({ filter: { noun: ['project'] }, isExcluded: true })).to.deep.equal({ rows: 3 });
    expect(await figuresOf(id)).to.deep.equal([3, 0, 0, 0]);
    expect(await exclude({ filter: {}, isExcluded: true })).to.deep.equal({ rows: 2 });
    expect(await exclude({ filter: {}, isExcluded: true })).to.deep.equal({ rows: 0 });
    expect(await figuresOf(id)).to.deep.equal([3, 1, 1, 0]);
    const page = await (await signedIn('officer')).get(`/imports/${id}`);
    expect(page.text).to.include('Every row that differs from the records is left out');
    const some = { filter: { q: 'grace', excluded: 'yes' }, isExcluded: false };
    expect(await exclude(some)).to.deep.equal({ rows: 1 });
    expect(await figuresOf(id)).to.deep.equal([2, 1, 1, 0]);
  });

  it('are more than one transaction takes, on whatever page', async () => {
    const { id } = await addImport(
      Array.from({ length: 2_500 }, (_none, at) => ({
        noun: 'project' as const,
        outcome: 'conflict' as const,
        conflicts: [
          {
            field: 'title',
            ours: `A ${at}`,
            theirs: `B ${at}`,
            decision: null,
            ...(at % 2 === 0 && { newer: 'theirs' as const }),
          },
        ],
      })),
    );
    const { get, post } = await apiAs('officer');
    const decided = await post(`/imports/${id}/decisions`).send({ rule: 'newer' });
    expect(decided.body).to.deep.equal({ decided: 2_500 });
    expect((await countOpen(id)).undecided).to.equal(0);
    const { body } = await get(`/imports/${id}/rows?page=2&pageSize=2`);
    expect(body.items.map((row: Row) => row.conflicts[0]?.decision)).to.deep.equal(['theirs', 'ours']);
    const all = await post(`/imports/${id}/excluded`).send({ filter: {}, isExcluded: true });
    expect(all.body).to.deep.equal({ rows: 2_500 });
    expect(await figuresOf(id)).to.deep.equal([2_500, 0, 0, 0]);
  });

  it('are chosen on pages alone, after one that says how many they are', async () => {
    const { id } = await addImport(variedRows());
    const form = await signedIn('officer');
    const rows = await form.get(`/imports/${id}/rows?noun=project`);
    const link = `/imports/${id}/excluded?noun=project&isExcluded=true`;
    expect(rows.text).to.include(link.replace('&', '&amp;')).and.include('Leave out all 3 rows that match');
    const asks = await form.get(link);
    expect(wordsOn(asks.text, 'h1')).to.deep.equal(['Leave out all 3 rows that match']);
    expect(valueOn(asks.text, 'filter')).to.equal('noun=project');
    const sent = {
      _version: valueOn(asks.text, '_version') ?? '',
      filter: 'noun=project',
      isExcluded: 'true',
      to: `/imports/${id}`,
    };
    expect((await form.post(`/imports/${id}/excluded`, sent)).status).to.equal(303);
    expect(await figuresOf(id)).to.deep.equal([3, 0, 0, 0]);
    // Somebody else decided something since the page was made.
    expect((await form.post(`/imports/${id}/excluded`, sent)).status).to.equal(409);
    const again = await form.get(`/imports/${id}/rows?excluded=yes`);
    expect(again.text).to.include('Take all 3 rows that match again');
  });

  it('are refused where the filter makes no sense, naming its key', async () => {
    const { id } = await addImport(variedRows());
    const { post } = await apiAs('officer');
    const fieldOf = async (body: object) => {
      const { status, body: answer } = await post(`/imports/${id}/excluded`).send(body);
      return [status, answer.errors[0]?.field];
    };
    expect(await fieldOf({ filter: { outcome: 'lost' }, isExcluded: true })).to.deep.equal([
      422,
      'filter.outcome',
    ]);
    expect(await fieldOf({ filter: 'all', isExcluded: true })).to.deep.equal([422, 'filter']);
    expect(await fieldOf({ filter: {}, rows: ['x'], isExcluded: true })).to.deep.equal([422, 'rows']);
    const form = await signedIn('officer');
    expect((await form.get(`/imports/${id}/excluded?isExcluded=maybe`)).status).to.equal(400);
    expect((await (await signedIn('reader')).get(`/imports/${id}/excluded?isExcluded=true`)).status).to.equal(
      403,
    );
  });
});

describe('POST /imports/:id/decisions', () => {
  useDatabase();

  const conflictsOf = async (id: string) => {
    const { get } = await apiAs('reader');
    const { body } = await get(`/imports/${id}/rows?outcome=conflict`);
    return (body.items as Row[]).flatMap(({ conflicts }) =>
      conflicts.map(({ field, decision }) => `${field} ${decision}`),
    );
  };

  it('decides all by a rule; newer takes ours where nobody knows', async () => {
    const { id } = await addImport(variedRows());
    const { post } = await apiAs('officer');
    expect(await countOpen(id)).to.include({ undecided: 2 });
    expect((await post(`/imports/${id}/decisions`).send({ rule: 'newer' })).body).to.deep.equal({
      decided: 2,
    });
    expect(await conflictsOf(id)).to.deep.equal(['acronym theirs', 'title ours']);
    await post(`/imports/${id}/decisions`).send({ rule: 'theirs' });
    expect(await conflictsOf(id)).to.deep.equal(['acronym theirs', 'title theirs']);
    expect((await post(`/imports/${id}/decisions`).send({ rule: 'dice' })).status).to.equal(422);
    expect((await post(`/imports/${id}/decisions`).send({})).status).to.equal(422);
  });

  it('decides one by one on the page, where both values stand side by side', async () => {
    const project = await addProject({ acronym: 'LOCARD' });
    const { id } = await addImport(variedRows(project.id));
    const { get, post } = await signedIn('officer');
    const { text } = await get(`/imports/${id}/rows?outcome=conflict`);
    const [name = ''] = attributesOn(text, '[name^="decision."][name$=".title"]', 'name');
    expect(text).to.include('What a person wrote').and.include('What the file states');
    expect((await post(`/imports/${id}/decisions`, { [name]: 'theirs' })).status).to.equal(303);
    expect(await conflictsOf(id)).to.deep.equal(['acronym null', 'title theirs']);
    expect((await post(`/imports/${id}/decisions`, { other: 'x' })).status).to.equal(422);
  });

  it('takes decisions one by one by API, and none of another import', async () => {
    const [one, other] = [await addImport(variedRows()), await addImport(variedRows())];
    const { get, post } = await apiAs('officer');
    const [row] = (await get(`/imports/${one.id}/rows?outcome=conflict`)).body.items as Row[];
    const decisions = [{ row: row!.id, field: 'acronym', decision: 'theirs' }];
    expect((await post(`/imports/${other.id}/decisions`).send({ decisions })).body).to.deep.equal({
      decided: 0,
    });
    expect((await post(`/imports/${one.id}/decisions`).send({ decisions })).body).to.deep.equal({
      decided: 1,
    });
    expect(await conflictsOf(one.id)).to.deep.equal(['acronym theirs', 'title null']);
    const odd = await post(`/imports/${one.id}/decisions`).send({ decisions: [{ row: 1 }] });
    expect(odd.status).to.equal(422);
  });
});
