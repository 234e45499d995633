import { expect } from 'chai';
import { calls } from '../../../../models/calls/call.ts';
import type { Field, Fields } from '../../../../models/record/fields.ts';
import { findAllRecords } from '../../../../models/lists/list.ts';
import type { KeptRecord, Noun } from '../../../../models/record/noun.ts';
import { organisations } from '../../../../models/organisations/organisation.ts';
import { programmes } from '../../../../models/programmes/programme.ts';
import { projects } from '../../../../models/projects/projects.ts';
import { parseListQuery } from '../../../support/listQuery.ts';
import { ownSource } from '../../../../models/sources/callfolioFile/callfolioFile.ts';
import type { SourceFile } from '../../../../models/sources/contract/table.ts';
import { useDatabase } from '../../../support/database.ts';
import { addProgramme, addProject, now } from '../../../support/factories.ts';
import { notKept } from '../../../support/sourceFile.ts';
import {
  csvFile,
  exportsOf,
  jsonFile,
  participantsOf,
  readOwn,
  sheetsOf,
  workbookOf,
} from '../../../support/ownFiles.ts';
import { addOneOfEverything } from '../../../support/ownRecords.ts';
import { misfitsOf } from '../../../support/sourceFile.ts';
import { openly, visibleTo } from '../../../../models/record/visibleTo.ts';

const all = [organisations, calls, projects] as unknown as Noun[];

/** A value as a file of ours can give it: links by what they say. */
function plain(field: Field, value: unknown): unknown {
  if (field.kind === 'reference') return (value as { identifier: string } | null)?.identifier ?? null;
  if (field.items)
    return (value as Record<string, unknown>[])
      .filter(item => !(item['isWithheld'] === true && item['name'] === ''))
      .map(item => plainRecord(field.items ?? {}, item));
  return value ?? null;
}
const plainRecord = (fields: Fields, values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, plain(field, values[key])]));

async function expectWhole(noun: Noun, file: SourceFile, what: string): Promise<void> {
  const query = parseListQuery(noun, {}, now);
  const records = (await findAllRecords(visibleTo(noun, openly), query)) as KeptRecord[];
  expect(await ownSource.recognises(file), what).to.equal(true);
  const { own, rejected } = await readOwn(file);
  expect(rejected, what).to.deep.equal([]);
  expect(
    own.map(one => one.own),
    what,
  ).to.deep.equal(records.map(({ id, version }) => ({ id, version })));
  own.forEach((one, at) => {
    expect(one.noun, what).to.equal(noun.name);
    expect(plainRecord(noun.fields, one.values), what).to.deep.equal(
      plainRecord(noun.fields, records[at] as unknown as Record<string, unknown>),
    );
    expect(one.warnings, what).to.deep.equal([]);
    expect(misfitsOf(one), what).to.deep.equal([]);
  });
}

describe('A file that callfolio exported', () => {
  useDatabase();

  for (const noun of all) {
    it(`comes back whole in every format: ${noun.path}`, async () => {
      await addOneOfEverything();
      const files = exportsOf(noun);
      await expectWhole(noun, jsonFile(await files.json()), 'json');
      await expectWhole(noun, csvFile(await files.csv()), 'csv');
      for (const language of ['en', 'nl'] as const) {
        await expectWhole(
          noun,
          csvFile(await files.csv(language), language === 'nl' ? ';' : ','),
          `csv ${language}`,
        );
        await expectWhole(noun, workbookOf(await sheetsOf(await files.xlsx(language))), `xlsx ${language}`);
      }
    });
  }

  it('comes back with the columns that were chosen, and states nothing else', async () => {
    await addOneOfEverything();
    const url = { columns: ['title', 'phase', 'euContribution', 'supports'] };
    const query = parseListQuery(projects, url, now);
    const [record] = await findAllRecords(visibleTo(projects, openly), query);
    const files = exportsOf(projects, url);
    for (const file of [
      csvFile(await files.csv()),
      csvFile(await files.csv('nl'), ';'),
      workbookOf(await sheetsOf(await files.xlsx())),
    ]) {
      expect(await ownSource.recognises(file)).to.equal(true);
      const { own, rejected } = await readOwn(file);
      expect(rejected).to.deep.equal([]);
      expect(own[0]?.own).to.deep.equal({ id: record?.id, version: record?.version });
      expect(Object.keys(own[0]?.values ?? {})).to.deep.equal(['title', 'euContribution']);
    }
  });

  it('names what it calculates, and what it does not know, as not read', async () => {
    await addProject();
    const sheets = await sheetsOf(await exportsOf(projects).xlsx());
    const [head = [], ...rows] = sheets['Projects'] ?? [];
    const file = workbookOf({
      ...sheets,
      Projects: [[...head, 'My remarks'], ...rows.map(row => [...row, 'x'])],
      'Pivot of mine': [['a'], ['1']],
    });
    const unused = ownSource.unused(file, notKept);
    expect(unused).to.deep.include({ table: 'Projects', column: 'My remarks' });
    expect(unused).to.deep.include({ table: 'Pivot of mine', column: null });
    const calculated = unused.filter(({ why }) => why === 'calculated').map(({ column }) => column);
    expect(calculated).to.deep.equal(['Initiative', 'Phase', 'Warnings', 'Coordinator']);
    expect(unused).to.have.length(6);
  });

  it('is not told from a list of users or programmes, or from CORDIS, by its id alone', async () => {
    await addProgramme();
    const own = exportsOf(programmes);
    expect(await ownSource.recognises(csvFile(await own.csv()))).to.equal(false);
    expect(await ownSource.recognises(jsonFile(await own.json()))).to.equal(false);
    expect(await ownSource.recognises(workbookOf(await sheetsOf(await own.xlsx())))).to.equal(false);
    const cordis = csvFile('id;acronym;status;title;startDate\n1;A;SIGNED;T;2020-01-01\n', ';');
    expect(await ownSource.recognises(cordis)).to.equal(false);
  });

  it('leaves the withheld out, and never states that they left', async () => {
    const { withheld } = await addOneOfEverything();
    const files = exportsOf(projects);
    for (const file of [
      jsonFile(await files.json()),
      csvFile(await files.csv()),
      workbookOf(await sheetsOf(await files.xlsx('nl'))),
    ]) {
      const { own } = await readOwn(file);
      const found = own.find(one => one.own?.id === withheld.id);
      const names = participantsOf(found).map(({ name }) => name);
      expect(names).to.deep.equal(['Shown']);
      expect(found?.incomplete ?? []).to.not.include('participants');
    }
  });
});
