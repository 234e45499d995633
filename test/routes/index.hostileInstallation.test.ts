import { expect } from 'chai';
import { projects } from '../../models/projects/projects.ts';
import { saveMapping } from '../../models/imports/check/savedMapping.ts';
import { inviteUser } from '../../models/accounts/invitation.ts';
import { makeToken } from '../../models/accounts/token.ts';
import { signInRoutes } from '../../routes/accounts/signIn.tsx';
import { siteMap } from '../../routes/index.ts';
import { signedInAs, visitor } from '../support/app.ts';
import { emptyDatabase, useDatabase } from '../support/database.ts';
import {
  addCall,
  addOrganisation,
  addProgramme,
  addProject,
  addStrategy,
  addUser,
  changeAt,
  edit,
  now,
} from '../support/factories.ts';
import { formFieldsOn } from '../support/forms.ts';
import { findMarkup, harmlessLike, hostileTexts, skeletonOf } from '../support/hostile.ts';
import { addImport, previewed, variedRows } from '../support/imports.ts';
import { filledPath } from '../support/filledPath.ts';
import { sendTooLate } from '../support/unsentForm.ts';

const script = { access: 'full', endsOn: null } as const;

/** A file whose name, cells, columns and report say nothing else, and a mapping saved for the next of its kind. */
async function importOf(text: string, recordId: string): Promise<string> {
  const where = { table: text, row: 2 };
  const problem = {
    where,
    column: text,
    value: text,
    problem: { key: 'problems.day.base', values: { label: text } },
  };
  const rows = variedRows(recordId).map(row => ({
    ...row,
    name: text,
    where,
    changes: (row.changes ?? []).map(one => ({ ...one, field: 'title', before: text, after: `${text}.` })),
    conflicts: (row.conflicts ?? []).map(one => ({ ...one, ours: text, theirs: `${text}.` })),
    problems: (row.problems ?? []).map(() => problem),
    warnings: (row.warnings ?? []).map(() => problem),
  }));
  const { id } = await addImport(rows, {
    ...previewed,
    file: { name: text, bytes: 1, digest: 'ab'.repeat(32), container: 'zip', encoding: 'utf-8' },
    preview: [{ table: text, columns: [text, 'b'], rows: [[text, text]] }],
    unused: [{ table: text, column: text }],
    ignored: [{ name: text, why: { key: 'importFile.otherMember' } }],
    createdBy: { id: 'x', name: text },
  });
  const mapping = {
    noun: 'project',
    columns: { [text]: 'title' },
    fixed: {},
    decimal: null,
    dayOrder: 'dayFirst',
  } as const;
  await saveMapping(text, mapping, [text, 'b'], { id: 'x', name: text }, now);
  return id;
}

/** An installation with a record of each kind, linked with each other, in which every text is this one. */
async function installation(text: string) {
  const person = await addUser('administrator', { name: text });
  const by = changeAt(now, { by: { id: person.id, name: text }, reason: text });
  await makeToken(person, { name: text, ...script }, now);
  const several = { titleEn: text, titleNl: text };
  await addStrategy(
    {
      ...several,
      reference: text,
      parts: [{ code: 'A', ...several }],
      initiatives: [{ number: 1, part: 'A', ...several, note: text }],
      keyActions: [{ code: '1.1', textEn: text, textNl: text, words: text }],
      milestones: [{ name: text, initiative: 1, precision: 'none', words: text }],
      passages: [{ what: text, initiative: 1, instrument: text, words: text, line: 1 }],
      discrepancies: [{ code: '1', what: text, sources: [text] }],
    },
    by,
  );
  const programme = await addProgramme({ label: text, name: text }, by);
  const organisation = await addOrganisation({ name: text, country: 'NL' }, by);
  const stated = ['a', 'b'].map(value => ({
    field: text,
    value: `${text}${value}`,
    source: text,
    confidence: 'verified',
    note: text,
  }));
  const support = {
    initiative: 'S-1.1',
    significance: 'principal',
    justification: text,
    source: text,
    keyAction: '1.1',
  };
  const [call, topic] = [
    await addCall(
      {
        programme: programme.code,
        title: text,
        supports: [support],
        rounds: [{ deadlines: [{ at: '2099-06-15T17:00:00+02:00' }] }],
      },
      by,
    ),
    await addCall({ programme: programme.code, kind: 'topic', title: text }, by),
  ];
  const project = await addProject(
    {
      programme: programme.code,
      acronym: text,
      title: text,
      call: call.id,
      topic: topic.id,
      objective: text,
      tags: [text],
      keywords: [text],
      note: text,
      officer: person.id,
      participants: [
        { organisation: organisation.id, name: text, country: 'NL', role: 'coordinator', note: text },
      ],
      supports: [support],
      amendments: [{ number: text, field: 'other', before: text, after: text, reason: text, source: text }],
      statements: stated,
    },
    by,
  );
  await edit(projects, project, { note: `${text} again` }, by);
  const ids = {
    projects: project.id,
    calls: call.id,
    programmes: programme.code,
    organisations: organisation.id,
    strategies: 'S-1',
    users: person.id,
    imports: await importOf(text, project.id),
  };
  const unsent = await sendTooLate(person, project.id, text);
  return { person, ids: { ...ids, unsent } as Readonly<Record<string, string>> };
}

