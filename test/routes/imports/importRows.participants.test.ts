import { expect } from 'chai';
import express, { type Express } from 'express';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import { streamImportRows, parseRowQuery } from '../../../models/imports/rows/importRows.ts';
import { getImport } from '../../../models/imports/imports.ts';
import { can, roles, type Role } from '../../../models/record/permissions.ts';
import { importRowToJson } from '../../../views/imports/json.ts';
import { translator } from '../../../views/locales/index.ts';
import { writeBook } from '../../../views/workbooks/book.ts';
import { importReportBook } from '../../../views/workbooks/importReport.ts';
import { apiAs, signedInAs } from '../../support/app.ts';
import { grace, lead, partner, type Row } from '../../support/cordis.ts';
import { semicolonCsv, zipOf } from '../../support/cordisZip.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme, addProject, now } from '../../support/factories.ts';
import { runJobsNow } from '../../support/jobs.ts';
import { partsOf } from '../../views/workbooks/parts.ts';

/** Of one organisation: withheld in GRACE, open in another project, and once called otherwise. */
const secret = { name: 'Agency of Secrets', pic: '999888777', country: 'NL' };
const telling = /agency of secrets|999888777/i;

/** As JSON, CSV and pages come; an .xlsx with all its parts, as somebody with an unzip finds them. */
function textOf({ body, text, type }: supertest.Response): string {
  if (!Buffer.isBuffer(body)) return text;
  return type.includes('spreadsheet') ? [...partsOf(body).values()].join('\n') : body.toString('utf8');
}

type Get = (path: string) => supertest.Test;

/** Which of these addresses answer with the name or the PIC; each must answer. */
async function tellingAmong(get: Get, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const answer = await get(path).responseType('blob');
    expect(answer.status, path).to.equal(200);
    // What was asked for stands in a page's own links.
    if (telling.test(textOf(answer).replaceAll(/q(=|%3D)999888777/g, ''))) found.push(path);
  }
  return found;
}

/** Every line about an import that answers with something of it. */
const answersOf = (id: string) => {
  const rows = [
    '',
    '?noun=organisation',
    '?outcome=rejected',
    '?severity=warning',
    '?q=agency',
    '?q=999888777',
  ];
  const some = (path: string) => rows.map(query => `${path}${query}`);
  const path = `/imports/${id}/rows`;
  return {
    seen: ['/imports', `/imports/${id}`, ...some(path)],
    files: [...some(`${path}.csv`), `${path}.xlsx`, `${path}.xlsx?q=999888777`],
  };
};

const takesPart = (over: Row): Row => ({
  ...partner,
  organisationID: secret.pic,
  name: secret.name.toUpperCase(),
  country: secret.country,
  ...over,
});

/** A file of CORDIS: of GRACE, of a project that it does not have, and with a value that is wrong. */
const cordisFile = () =>
  zipOf({
    'csv/project.csv': semicolonCsv([grace]),
    'csv/organization.csv': semicolonCsv([
      lead,
      takesPart({ projectID: grace.id }),
      takesPart({ projectID: '888310655', projectAcronym: 'NONE' }),
      takesPart({ projectID: grace.id, order: '3', ecContribution: 'much' }),
    ]),
  });

/** A table that no source writes: with a mapping, and without. */
const tableFile = () =>
  Buffer.from(`No;Title;Partner;PIC\n${grace.id};GRACE;${secret.name};${secret.pic}\nX;;${secret.name};1\n`);
const mapping = {
  noun: 'project',
  columns: {
    No: 'grantAgreement',
    Title: 'title',
    Partner: 'participants.name',
    PIC: 'participants.pic',
  },
  fixed: { programme: 'H2020' },
};

