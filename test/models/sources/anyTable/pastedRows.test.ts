import { expect } from 'chai';
import { projectFields } from '../../../../models/projects/project.ts';
import { readPastedRows } from '../../../../models/sources/anyTable/pastedRows.ts';

const { items } = projectFields.participants;
const read = (text: string, only: string | null = null) => readPastedRows(items, text, only);
const twente = {
  name: 'University of Twente',
  pic: '999900000',
  country: 'NL',
  role: 'Coordinator',
  euContribution: '140.562,50',
};
const police = {
  name: 'Politie',
  pic: '999900001',
  country: 'BE',
  role: 'Deelnemer',
  euContribution: '1.234',
};
const line = (row: object) => Object.values(row).join('\t');

describe('Rows pasted from a sheet', () => {
  it('are read by their headings, in English, Dutch and any order', () => {
    for (const headings of [
      'Name\tPIC\tCountry\tRole\tEU contribution',
      'Organisatie\tPIC-nummer\tLand\tRol\tBedrag (€)',
      'Beneficiary\tPIC code\tcountry code\tParticipant role\tNet EC contribution',
    ])
      expect(read([headings, line(twente), line(police)].join('\r\n')).rows, headings).to.deep.equal([
        twente,
        police,
      ]);
    const turned = read(`Amount\tName\n${twente.euContribution}\t${twente.name}`);
    expect(turned.rows).to.deep.equal([{ name: twente.name, euContribution: twente.euContribution }]);
  });

  it('are read by what stands in them where there is no heading', () => {
    expect(read([line(twente), line(police)].join('\n')).rows).to.deep.equal([twente, police]);
    const turned = [twente, police].map(one =>
      [one.role, one.euContribution, one.country, one.name, one.pic].join('\t'),
    );
    expect(read(turned.join('\n')).rows).to.deep.equal([twente, police]);
  });

  it('settle by one amount how the others are written, and guess nothing where none does', () => {
    expect(read([line(twente), line(police)].join('\n')).notation.decimal).to.equal(',');
    expect(read(line(police)).notation.decimal).to.equal(null);
    const both = [line(twente), line({ ...police, euContribution: '1,234.50' })];
    expect(read(both.join('\n')).notation.decimal).to.equal(null);
  });

  it('leave out sums and empty rows, and hold together what a cell has in two lines', () => {
    const text = [
      line(twente),
      '\t\t\t\t',
      `"Politie\nEenheid ""Oost"""\t999900001\tNL\tpartner\t1`,
      'Total\t\t\t\t99',
    ];
    const { rows, totals } = read(text.join('\n'));
    expect(rows.map(({ name }) => name)).to.deep.equal(['University of Twente', 'Politie Eenheid "Oost"']);
    expect(totals).to.equal(1);
  });

  it('are one column where they were pasted into one', () => {
    expect(read('100,50\n200,50', 'euContribution').rows).to.deep.equal([
      { euContribution: '100,50' },
      { euContribution: '200,50' },
    ]);
    expect(read('', null).rows).to.deep.equal([]);
  });
});
