import { expect } from 'chai';
import { calls } from '../../../models/calls/call.ts';
import { listRecords } from '../../../models/lists/list.ts';
import { projects } from '../../../models/projects/projects.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { useDatabase } from '../../support/database.ts';
import { addCall, addProgramme, addProject, now } from '../../support/factories.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { everything } from '../../support/readers.ts';

describe('an identifier', () => {
  useDatabase();

  it('is the same in any case, and another one with a zero more', async () => {
    const programme = (await addProgramme({ code: 'H2020' })).code;
    await addCall({ programme, identifier: 'SU-FCT02' });
    await addCall({ programme, identifier: 'SU-FCT2' });
    await addProject({ programme, grantAgreement: '0883341' });
    await addProject({ programme, grantAgreement: '883341' });
    const duplicate = await addCall({ programme, identifier: 'su-fct02' }).catch((error: unknown) => error);
    expect(duplicate).to.have.property('kind', 'invalid');
    const inLowerCase = await listRecords(
      visibleTo(projects, everything),
      parseListQuery(projects, { programme: 'h2020' }, now),
    );
    expect(inLowerCase.totalItems).to.equal(2);
    const other = await listRecords(
      visibleTo(calls, everything),
      parseListQuery(calls, { programme: 'H02020' }, now),
    );
    expect(other.totalItems).to.equal(0);
  });
});
