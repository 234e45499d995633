import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { apiAs } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { askFor } from '../support/imports.ts';
import { addProgramme } from '../support/factories.ts';
import { runJobsNow } from '../support/jobs.ts';

describe('An answer of the Funding & Tenders Portal', () => {
  useDatabase();

  for (const name of ['portal-search-page.json', 'portal-search-languages.json']) {
    it(`brings topics together with the calls they are part of, at the first go: ${name}`, async () => {
      await addProgramme({ code: 'HORIZON' });
      const { get, post } = await apiAs('officer');
      const file = readFileSync(`test/models/sources/samples/${name}`);
      const { body } = await post('/imports').attach('file', file, name);
      await runJobsNow();
      const checked = (await get(`/imports/${body.id}`)).body.counts.calls;
      await askFor({ get, post }, body.id, 'apply');
      await runJobsNow();
      const { state, counts } = (await get(`/imports/${body.id}`)).body;
      expect({ state, counts: counts.calls }).to.deep.equal({ state: 'applied', counts: checked });
      expect(checked).to.include({ rejected: 0 });
      const { items } = (await get('/calls?kind=topic&pageSize=100')).body;
      expect(items.length).to.be.greaterThan(0);
      for (const { parent, rounds } of items) expect(parent ?? rounds[0].call).to.have.property('id');
      await askFor({ get, post }, body.id, 'undo');
      await runJobsNow();
      expect((await get('/calls')).body.paginationInfo.totalItems).to.equal(0);
    });
  }
});
