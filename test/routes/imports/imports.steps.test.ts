import { expect } from 'chai';
import type { Import } from '../../../models/imports/import.ts';
import { proposeMapping } from '../../../models/sources/anyTable/proposeMapping.ts';
import type { Role } from '../../../models/record/permissions.ts';
import { signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { now } from '../../support/factories.ts';
import { addImport, usualSettings } from '../../support/imports.ts';

type Rows = Parameters<typeof addImport>[0];

async function stepOf(rows: Rows, over: Partial<Omit<Import, 'id'>> = {}, role: Role = 'officer') {
  const { id } = await addImport(rows, over);
  const { text } = await (await signedIn(role)).get(`/imports/${id}`);
  return /<section class="next-step".*?<\/section>/s.exec(text)?.[0] ?? '';
}

const refused = { noun: 'project', outcome: 'rejected' } as const;
const same = { noun: 'project', outcome: 'unchanged' } as const;
const fresh = { noun: 'project', outcome: 'created' } as const;
const another = 'href="/imports/new"';

describe('The next step of an import that is checked', () => {
  useDatabase();

  it('says why there is nothing to apply, and leads on', async () => {
    const chosen = {
      settings: { ...usualSettings, selection: { ...usualSettings.selection, topics: ['X'] } },
    };
    expect(await stepOf([same]))
      .to.include('Nothing in this file differs')
      .and.include(another);
    expect(await stepOf([refused]))
      .to.include('Every row was refused')
      .and.include('outcome=rejected')
      .and.include(another);
    expect(await stepOf([refused, same]))
      .to.include('Apart from the refused rows')
      .and.include('outcome=rejected');
    expect(await stepOf([{ ...fresh, isExcluded: true }, refused]))
      .to.include('is left out: there is nothing')
      .and.include('excluded=yes');
    expect(await stepOf([])).to.include('The file has no row for callfolio');
    expect(await stepOf([], chosen)).to.include('fits what you asked to take');
  });

  it('says how many conflicts are undecided, and when none is', async () => {
    const title = { field: 'title', ours: 'A', theirs: 'B' };
    const row = { noun: 'project', outcome: 'conflict' } as const;
    expect(await stepOf([{ ...row, conflicts: [{ ...title, decision: null }] }]))
      .to.include('One value is still to be decided;')
      .and.include('Decide one by one');
    expect(await stepOf([{ ...row, conflicts: [{ ...title, decision: 'ours' }] }]))
      .to.include('Every value is decided.')
      .and.include('See what was decided');
  });
});

describe('The next step of an import that is applied', () => {
  useDatabase();
  const applied = { state: 'applied', appliedAt: now } as const;

  it('leads to the candidates it brought, where it brought any', async () => {
    const into = { ...usualSettings, scopeRule: { scope: 'in', topics: [] } } as const;
    expect(await stepOf([fresh], applied))
      .to.include('One new project came in as a candidate')
      .and.include('href="/projects?scope=candidate"');
    expect(await stepOf([same], applied)).not.to.include('scope=candidate');
    const mapping = proposeMapping(['title', 'scope'], 'project');
    for (const over of [
      { settings: into },
      { source: 'own' },
      { settings: { ...usualSettings, mapping } },
    ] as const)
      expect(await stepOf([fresh], { ...applied, ...over })).not.to.include('scope=candidate');
  });
});
