import { expect } from 'chai';
import { tableSource } from '../../../../models/sources/anyTable/anyTable.ts';
import { findLacking } from '../../../../models/sources/anyTable/mappingColumns.ts';
import { head, mapping } from '../../../support/mappedTable.ts';
import { csvTable, readAll, sourceFileOf } from '../../../support/sourceFile.ts';

const lackingOf = (there: string, over: Record<string, string> = {}) =>
  findLacking({ noun: 'project', columns: { ...mapping.columns, ...over } }, there.split(';'));

describe('Columns of a mapping that a file does not have', () => {
  it('are absent where the mapping was made for a wider list', () => {
    const absent = ['Short', 'Partner', 'Country', 'Total', 'Start'];
    expect(lackingOf('No;Name;EU')).to.deep.equal({ misnamed: [], absent });
    // A remark, or a column without a heading, is none of them.
    expect(lackingOf('No;Name;EU;Remark;')).to.deep.equal({ misnamed: [], absent });
  });

  it('are misnamed where the file may have them under another name', () => {
    expect(lackingOf('No;Name;EU;Country code;').misnamed, 'a word in common').to.deep.equal(['Country']);
    expect(lackingOf('No;Name;EU;Acronym').misnamed, 'the same field proposed').to.deep.equal(['Short']);
    const one = lackingOf(head.replace('EU', 'Bedrag'));
    expect(one, 'as many left over as are missed').to.deep.equal({ misnamed: ['EU'], absent: [] });
    expect(lackingOf('x;y').misnamed, 'none is there').to.have.members(Object.keys(mapping.columns));
    expect(lackingOf(`${head};constructor`)).to.deep.equal({ misnamed: [], absent: [] });
  });

  it('are said once where the file is read without them, and it is not read where a heading may be mistyped', async () => {
    const readHere = async (text: string) =>
      readAll(tableSource, sourceFileOf([csvTable('1.csv', text)], 'csv'), { mapping });
    const wide = await readHere('No;Name;EU\n1;One;1,50\n2;Two;2,50');
    const amounts = wide.read.map(one => 'values' in one && one.values['euContribution']);
    expect(amounts).to.deep.equal([150, 250]);
    const told = wide.read.flatMap(one => ('warnings' in one ? one.warnings : []));
    expect(told.map(({ problem }) => problem)).to.deep.equal([
      { key: 'importTable.columnsAbsent', values: { columns: 'Short, Partner, Country, Total, Start' } },
    ]);
    const whole = await readHere(`${head}\n1;A;One;P;NL;1,50;3;2020`);
    expect(whole.read.flatMap(one => ('warnings' in one ? one.warnings : []))).to.deep.equal([]);
    const mistyped = await readHere('No;Name;EU grant\n1;One;1,50');
    expect(mistyped.rejected.flatMap(one => one.rejected.map(({ column }) => column))).to.deep.equal(['EU']);
  });
});
