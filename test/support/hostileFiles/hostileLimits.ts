import type { HostileFile } from './case.ts';
import { textRow, workbookOf } from './workbook.ts';
import { zipOf } from './zip.ts';

const mebi = 1_048_576;
const lines = Array.from({ length: 500 }, (_, at) => `${at};value ${at}`);
const csv = `id;value\n${lines.join('\n')}\n`;
const json = JSON.stringify(lines.map((value, id) => ({ id, value })));
const workbook = () =>
  workbookOf({
    sheets: [{ rows: ['id;value', ...lines].map((line, at) => textRow(at + 1, line.split(';'))).join('') }],
  });
/** Text that packs like any other, so that the ratio is none of its faults. */
const text = Array.from({ length: 40_000 }, (_, at) => `${at};${(at * 7919) % 65_521}`).join('\n');
const shared = Array.from({ length: 2_000 }, (_, at) => `<si><t>text ${at}</t></si>`).join('');

/** Files that only one limit stops. At the usual limits they would be too large for a test: they have smaller ones. */
export const hostileLimits: readonly HostileFile[] = [
  {
    name: 'that is larger than may be uploaded',
    bytes: () => csv,
    refused: 'tooLarge',
    stoppedBy: 'packedBytes',
    within: { packedBytes: 1000 },
  },
  {
    name: 'whose members together unpack to too much',
    bytes: () => zipOf(['a', 'b', 'c'].map(name => ({ name: `${name}.csv`, data: `id;value\n${text}\n` }))),
    refused: 'unpacksTooLarge',
    stoppedBy: 'unpackedBytes',
    within: { unpackedBytes: mebi },
  },
  {
    name: 'in which a workbook unpacks to too much within an archive that does not',
    bytes: () => zipOf([{ name: 'a.xlsx', data: workbook(), method: 0 }]),
    refused: 'unpacksTooLarge',
    stoppedBy: 'unpackedBytes',
    within: { unpackedBytes: 20_000 },
  },
  ...[
    { kind: 'CSV', bytes: () => csv },
    { kind: 'JSON', bytes: () => json },
    { kind: 'a workbook', bytes: workbook },
  ].map(({ kind, bytes }): HostileFile => ({
    name: `that is ${kind} with too many rows`,
    bytes,
    refused: 'tooManyRows',
    stoppedBy: 'rows',
    within: { rows: 400 },
  })),
  {
    name: 'that is a workbook whose cells share too much text',
    bytes: () => workbookOf({ sheets: [{ rows: textRow(1, ['id', 'value']) }], shared }),
    refused: 'sharedTooLong',
    stoppedBy: 'sharedLength',
    within: { sharedLength: 20_000 },
  },
  {
    name: 'with a quote that stays open over many lines',
    bytes: () => `id;value\n1;"${'much\n'.repeat(300)}"\n`,
    // The quote is taken back: every line is a row of its own.
    read: 301,
    stoppedBy: 'recordLength',
    within: { recordLength: 1000 },
  },
];