/** Every page there is, by its address in the site map; every file is made as well. */
async function pagesOf(text: string): Promise<Readonly<Record<string, string>>> {
  const { person, ids } = await installation(text);
  const { get, post } = await signedInAs(person);
  for (const route of siteMap) {
    const { media = [] } = route;
    const address = filledPath(route, ids);
    for (const suffix of (['xlsx', 'csv'] as const).filter(one => media.includes(one)))
      expect((await get(`${address}.${suffix}`)).status, `${address}.${suffix}`).to.equal(200);
  }
  const found: Record<string, string> = {};
  for (const route of siteMap.filter(one => !signInRoutes.includes(one))) {
    const { method, path, media = ['page'] } = route;
    if (method !== 'GET' || !media.includes('page') || path.includes(':outcome')) continue;
    const address = filledPath(route, ids);
    const { status, text: html } = await get(address);
    expect(status, `${address} with ${text}`).to.equal(200);
    found[path] = html;
  }
  const link = await inviteUser(person.id, changeAt(new Date()));
  const nobody = await visitor();
  for (const { path } of signInRoutes.filter(({ method }) => method === 'GET')) {
    const { status, text: html } = await nobody.get(path.replace(':token', link));
    expect(status, `${path} with ${text}`).to.equal(200);
    found[path] = html;
  }
  // What is asked before many records are changed, and an editor of links that is saved untouched.
  const deed = { action: 'archive', record: `${ids['projects'] ?? ''}.2`, query: `q=${text}`, reason: text };
  found['review'] = (await post('/projects/bulk/review', deed)).text;
  const editor = `/projects/${ids['projects'] ?? ''}/supports`;
  const untouched = formFieldsOn(found['/projects/:id/supports'] ?? '', 'supports-form');
  expect((await post(editor, untouched)).status, editor).to.equal(303);
  const { body } = await get(`/projects/${ids['projects'] ?? ''}.json`);
  expect(body.version, 'links saved untouched').to.equal(2);
  const conflict = { ...formFieldsOn(found['/projects/:id/edit'] ?? ''), _version: '1', note: text };
  found['conflict'] = (await post(`/projects/${ids['projects'] ?? ''}`, conflict)).text;
  return found;
}

/** The elements of a page but for what a choice offers, which may be in another order. */
const shapeOf = (html: string) => skeletonOf(html).filter(one => !/^\/?option\b/.test(one));

describe('An installation in which every text looks like something else', () => {
  useDatabase();

  for (const text of hostileTexts.filter(one => !one.includes(';'))) {
    it(`has the elements that it has without: ${text}`, async () => {
      const hostile = await pagesOf(text);
      await emptyDatabase();
      const harmless = await pagesOf(harmlessLike(text));
      const saying = Object.values(harmless).filter(html => html.includes(harmlessLike(text)));
      expect(saying.length).to.be.greaterThan(40);
      for (const [page, html] of Object.entries(hostile)) {
        expect(findMarkup(html), page).to.deep.equal([]);
        expect(shapeOf(html), page).to.deep.equal(shapeOf(harmless[page] ?? ''));
      }
    });
  }
});
