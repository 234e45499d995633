import { expect } from 'chai';
import iconv from 'iconv-lite';
import { signInAs, sizes, useBrowser, type Size } from '../support/browser.ts';
import { useDatabase } from '../support/database.ts';
import { addUser } from '../support/factories.ts';
import { addImport } from '../support/imports.ts';
import { listenTo, lookAt } from './look.ts';

const words = ['Łódź', 'bezpieczeństwo', 'część'];
const file = { name: 'list.csv', bytes: 92, digest: 'ab'.repeat(32), container: null, encoding: null };

describe('The choice of an encoding', () => {
  useDatabase();
  useBrowser();

  it('fits the screen and everybody, where it is asked for and where columns are named', async () => {
    const officer = await addUser('officer');
    const sample = iconv.encode(words.join(' '), 'windows-1250').toString('hex');
    const shown = words.map(word => `“${iconv.decode(iconv.encode(word, 'windows-1250'), 'windows-1252')}”`);
    const asked = await addImport([], {
      state: 'failed',
      source: null,
      file,
      failure: {
        key: 'importFile.encodingInDoubt',
        values: { member: 'list.csv', words: shown.join(', '), sample },
      },
    });
    const mapped = await addImport([], {
      state: 'queued',
      needsMapping: true,
      source: null,
      file: { ...file, container: 'csv', encoding: 'windows-1252' },
      preview: [{ table: 'list.csv', columns: ['No', 'Name'], rows: [['1', '£ódŸ']] }],
    });
    const found: string[] = [];
    for (const language of ['en', 'nl'] as const)
      for (const size of Object.keys(sizes) as Size[]) {
        const page = await signInAs(officer, { size, language });
        const heard = listenTo(page, new URL(page.url()).host);
        for (const path of [`/imports/${asked.id}`, `/imports/${mapped.id}/mapping`]) {
          await page.goto(path);
          found.push(
            ...(await lookAt(page, language, heard)).map(one => `${language} ${size} ${path}: ${one}`),
          );
          expect(await page.locator('#encoding option').count()).to.be.above(30);
        }
        await page.context().close();
      }
    expect(found).to.deep.equal([]);
  });
});
