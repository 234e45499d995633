import { expect } from 'chai';
import { proposeMapping } from '../../../../models/sources/anyTable/proposeMapping.ts';
import { former } from '../../../../models/sources/cells/formerWords.ts';
import { projects } from '../../../../models/projects/projects.ts';
import { useDatabase } from '../../../support/database.ts';
import { addOneOfEverything } from '../../../support/ownRecords.ts';
import { exportsOf, readOwn, sheetsOf, workbookOf, type Sheets } from '../../../support/ownFiles.ts';

const before = new Map([...former].map(([then, today]) => [today, then]));

/** A workbook as an earlier version wrote it. */
const ofBefore = (sheets: Sheets): { sheets: Sheets; replaced: Set<string> } => {
  const replaced = new Set<string>();
  const wordOf = (text: string): string => {
    const then = before.get(text.toLowerCase());
    if (then !== undefined) replaced.add(then);
    return then ?? text;
  };
  const entries = Object.entries(sheets).map(([name, rows]) => [name, rows.map(cells => cells.map(wordOf))]);
  return { sheets: Object.fromEntries(entries) as Sheets, replaced };
};

describe('A Dutch workbook of an earlier version', () => {
  useDatabase();

  it('is read as one of today, whatever its words', async () => {
    await addOneOfEverything();
    const today = await sheetsOf(await exportsOf(projects).xlsx('nl'));
    const { sheets, replaced } = ofBefore(today);
    expect([...replaced]).to.include.members(['reikwijdte', 'verantwoordelijke beheerder', 'betekenis']);
    const [read, expected] = [await readOwn(workbookOf(sheets)), await readOwn(workbookOf(today))];
    expect(expected.own.length).to.be.above(0);
    expect(read.own.map(({ values }) => values)).to.deep.equal(expected.own.map(({ values }) => values));
    expect(read.rejected).to.deep.equal(expected.rejected);
  });

  it('is mapped as one of today where it is any table', () => {
    const { columns } = proposeMapping(['Titel', 'Reikwijdte', 'Toekenningsdocument'], 'project');
    expect(columns).to.deep.equal({
      Titel: 'title',
      Reikwijdte: 'scope',
      Toekenningsdocument: 'awardDocument',
    });
  });
});
