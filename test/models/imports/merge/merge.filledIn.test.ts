import { expect } from 'chai';
import type { Import } from '../../../../models/imports/import.ts';
import { projects } from '../../../../models/projects/projects.ts';
import { cordisOld } from '../../../../models/sources/cordis/cordisOld.ts';
import { grace, lead, partner } from '../../../support/cordis.ts';
import { apply, check, checkOf, projectOf } from '../../../support/cordisImport.ts';
import { useDatabase } from '../../../support/database.ts';
import { addProgramme, edit } from '../../../support/factories.ts';
import { recordsTable, sourceFileOf } from '../../../support/sourceFile.ts';

const columns =
  'rcn;id;acronym;status;programme;topics;frameworkProgramme;title;startDate;endDate;projectUrl;objective;totalCost;' +
  'ecMaxContribution;call;fundingScheme;coordinator;coordinatorCountry;participants;participantCountries;subjects';

/** The same project as the table of before 2022 prints it. */
const old = Object.fromEntries(columns.split(';').map(column => [column, ''])) as Record<string, string>;
Object.assign(old, {
  ...Object.fromEntries(Object.entries(grace).filter(([key]) => key in old)),
  programme: 'H2020-EU.3.7.',
  call: grace.subCall,
  fundingScheme: '/RIA',
  coordinator: lead.name,
  coordinatorCountry: 'IT',
  participants: partner.name,
  participantCountries: 'EL',
});

const checkOld = async (): Promise<Import> =>
  checkOf(sourceFileOf([recordsTable('cordis-h2020projects.csv', [old])]), cordisOld);
const whole = { project: [grace], organization: [lead, partner] };

const countriesOf = async (): Promise<unknown[]> => {
  const { participants } = await projectOf('883341');
  return (participants as { country: string | null }[]).map(({ country }) => country);
};

describe('A project of CORDIS until 2021', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  it('has its participants filled in by a file that has them whole, without a conflict', async () => {
    await apply(await checkOld());
    expect(await countriesOf()).to.have.members(['IT', null]);
    const checked = await check(whole);
    expect(checked.counts.project).to.include({ changed: 1, conflicts: 0 });
    await apply(checked);
    expect(await countriesOf()).to.have.members(['IT', 'GR']);
  });

  it('keeps the participants that a person wrote, in a conflict', async () => {
    await apply(await checkOld());
    const { _id, version, participants } = await projectOf('883341');
    const [first] = participants as object[];
    await edit(projects, { id: _id, version }, { participants: [{ ...first, note: 'Ours' }] });
    const checked = await check(whole);
    expect(checked.counts.project).to.include({ conflicts: 1 });
    await apply(checked);
    expect(await countriesOf()).to.have.length(1);
  });

  it('has no version for a type of action that is only written otherwise', async () => {
    await apply(await check(whole));
    const { version } = await projectOf('883341');
    await apply(await checkOld());
    expect(await projectOf('883341')).to.include({ version, actionType: 'RIA' });
  });
});
