import { expect } from 'chai';
import { isSelected } from '../../../../models/imports/check/selection.ts';
import type { Selection } from '../../../../models/sources/contract/incoming.ts';
import { apply, check, projectOf, usual } from '../../../support/cordisImport.ts';
import { grace, lead, locard } from '../../../support/cordis.ts';
import { useDatabase } from '../../../support/database.ts';
import { addProgramme } from '../../../support/factories.ts';
import { usualSettings } from '../../../support/imports.ts';

const none: Selection = usualSettings.selection;
const link = (identifier: string) => ({ id: '', identifier });

const isTaken = (over: Partial<Selection>, values: Readonly<Record<string, unknown>>): boolean =>
  isSelected({ noun: 'project', values }, { ...none, ...over });

describe('What is taken of a file', () => {
  it('is chosen by a country in either spelling', () => {
    const found = { participants: [{ country: 'GR' }, { country: 'GB' }] };
    for (const country of ['GR', 'EL', 'el', 'GB', 'UK', ' uk '])
      expect(isTaken({ countries: [country] }, found), country).to.equal(true);
    for (const country of ['NL', 'NA', 'Greece'])
      expect(isTaken({ countries: [country] }, found), country).to.equal(false);
  });

  it('is chosen by a topic or a call, also where a project names what is both as its call', () => {
    const found = { topic: link('SU-FCT02-2018'), call: link('H2020-SU-SEC-2018') };
    for (const topic of ['su-fct02-2018', 'h2020-su-sec-2018'])
      expect(isTaken({ topics: [topic] }, found), topic).to.equal(true);
    expect(isTaken({ topics: ['SU-FCT01-2018'] }, found)).to.equal(false);
    expect(isTaken({ topics: ['ISFP-2017-AG-CYBER'] }, { call: link('ISFP-2017-AG-CYBER') })).to.equal(true);
  });

  describe('of CORDIS', () => {
    useDatabase();
    beforeEach(() => addProgramme({ code: 'H2020' }));

    it('is what has a participant in EL', async () => {
      const checked = await check(usual, { selection: { ...none, countries: ['EL'] } });
      expect(checked.counts.project.read).to.equal(1);
    });

    it('comes into scope by its call as well as by its topic', async () => {
      const tables = { project: [grace, locard], organization: [lead] };
      const scopeRule = { scope: 'in', topics: ['h2020-su-sec-2018'] } as const;
      await apply(await check(tables, { scopeRule }));
      expect(await projectOf('832735')).to.include({ scope: 'in' });
      expect(await projectOf('883341')).to.include({ scope: 'candidate' });
    });
  });
});
