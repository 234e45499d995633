import { expect } from 'chai';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedError } from '../../../../models/values/errors.ts';
import { openSource } from '../../../../models/sources/files/openSource.ts';
import { sourceNames } from '../../../../models/sources/contract/incoming.ts';
import { findSource, recogniseSource } from '../../../../models/sources/register/register.ts';
import { grace, lead } from '../../../support/cordis.ts';
import {
  readAll,
  recordsTable,
  sourceFileOf,
  tableOf,
  valuesTable,
  workFolder,
} from '../../../support/sourceFile.ts';
import { zipOf, type Member } from '../../../support/zip.ts';

const sample = (name: string) =>
  JSON.parse(readFileSync(`test/models/sources/samples/${name}.json`, 'utf8')) as Record<string, string>;

describe('The format of a file', () => {
  for (const [kind, table, name] of [
    ['projects of CORDIS since 2022', recordsTable('data.csv', [grace]), 'cordis'],
    ['organisations of CORDIS since 2022', recordsTable('DATA', [lead]), 'cordis'],
    ['topics of CORDIS since 2022', tableOf('DATA', [['projectID', 'topic', 'title']]), 'cordis'],
    [
      'projects of CORDIS until 2021',
      recordsTable('p.csv', [sample('cordis-2021-shifted-row')]),
      'cordisOld',
    ],
    ['an answer of the portal', valuesTable('a.json', [sample('portal-search-languages')]), 'portal'],
    ['a list of DG HOME', recordsTable('Projects', [sample('dg-home-row')]), 'home'],
    [
      'a file of the fourth framework programme',
      recordsTable('fp4.csv', [sample('cordis-fp4-row')]),
      undefined,
    ],
    ['a list of callfolio', tableOf('any.csv', [['id', 'version', 'acronym', 'title']]), 'own'],
    ['any other table', tableOf('list.csv', [['Name', 'Amount']]), undefined],
  ] as const) {
    it(`is found for ${kind}`, async () => {
      const source = await recogniseSource(sourceFileOf([table], name === 'portal' ? 'json' : 'csv'));
      expect(source?.name).to.equal(name);
    });
  }

  for (const [name, source, counted] of [
    ['cordis-2021-shifted-row', 'cordisOld', { taken: 0, rejected: 1 }],
    ['portal-search-languages', 'portal', { taken: 2, rejected: 0 }],
    ['portal-search-page', 'portal', { taken: 4, rejected: 0 }],
    ['dg-home-row', 'home', { taken: 5, rejected: 0 }],
    ['cordis-fp4-row', undefined, null],
  ] as const) {
    it(`is found once the piece of a real file is opened: ${name}`, async () => {
      const file = await openSource(`test/models/sources/samples/${name}.json`, `${name}.json`);
      const found = await recogniseSource(file);
      expect(found?.name).to.equal(source);
      if (found) {
        const { read, rejected } = await readAll(found, file);
        expect({ taken: read.length - rejected.length, rejected: rejected.length }).to.deep.equal(counted);
      }
      await file.close();
    });
  }

  it('is found in a zip made on a Mac, without the shadow of each file', async () => {
    const shadow = Buffer.from([0, 5, 22, 7, 0, 2, 0, 0, 255, 254, 0, 1]);
    const table = { name: 'list.csv', content: 'No;Name\n1;First\n' };
    const folder = workFolder();
    const open = async (members: Member[]) => {
      writeFileSync(join(folder, 'mac.zip'), zipOf(members));
      return openSource(join(folder, 'mac.zip'), 'mac.zip');
    };
    try {
      const names = ['__MACOSX/._list.csv', '._list.csv', '__MACOSX/data/._other.json'];
      const file = await open([table, ...names.map(name => ({ name, content: shadow }))]);
      expect(file.tables.map(({ name }) => name)).to.deep.equal(['list.csv']);
      expect(file.ignored.map(({ name }) => name)).to.deep.equal(names);
      await file.close();
      // The same bytes under any other name are no table, and refused.
      const refused = await open([table, { name: 'other.csv', content: shadow }]).catch(
        (error: unknown) => error,
      );
      expect(refused).to.be.instanceOf(ExpectedError);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('can be named', () => {
    for (const name of sourceNames) expect(findSource(name).name).to.equal(name);
  });
});
