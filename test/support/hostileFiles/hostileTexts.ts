import iconv from 'iconv-lite';
import type { HostileFile } from './case.ts';

const read = (...rows: string[]) => ['id|value', ...rows];
const csv = (row: string) => `id;value\n${row}\n`;
const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const mebi = 1_048_576;

/** A CSV file with the columns `id` and `value`; what is read of its one row. */
const rows: readonly [name: string, row: string, read: string][] = [
  ['a decimal comma', '1;2073781,25', '1|2073781,25'],
  ['a decimal point', '1;2073781.25', '1|2073781.25'],
  ['thousands', '1;2.073.781,25', '1|2.073.781,25'],
  ['an amount beyond 2^53', '1;9007199254740993.01', '1|9007199254740993.01'],
  ['an impossible date', '1;2021-02-30', '1|2021-02-30'],
  ['NA for a value', '1;NA', '1|NA'],
  ['a shifted row', '1;7643751,;25', '1|7643751,|25'],
  ['a short row', '1', '1'],
  ['a quoted line end', '1;"a\nb"', '1|a\nb'],
  ['a quoted delimiter', '1;"a;b"', '1|a;b'],
  ['doubled quotes', '1;"a ""b"""', '1|a "b"'],
  ['an inch', '1;5" pipe', '1|5" pipe'],
  ['text after a quote', '1;"a"b', '!quoteInside'],
  ['a zero byte', '1;a\u0000b', '!controlCharacter'],
  ['the byte that ends files in DOS', '1;a\u001ab', '!controlCharacter'],
  ['blanks around', ' 1 ; a ', ' 1 | a '],
  ['a no-break space', '1;a\u00a0b', '1|a\u00a0b'],
  ['a formula', '1;=cmd|x', '1|=cmd|x'],
  ['a script', '1;<script>', '1|<script>'],
  ['a tab in a cell', '1;a\tb', '1|a\tb'],
  ['a cell of 300,000 characters', `1;${'x'.repeat(300_000)}`, '!cellTooLong'],
  ['2,000 cells in a row', `1${';'.repeat(2000)}`, '!tooManyCells'],
];

/** JSON, and what is read of it. */
const documents: readonly [name: string, text: string, read: readonly string[]][] = [
  ['a list', '[{"id":1,"value":"a"}]', read('1|a')],
  ['an answer', '{"total":1,"results":[{"id":1,"value":"a"}]}', read('1|a')],
  [
    'two answers after one another',
    '{"results":[{"id":1,"value":"a"}]}\n{"results":[{"id":2,"value":"b"}]}',
    read('1|a', '2|b'),
  ],
  [
    'a list of answers',
    '[{"results":[{"id":1,"value":"a"}]},{"results":[{"id":2,"value":"b"}]}]',
    read('1|a', '2|b'),
  ],
  ['a topic page', '{"TopicDetails":{"id":1,"value":"a"}}', read('1|a')],
  ['one object', '{"id":1,"value":"a"}', read('1|a')],
  ['lines of objects', '{"id":1,"value":"a"}\n{"id":2,"value":"b"}', read('1|a', '2|b')],
  ['an amount beyond 2^53', '[{"id":1,"value":9007199254740993}]', read('1|9007199254740993')],
  ['brackets in a text', '[{"id":1,"value":"]}{\\"["}]', read('1|]}{"[')],
  ['a value that is nested', '[{"id":1,"value":["a",{"b":null}]}]', read('1|["a",{"b":null}]')],
  ['empty and missing values', '[{"id":1,"value":null},{"id":2}]', read('1|', '2|')],
  [
    'a value that is broken',
    '[{"id":1,"value":"a"},{"id":2,"value":nope},{"id":3,"value":"c"}]',
    read('1|a', '!badValue', '3|c'),
  ],
  ['a number among objects', '[{"id":1,"value":"a"},7]', read('1|a', '!noObject')],
  ['a list within a list', '[{"id":1,"value":"a"},[1]]', read('1|a', '!noObject')],
  [
    'a prototype to spoil',
    '[{"id":1,"value":"a","__proto__":{"x":1}}]',
    ['id|value|__proto__', '1|a|{"x":1}'],
  ],
];

