import { expect } from 'chai';
import { CsvError, parse } from 'csv-parse';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExpectedError } from '../../../../models/values/errors.ts';
import { openSource } from '../../../../models/sources/files/openSource.ts';
import { recogniseSource } from '../../../../models/sources/register/register.ts';
import { cpuOf, fairCost } from '../../../support/cost.ts';
import { oneCell, textRow, workbookOf } from '../../../support/hostileFiles/workbook.ts';
import { zipOf } from '../../../support/hostileFiles/zip.ts';

const length = 60 * 1_048_576;
const mostMs = 1_000;

/** Letters that pack like any text, so that the ratio of an archive is none of its faults. */
function letters(): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let at = 0; at < length; at += 1) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    bytes[at] = 97 + ((state >> 16) % 26);
  }
  return bytes;
}

const repeated = (text: string): Buffer => Buffer.alloc(length, text, 'latin1');
const joined = (...parts: (Buffer | string)[]): Buffer =>
  Buffer.concat(parts.map(part => Buffer.from(part as string)));
const cordisHead =
  'id;acronym;status;title;startDate;endDate;totalCost;ecMaxContribution;legalBasis;topics;ecSignatureDate;' +
  'frameworkProgramme;masterCall;subCall;fundingScheme;nature;objective;contentUpdateDate;rcn;grantDoi\n';

/** What is 60 MB long, and as what it is refused. */
const files = (text: Buffer): Readonly<Record<string, readonly [key: string, make: () => Buffer]>> => ({
  'a line of a table': ['lineTooLong', () => joined('id;value\n1;', text, '\n2;b\n')],
  'a heading': ['lineTooLong', () => joined('id;', text, '\n1;b\n')],
  'an open quote of a table': ['lineTooLong', () => joined('id;value\n1;"', text)],
  'an open quote of many lines': [
    'quoteNeverCloses',
    () => joined('id;value\n1;"', repeated('a line that is short enough;by itself\n')),
  ],
  'a line of quotes': ['lineTooLong', () => joined('id;value\n1;', repeated('"'))],
  'a line of delimiters': ['lineTooLong', () => joined('id;value\n1', repeated(';'))],
  'a line in an old encoding': ['lineTooLong', () => joined('id;value\n1;', repeated('abc\u00e9'))],
  'a line in UTF-16': [
    'lineTooLong',
    () => joined(Buffer.from('\ufeffid;value\n1;', 'utf16le'), repeated('x\u0000')),
  ],
  'an open quote of CORDIS': ['lineTooLong', () => joined(cordisHead, '883341;GRACE;"', text)],
  'a line of a file of callfolio': [
    'lineTooLong',
    () => joined('id,version,programme,title\n,,H2020,"', text),
  ],
  'a text of JSON': ['valueTooLong', () => joined('[{"a":"', text, '"}]')],
  'an open text of JSON': ['valueTooLong', () => joined('[{"a":"', text)],
  'a text that is no record': ['valueTooLong', () => joined('["', text)],
  'a key of JSON': ['valueTooLong', () => joined('{"', text)],
  'blanks of JSON': ['valueTooLong', () => joined('[{"a":1},', repeated(' '))],
  'commas of JSON': ['badJson', () => joined('[{"a":1}', repeated(','))],
  'figures of JSON': ['valueTooLong', () => joined('[{"a":', repeated('1'))],
  'numbers that are no records': ['noList', () => joined('[{"a":1}', repeated(',1'))],
  'records of nothing': ['noList', () => joined('[{"a":1}', repeated(',{}'))],
  'members of a record': ['tooManyColumns', () => joined('{"a":1', repeated(',"b":1'))],
  'escapes of a text': ['valueTooLong', () => joined('[{"a":"', repeated('\\\\'))],
  'a text of JSON in an old encoding': ['encodingInDoubt', () => joined('[{"a":"', repeated('\u00e9\u00e8'))],
  'a text in the cell of a workbook': [
    'badWorkbook',
    () =>
      workbookOf({
        sheets: [{ rows: oneCell(`<c r="B2" t="inlineStr"><is><t>${text.toString('latin1')}</t></is></c>`) }],
      }),
  ],
  'a text that cells of a workbook share': [
    'badWorkbook',
    () =>
      workbookOf({
        sheets: [{ rows: oneCell('<c r="B2" t="s"><v>0</v></c>') }],
        shared: `<si><t>${text.toString('latin1')}</t></si>`,
      }),
  ],
  'the name of a cell': [
    'badWorkbook',
    () =>
      workbookOf({
        sheets: [{ rows: `${textRow(1, ['id'])}<row r="2"><c r="${text.toString('latin1')}"/></row>` }],
      }),
  ],
  'a line of a member of an archive': [
    'lineTooLong',
    () => zipOf([{ name: 'a.csv', data: joined('id;value\n1;"', text) }]),
  ],
});

describe('A line of 60 MB', () => {
  let folder = '';
  let path = '';
  let text: Buffer = Buffer.alloc(0);
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'callfolio-long-'));
    path = join(folder, 'upload');
    text = letters();
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
    text = Buffer.alloc(0);
  });

  /** The key with which the file, or a row of it, is refused. */
  async function refusal(): Promise<string | null> {
    try {
      const file = await openSource(path, 'upload');
      try {
        await recogniseSource(file);
        for (const table of file.tables)
          for await (const { broken } of table.rows())
            if (broken) throw new ExpectedError('invalid', broken.key);
      } finally {
        await file.close();
      }
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      return error.key;
    }
    return null;
  }

  for (const name of Object.keys(files(Buffer.alloc(0)))) {
    it(`is refused within a second of work: ${name}`, async () => {
      const [why, make] = files(text)[name] ?? ['', () => ''];
      writeFileSync(path, make());
      const cost = async () => cpuOf(async () => expect(await refusal()).to.equal(`importFile.${why}`));
      expect(await fairCost(mostMs, cost)).to.be.below(mostMs);
    });
  }

  it('is held whole by a reader of CSV without a limit, which the same limit would stop', async () => {
    writeFileSync(path, files(text)['an open quote of a table']?.[1]() ?? '');
    const readBy = async (limit: number | undefined): Promise<number> => {
      let bytes = 0;
      const reading = createReadStream(path).on('data', chunk => {
        bytes += chunk.length;
      });
      const records = reading.pipe(
        parse({ delimiter: ';', ...(limit !== undefined && { max_record_size: limit }) }),
      );
      try {
        for await (const _ of records);
      } catch (error) {
        if (!(error instanceof CsvError)) throw error;
      } finally {
        reading.destroy();
      }
      return bytes;
    };
    expect(await readBy(undefined)).to.be.at.least(length);
    expect(await readBy(1_048_576)).to.be.below(length / 10);
  });
});
