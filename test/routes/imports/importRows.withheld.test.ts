import { expect } from 'chai';
import exceljs from 'exceljs';
import type { SourceName } from '../../../models/sources/contract/incoming.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, now } from '../../support/factories.ts';
import { addImport, variedRows } from '../../support/imports.ts';

describe('GET /imports/:id/rows about withheld participants', () => {
  useDatabase();

  it('shows withheld participants to nobody without the right, and in no file', async () => {
    const participants = [
      { name: 'Open Institute', isWithheld: false, euContribution: null },
      { name: 'Secret Police', isWithheld: true, euContribution: 100 },
    ];
    const changes = [{ field: 'participants', before: participants, after: participants }];
    const { id } = await addImport([{ noun: 'project', outcome: 'changed', changes }]);
    const holder = await apiAs('officer');
    expect((await holder.get(`/imports/${id}/rows`)).text).to.include('Secret Police');
    expect((await holder.get(`/imports/${id}/rows.csv`)).text)
      .to.include('Open Institute')
      .and.not.include('Secret Police');
    const { body } = await (await apiAs('evaluator')).get(`/imports/${id}/rows`);
    expect(body).to.deep.include({ items: [], isWithheld: true });
    expect(body.paginationInfo.totalItems).to.equal(1);
    const page = await (await signedIn('evaluator')).get(`/imports/${id}/rows`);
    expect(page.text).to.include('names participants').and.not.include('Secret Police');
  });

  it('leads nobody to rows that are not shown', async () => {
    const rows = variedRows();
    const refused = rows.filter(({ outcome }) => outcome === 'rejected');
    const imports = [
      await addImport(rows),
      await addImport(refused),
      await addImport([...refused, ...refused, { noun: 'project', outcome: 'created' }]),
      await addImport(rows, { state: 'applied', appliedAt: now }),
    ];
    const leading: Record<string, boolean[]> = {};
    for (const role of ['evaluator', 'officer'] as const) {
      const { get } = await signedIn(role);
      leading[role] = [];
      for (const { id } of imports)
        leading[role].push((await get(`/imports/${id}`)).text.includes(`href="/imports/${id}/rows`));
    }
    // The same pages do lead there who sees them.
    expect(leading).to.deep.equal({
      evaluator: [false, false, false, false],
      officer: [true, true, true, true],
    });
  });

  it('hides one that is withheld since, also in the report of an earlier import', async () => {
    const participants = [{ name: 'Secret Police', isWithheld: true }, { name: 'Open Institute' }];
    const project = await addProject({ participants });
    const before = [{ name: 'SECRET POLICE', isWithheld: false, organisation: null, pic: null }];
    const changes = [{ field: 'participants', before, after: before }];
    const { id } = await addImport([{ noun: 'project', outcome: 'changed', recordId: project.id, changes }]);
    const { text } = await (await apiAs('officer')).get(`/imports/${id}/rows.csv`);
    expect(text).to.include('articipant').and.not.include('SECRET');
  });
});

describe('GET /imports/:id/rows about withheld organisations', () => {
  useDatabase();

  /** One known only from a withheld participation: named by rows of organisations and by a value of a project's row. */
  async function addImportNamingOne(source: SourceName = 'cordis') {
    const participants = [{ name: 'Secret Police', pic: '999888777', isWithheld: true }];
    const project = await addProject({ participants });
    const [recordId = null] = project.participants.map(({ organisation }) => organisation?.id ?? null);
    const where = { table: 'organization.csv', row: 9 };
    const said = (value: string) => [
      { where, column: 'name', value, problem: { key: 'problems.any.invalid', values: { label: value } } },
    ];
    const name = 'SECRET  POLICE';
    const changes = [{ field: 'city', before: null, after: 'Hidden City' }];
    const conflicts = [{ field: 'website', ours: null, theirs: 'https://secret.test/', decision: null }];
    return addImport(
      [
        { noun: 'organisation', outcome: 'conflict', name, recordId, changes, conflicts },
        { noun: 'organisation', outcome: 'rejected', name, problems: said('999888777') },
        { noun: 'organisation', outcome: 'created', name: 'Open Institute' },
        {
          noun: 'project',
          outcome: 'rejected',
          name: 'LOCARD',
          problems: said('Open; Secret Police; Other'),
        },
        { noun: 'project', outcome: 'created', name: 'GRACE' },
      ],
      {
        source,
        preview: [
          {
            table: where.table,
            columns: ['name', 'city'],
            rows: [
              ['Secret Police', 'Hidden City'],
              ['Open Institute', 'Shown City'],
            ],
          },
        ],
      },
    );
  }
  const telling = /secret|999888777|hidden city/i;

  it('keeps the rows and counts, and says nothing of who it is without the right, nor in any file', async () => {
    const { id } = await addImportNamingOne('portal');
    const path = `/imports/${id}/rows`;
    const holder = await apiAs('officer');
    expect((await holder.get(path)).text)
      .to.include('SECRET')
      .and.include('Hidden City');
    const other = await apiAs('evaluator');
    const { body, text } = await other.get(path);
    expect(text).not.to.match(telling);
    expect(body.items).to.have.lengthOf(5);
    expect(body.items[0]).to.deep.include({
      name: null,
      recordId: null,
      outcome: 'conflict',
      isWithheld: true,
      changes: [],
      conflicts: [],
    });
    expect(body.items[2]).to.deep.include({ name: 'Open Institute', isWithheld: false });
    const reader = await signedIn('evaluator');
    const page = (await reader.get(path)).text;
    expect(page).to.include('Open Institute').and.include('Withheld organisation').and.not.match(telling);
    for (const { get } of [holder, other]) {
      const csv = (await get(`${path}.csv`)).text;
      expect(csv).to.include('Open Institute').and.include('Withheld organisation').and.not.match(telling);
      const xlsx = await get(`${path}.xlsx`).responseType('blob');
      const book = new exceljs.Workbook();
      await book.xlsx.load(xlsx.body as never);
      const cells = JSON.stringify(book.worksheets.map(sheet => sheet.getSheetValues()));
      expect(cells).to.include('Open Institute').and.include('Withheld organisation').and.not.match(telling);
    }
  });

  it('shows rows of the file that name one in no preview without the right', async () => {
    const { id } = await addImportNamingOne('portal');
    const shown = async (role: 'officer' | 'evaluator') =>
      (await (await signedIn(role)).get(`/imports/${id}`)).text;
    expect(await shown('officer'))
      .to.include('Hidden City')
      .and.include('Shown City');
    expect(await shown('evaluator'))
      .to.include('Shown City')
      .and.not.match(telling);
  });

  it('finds none of them by text, so that a search does not tell; by the kind they stay listed', async () => {
    const { id } = await addImportNamingOne('portal');
    for (const role of ['officer', 'evaluator'] as const) {
      const { get } = await apiAs(role);
      const found = async (query: string) => (await get(`/imports/${id}/rows?${query}`)).body.items.length;
      expect(await found('q=secret')).to.equal(0);
      expect(await found('q=9998')).to.equal(0);
      expect(await found('q=open')).to.equal(1);
      expect(await found('noun=organisation')).to.equal(3);
    }
  });
});