const refusals: readonly [
  name: string,
  bytes: () => Buffer | string,
  key: string,
  stoppedBy?: HostileFile['stoppedBy'],
][] = [
  ['empty', () => '', 'empty'],
  ['of blank lines', () => '\n \n\n', 'empty'],
  ['of a byte order mark alone', () => '\ufeff', 'empty'],
  ['with one column', () => 'id\n1\n', 'oneColumn'],
  ['with a delimiter nobody uses', () => 'id^value\n1^a\n', 'oneColumn'],
  ['with a heading twice', () => 'id;id\n1;2\n', 'columnTwice'],
  ['with headings that are blank', () => ';;\n1;2;3\n', 'noHeader'],
  ['with a heading whose quote never closes', () => 'id;"value\n1;a\n', 'badHeader'],
  ['with a zero byte in a heading', () => 'id;va\u0000lue\n1;a\n', 'badHeader'],
  [
    'with a million columns',
    () =>
      `${Array.from({ length: 1_000_000 }, (_, at) => at)
        .join(';')
        .slice(0, 900_000)}\n`,
    'tooManyColumns',
    'columns',
  ],
  ['with a heading line of 50 MB', () => `id;${'v'.repeat(50 * mebi)}`, 'lineTooLong', 'lineBytes'],
  ['with a heading line of 5 MB', () => `id;${'v'.repeat(5 * mebi)}`, 'badHeader'],
  ['with a line of 50 MB', () => csv(`1;${'x'.repeat(50 * mebi)}\n2;b`), 'lineTooLong', 'lineBytes'],
  ['that is a page of the web', () => '<!DOCTYPE html><p>Not found', 'otherKind'],
  ['that is a PDF', () => '%PDF-1.7', 'otherKind'],
  ['that is packed with gzip', () => Buffer.from('1f8b0800', 'hex'), 'otherKind'],
  ['that is a picture', () => Buffer.from('89504e470d0a1a0a', 'hex'), 'otherKind'],
  [
    'of random bytes',
    () => Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256)),
    'notText',
  ],
  ['of zero bytes', () => Buffer.alloc(5000), 'empty'],
  ['in UTF-32', () => Buffer.from('fffe000069000000', 'hex'), 'otherEncoding'],
  [
    'in UTF-16 with half a character',
    () => Buffer.concat([Buffer.from('\ufeffid;value\n', 'utf16le'), Buffer.from('00d80a00', 'hex')]),
    'otherEncoding',
  ],
  ['that is JSON cut off', () => '[{"id":1,', 'badJson'],
  ['that is JSON with wrong brackets', () => '[{"id":1]}', 'badJson'],
  ['that is JSON without objects', () => '[1,2,3]', 'noList'],
  ['that is an empty JSON list', () => '[]', 'noList'],
  ['that is an answer without results', () => '{"results":[]}', 'noList'],
  ['that is JSON 100,000 levels deep', () => '['.repeat(100_000), 'tooDeep', 'depth'],
  [
    'that is JSON with objects 100 levels deep',
    () => `[${'{"a":'.repeat(100)}1${'}'.repeat(100)}]`,
    'tooDeep',
    'depth',
  ],
  [
    'that is JSON with a value of 12 MB',
    () => `[{"id":"${'x'.repeat(12 * mebi)}"}]`,
    'valueTooLong',
    'valueLength',
  ],
];