describe('An import whose file names who takes part', () => {
  useDatabase();

  beforeEach('withhold an organisation in one project of two', async () => {
    await addProgramme({ code: 'H2020' });
    const at = { programme: 'H2020', participants: [{ ...secret, isWithheld: true }] };
    await addProject({ ...at, grantAgreement: grace.id, acronym: 'GRACE', title: grace.title });
    const open = { programme: 'H2020', grantAgreement: '1', title: 'Open', participants: [secret] };
    await addProject(open);
  });

  async function addImports(): Promise<string[]> {
    const { post } = await apiAs('officer');
    const sent = [
      await post('/imports').attach('file', cordisFile(), 'cordis.zip'),
      await post('/imports').attach('file', tableFile(), 'list.csv'),
      await post('/imports').attach('file', tableFile(), 'unknown.csv'),
    ];
    await runJobsNow();
    sent.push(await post(`/imports/${sent[1]?.body.id}/mapping`).send(mapping));
    expect(sent.map(({ status }) => status)).to.deep.equal([202, 202, 202, 202]);
    await runJobsNow();
    return sent.slice(0, 3).map(({ body }) => (body as { id: string }).id);
  }

  it('tells nobody without the right who is withheld in one of them, and no file tells anybody', async () => {
    const ids = await addImports();
    for (const role of Object.keys(roles) as Role[]) {
      const api = await apiAs(role);
      const page = await signedInAs(api.user);
      const mayRead = can(role, 'withheld:read');
      for (const id of ids) {
        const { seen, files } = answersOf(id);
        for (const get of [api.get, page.get]) {
          expect(await tellingAmong(get, files), `files for ${role}`).to.deep.equal([]);
          if (!mayRead) expect(await tellingAmong(get, seen), `shown to ${role}`).to.deep.equal([]);
        }
      }
      // Whoever holds the right sees the file: otherwise nobody could say what it holds.
      if (mayRead) expect(await tellingAmong(page.get, [`/imports/${ids[0]}`])).to.have.length(1);
    }
  });

  it('is counted for whoever sees no rows, with the reason, on pages, by API and in files', async () => {
    const [id = ''] = await addImports();
    const api = await apiAs('evaluator');
    const page = await signedInAs(api.user);
    const why = 'names participants';
    const { body } = await api.get(`/imports/${id}/rows?pageSize=2`);
    expect(body).to.deep.include({ items: [], isWithheld: true });
    const { counts } = (await api.get(`/imports/${id}`)).body;
    const { paginationInfo } = body as { paginationInfo: { totalItems: number } };
    const read = ['projects', 'calls', 'organisations', 'details'].map(key => counts[key].read as number);
    expect(paginationInfo.totalItems)
      .to.equal(read.reduce((sum, one) => sum + one, 0))
      .and.be.above(2);
    for (const path of [`/imports/${id}`, `/imports/${id}/rows`])
      expect((await page.get(path)).text, path).to.include(why);
    expect((await page.get(`/imports/${id}/rows.csv`)).text)
      .to.include(why)
      .and.include('Projects');
    const { body: xlsx } = await page.get(`/imports/${id}/rows.xlsx`).responseType('blob');
    expect([...partsOf(xlsx as Buffer).values()].join('')).to.include(why);
    const dutch = (await (await signedInAs(api.user, 'nl')).get(`/imports/${id}`)).text;
    expect(dutch).to.include('noemt deelnemers');
  });

  it('is mapped, decided and left out by roles only that hold the right', () => {
    for (const role of Object.keys(roles) as Role[])
      if (can(role, 'import:run')) expect(can(role, 'withheld:read'), role).to.equal(true);
  });

  describe('and that nobody masks', () => {
    /** An unguarded twin: the same import, as it is stored. */
    async function unmasked(id: string): Promise<Express> {
      const found = await getImport(id);
      const format = { language: 'en', locale: 'en-GB' } as const;
      const t = translator('en');
      const rows = () => streamImportRows(id, parseRowQuery({}));
      const items: unknown[] = [];
      for await (const row of rows()) items.push(importRowToJson(row, t));
      const more = { totalItems: items.length, link: '', madeBy: '', now, readAt: now, isWithheld: false };
      const book = await writeBook(importReportBook({ found, rows: rows(), format, ...more }));
      const app = express();
      app.get('/preview', (_request, response) => void response.json(found.preview));
      app.get('/rows', (_request, response) => void response.json(items));
      app.get('/rows.xlsx', (_request, response) => {
        response.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(book);
      });
      return app;
    }

    it('is found telling by the same detector', async () => {
      const [id = ''] = await addImports();
      const server = (await unmasked(id)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      try {
        const twin = supertest(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
        const paths = ['/preview', '/rows', '/rows.xlsx'];
        expect(await tellingAmong(path => twin.get(path), paths)).to.deep.equal(paths);
      } finally {
        server.close();
      }
    });
  });
});
