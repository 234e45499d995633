import type { HostileFile } from './case.ts';
import { textRow, workbookOf } from './workbook.ts';
import { zipOf } from './zip.ts';

const table = 'id;name\n1;a\n';
const tableRead = ['id|name', '1|a'];
const inner = () => workbookOf({ sheets: [{ rows: textRow(1, ['id', 'name']) + textRow(2, ['1', 'a']) }] });
const zeros = (mebi: number) => `id;name\n${'0'.repeat(1000)};\n`.padEnd(mebi * 1_048_576, '\n');

/** Zip archives, one after another worse. */
export const hostileArchives: readonly HostileFile[] = [
  {
    name: 'that is an honest archive',
    bytes: () => zipOf([{ name: 'a.csv', data: table }]),
    read: tableRead,
  },
  {
    name: 'whose member is stored, not deflated',
    bytes: () => zipOf([{ name: 'a.csv', data: table, method: 0 }]),
    read: tableRead,
  },
  {
    name: 'whose table lies in a folder',
    bytes: () => zipOf([{ name: 'csv/a.csv', data: table }]),
    read: tableRead,
  },
  {
    name: 'that holds a workbook',
    bytes: () => zipOf([{ name: 'xlsx/a.xlsx', data: inner() }]),
    read: tableRead,
  },
  {
    name: 'that holds JSON',
    bytes: () => zipOf([{ name: 'json/a.json', data: '[{"id":1,"name":"a"}]' }]),
    read: tableRead,
  },
  {
    name: 'that holds an archive beside its table',
    bytes: () =>
      zipOf([
        { name: 'a.csv', data: table },
        { name: 'b.zip', data: zipOf([{ name: 'c.csv', data: table }]) },
      ]),
    read: tableRead,
    ignored: ['otherMember'],
  },
  {
    name: 'that holds an archive called CSV beside its table',
    bytes: () =>
      zipOf([
        { name: 'a.csv', data: table },
        { name: 'b.csv', data: zipOf([{ name: 'c.csv', data: table }]) },
      ]),
    read: tableRead,
    ignored: ['otherMember'],
  },
  {
    name: 'that holds a picture beside its table',
    bytes: () =>
      zipOf([
        { name: 'a.csv', data: table },
        { name: 'b.png', data: '\u0089PNG' },
      ]),
    read: tableRead,
    ignored: ['otherMember'],
  },
  {
    name: 'that holds an empty member beside its table',
    bytes: () =>
      zipOf([
        { name: 'a.csv', data: table },
        { name: 'b.csv', data: '' },
      ]),
    read: tableRead,
    ignored: ['emptyMember'],
  },
  { name: 'that is an archive without members', bytes: () => zipOf([]), refused: 'nothingInside' },
  {
    name: 'that is an archive of pictures',
    bytes: () => zipOf([{ name: 'b.png', data: 'x' }]),
    refused: 'nothingInside',
  },
  {
    name: 'that is an archive of archives',
    bytes: () => zipOf([{ name: 'b.zip', data: zipOf([]) }]),
    refused: 'nothingInside',
  },
  {
    name: 'that is cut off in the middle',
    bytes: () => zipOf([{ name: 'a.csv', data: table }]).subarray(0, 50),
    refused: 'damagedArchive',
  },
  {
    name: 'that has bytes after its end',
    bytes: () => Buffer.concat([zipOf([{ name: 'a.csv', data: table }]), Buffer.from('more')]),
    refused: 'damagedArchive',
  },
  {
    name: 'whose checksum is wrong',
    bytes: () => zipOf([{ name: 'a.csv', data: table, sum: 1 }]),
    refused: 'damagedArchive',
  },
  {
    name: 'whose packed bytes are none',
    bytes: () => {
      const bytes = zipOf([{ name: 'a.csv', data: table }]);
      bytes.fill(0xff, 35, 43);
      return bytes;
    },
    refused: 'damagedArchive',
  },
  {
    name: 'that is under a password',
    bytes: () => zipOf([{ name: 'a.csv', data: table, flags: 1 }]),
    refused: 'encrypted',
  },
  {
    name: 'that is strongly encrypted',
    bytes: () => zipOf([{ name: 'a.csv', data: table, flags: 0x41 }]),
    refused: 'encrypted',
  },
  {
    name: 'that is packed in another way',
    bytes: () => zipOf([{ name: 'a.csv', data: table, method: 12 }]),
    refused: 'packedOtherwise',
  },
  {
    name: 'with a member that climbs out of its folder',
    bytes: () => zipOf([{ name: '../../etc/a.csv', data: table }]),
    refused: 'memberName',
  },
  {
    name: 'with a member that climbs out in the middle',
    bytes: () => zipOf([{ name: 'a/../../a.csv', data: table }]),
    refused: 'memberName',
  },
  {
    name: 'with a member at the root of the disk',
    bytes: () => zipOf([{ name: '/etc/a.csv', data: table }]),
    refused: 'memberName',
  },
  {
    name: 'with a member on a drive',
    bytes: () => zipOf([{ name: 'C:a.csv', data: table }]),
    refused: 'memberName',
  },
  {
    name: 'with a backslash in a name',
    bytes: () => zipOf([{ name: '..\\a.csv', data: table }]),
    refused: 'memberName',
  },
  {
    name: 'with a zero byte in a name',
    bytes: () => zipOf([{ name: 'a.csv\u0000.png', data: table }]),
    refused: 'memberName',
  },
  {
    name: 'with a member without a name',
    bytes: () => zipOf([{ name: '', data: table }]),
    refused: 'memberName',
  },
  {
    name: 'with one member twice',
    bytes: () =>
      zipOf([
        { name: 'a.csv', data: table },
        { name: 'a.csv', data: table },
      ]),
    refused: 'memberTwice',
  },
  {
    name: 'that names a member differently in its two headers',
    bytes: () => zipOf([{ name: 'a.csv', localName: 'b.exe', data: table }]),
    refused: 'headersDiffer',
  },
  {
    name: 'that packs a member differently in its two headers',
    bytes: () => zipOf([{ name: 'a.csv', data: table, localMethod: 0 }]),
    refused: 'headersDiffer',
  },
  {
    name: 'whose members are the same bytes',
    bytes: () =>
      zipOf([
        { name: 'a.csv', data: table },
        { name: 'b.csv', localName: 'a.csv', data: table, sharedWith: 0 },
      ]),
    refused: 'headersDiffer',
  },
  {
    name: 'whose members of one name are the same bytes',
    bytes: () =>
      zipOf([
        { name: 'a.csv', data: table },
        { name: 'a.csv', data: table, sharedWith: 0 },
      ]),
    refused: 'memberTwice',
  },
  {
    name: 'that unpacks to more than its headers say',
    bytes: () => zipOf([{ name: 'a.csv', data: zeros(4), size: 100 }]),
    refused: 'sizeLies',
  },
  {
    name: 'that unpacks to less than its headers say',
    bytes: () => zipOf([{ name: 'a.csv', data: table, size: 1000 }]),
    refused: 'sizeLies',
  },
  {
    name: 'that is a bomb: a thousand times its size',
    bytes: () => zipOf([{ name: 'a.csv', data: zeros(24) }]),
    refused: 'packedTooTightly',
    stoppedBy: 'ratio',
  },
  {
    name: 'that is a bomb whose headers say it is small',
    bytes: () => zipOf([{ name: 'a.csv', data: zeros(24), size: 4096 }]),
    refused: 'sizeLies',
  },
  {
    name: 'that says it unpacks to four gigabytes',
    bytes: () => zipOf([{ name: 'a.csv', data: table, size: 0xfffffff0 }]),
    refused: 'packedTooTightly',
  },
  {
    name: 'with two thousand members',
    bytes: () => zipOf(Array.from({ length: 2000 }, (_, at) => ({ name: `${at}.csv`, data: table }))),
    refused: 'tooManyMembers',
    stoppedBy: 'entries',
  },
  {
    name: 'that is a bomb in a workbook in an archive',
    bytes: () =>
      zipOf([
        {
          name: 'a.xlsx',
          data: workbookOf({ sheets: [{ rows: textRow(1, ['id', 'name']) + ' '.repeat(24 * 1_048_576) }] }),
          method: 0,
        },
      ]),
    refused: 'packedTooTightly',
  },
  {
    name: 'that is a text document',
    bytes: () =>
      zipOf([
        { name: '[Content_Types].xml', data: '<Types/>' },
        { name: 'word/document.xml', data: '<x/>' },
      ]),
    refused: 'otherKind',
  },
  {
    name: 'that is an OpenDocument sheet',
    bytes: () =>
      zipOf([
        { name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet' },
        { name: 'content.xml', data: '<x/>' },
      ]),
    refused: 'otherKind',
  },
  {
    name: 'that is a binary workbook',
    bytes: () =>
      zipOf([
        { name: '[Content_Types].xml', data: '<Types/>' },
        { name: 'xl/workbook.bin', data: 'x' },
      ]),
    refused: 'otherKind',
  },
];