/** Files that are no archives. */
export const hostileTexts: readonly HostileFile[] = [
  ...rows.map(([name, row, one]) => ({
    name: `that is CSV with ${name}`,
    bytes: () => csv(row),
    read: read(one),
  })),
  ...documents.map(([name, text, found]) => ({
    name: `that is JSON with ${name}`,
    bytes: () => text,
    read: found,
  })),
  ...refusals.map(([name, bytes, refused, stoppedBy]) => ({
    name,
    bytes,
    refused,
    ...(stoppedBy && { stoppedBy }),
  })),
  { name: 'that is CSV in UTF-8 with a mark', bytes: () => `\ufeff${csv('1;é')}`, read: read('1|é') },
  {
    name: 'that is CSV in UTF-16 with a mark',
    bytes: () => Buffer.from(`\ufeff${csv('1;é')}`, 'utf16le'),
    read: read('1|é'),
  },
  {
    name: 'that is CSV in UTF-16 the other way round',
    bytes: () => iconv.encode(csv('1;é'), 'utf-16be', { addBOM: true }),
    read: read('1|é'),
  },
  {
    name: 'that is CSV in UTF-16 without a mark',
    bytes: () => Buffer.from(csv('1;abc'), 'utf16le'),
    read: read('1|abc'),
  },
  {
    name: 'that is JSON in UTF-16',
    bytes: () => Buffer.from('\ufeff[{"id":1,"value":"é"}]', 'utf16le'),
    read: read('1|é'),
  },
  {
    name: 'that is CSV in windows-1252',
    bytes: () => iconv.encode(csv('1;€ café d’été'), 'win1252'),
    read: read('1|€ café d’été'),
  },
  {
    name: 'that is CSV in windows-1252 after a megabyte of plain letters',
    bytes: () => iconv.encode(`id;value\n${'1;a\n'.repeat(300_000)}2;é\n`, 'win1252'),
    read: 300_001,
  },
  {
    name: 'that is CSV in windows-1250',
    bytes: () => iconv.encode(csv('1;Łódź'), 'win1250'),
    refused: 'encodingInDoubt',
  },
  {
    name: 'that is JSON in windows-1251',
    bytes: () => iconv.encode('[{"id":1,"value":"деца"}]', 'win1251'),
    refused: 'encodingInDoubt',
  },
  {
    name: 'that is JSON in UTF-8 but for one byte',
    bytes: () =>
      Buffer.concat([Buffer.from('[{"id":1,"value":"éé'), Buffer.from('e9', 'hex'), Buffer.from('"}]')]),
    refused: 'otherEncoding',
  },
  {
    name: 'that is CSV in UTF-8 but for one byte',
    bytes: () => Buffer.concat([Buffer.from(csv('1;éé')), Buffer.from('323be90a', 'hex')]),
    read: read('1|éé', '!badCharacter'),
  },
  { name: 'that is CSV with commas', bytes: () => 'id,value\n1,"a,b"\n', read: read('1|a,b') },
  { name: 'that is CSV with tabs', bytes: () => 'id\tvalue\n1\ta\n', read: read('1|a') },
  { name: 'that is CSV with bars', bytes: () => 'id|value\n1|a\n', read: read('1|a') },
  {
    name: 'that is CSV with commas in its headings',
    bytes: () => 'id, or so, number;value\n1;a\n2;b\n',
    read: ['id, or so, number|value', '1|a', '2|b'],
  },
  { name: 'that is CSV that names its delimiter', bytes: () => 'sep=,\nid,value\n1,a\n', read: read('1|a') },
  { name: 'that is CSV with line ends of Windows', bytes: () => 'id;value\r\n1;a\r\n', read: read('1|a') },
  { name: 'that is CSV with line ends of old Macs', bytes: () => 'id;value\r1;a\r', read: read('1|a') },
  { name: 'that is CSV without a last line end', bytes: () => 'id;value\n1;a', read: read('1|a') },
  { name: 'that is CSV with blank lines', bytes: () => '\nid;value\n\n1;a\n\n', read: read('1|a') },
  { name: 'that is CSV with headings alone', bytes: () => 'id;value\n', read: read() },
  {
    name: 'that is CSV with a quote that never closes',
    bytes: () => 'id;value\n1;"a\n2;b\n3;c\n',
    read: read('!quoteNeverCloses', '2|b', '3|c'),
  },
  {
    name: 'that is CSV with a quote closed by the next one',
    bytes: () => 'id;value\n1;"a\n2;"b"\n3;c\n',
    read: read('!quoteInside', '2|b', '3|c'),
  },
  {
    name: 'that is CSV with 300,000 lines of chained quotes',
    bytes: () => csv('a";"c\n'.repeat(300_000)),
    read: 300_000,
  },
  {
    name: 'that is CSV with a line of 5 MB',
    bytes: () => csv(`1;${'x'.repeat(5 * mebi)}\n2;b`),
    read: read('!recordTooLong', '2|b'),
  },
  {
    name: 'that is CSV with an open quote before 50 MB of lines',
    bytes: () => csv(`1;"${'x;y\n'.repeat(300_000)}`),
    read: 300_000,
  },
  {
    name: 'that is an old workbook (.xls)',
    bytes: () => Buffer.concat([compound, Buffer.alloc(2000), Buffer.from('Workbook', 'utf16le')]),
    refused: 'oldWorkbook',
  },
  {
    name: 'that is a workbook under a password',
    bytes: () => Buffer.concat([compound, Buffer.alloc(2000), Buffer.from('EncryptedPackage', 'utf16le')]),
    refused: 'passwordWorkbook',
  },
];
