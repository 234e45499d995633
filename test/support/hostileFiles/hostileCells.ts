import type { HostileFile } from './case.ts';
import { oneCell, shownAs, workbookOf } from './workbook.ts';

/** A workbook whose second row has this cell; what is read of it, or why it cannot be. */
const cells: readonly [name: string, cell: string, read: string, more?: object][] = [
  ['an error cell', '<c r="B2" t="e"><v>#DIV/0!</v></c>', '!cellError'],
  ['a truth value', '<c r="B2" t="b"><v>1</v></c>', '1|true'],
  ['a truth value that is none', '<c r="B2" t="b"><v>2</v></c>', '!badCell'],
  ['a formula and its result', '<c r="B2"><f>1+1</f><v>2</v></c>', '1|2'],
  ['a formula without result', '<c r="B2"><f>1+1</f></c>', '!noResult'],
  ['a formula that starts a program', '<c r="B2" t="str"><f>cmd|\'/c calc\'!A0</f><v>x</v></c>', '1|x'],
  ['a text that looks like a formula', '<c r="B2" t="inlineStr"><is><t>=1+1</t></is></c>', '1|=1+1'],
  [
    'a text that looks like a script',
    '<c r="B2" t="inlineStr"><is><t>&lt;script&gt;</t></is></c>',
    '1|<script>',
  ],
  [
    'rich text and its reading aid',
    '<c r="B2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>no</t></rPh></is></c>',
    '1|ab',
  ],
  ['a text in a CDATA section', '<c r="B2" t="inlineStr"><is><t><![CDATA[a<b]]></t></is></c>', '1|a<b'],
  ['an escaped line end', '<c r="B2" t="inlineStr"><is><t>a_x000D_b</t></is></c>', '1|a\rb'],
  [
    'an escaped control character',
    '<c r="B2" t="inlineStr"><is><t>a_x001A_b</t></is></c>',
    '!controlCharacter',
  ],
  ['an escaped escape', '<c r="B2" t="inlineStr"><is><t>_x005F_x0041_</t></is></c>', '1|_x0041_'],
  ['a shared text that is not there', '<c r="B2" t="s"><v>7</v></c>', '!badCell'],
  ['a shared text of a negative number', '<c r="B2" t="s"><v>-1</v></c>', '!badCell'],
  ['a number that is a word', '<c r="B2"><v>abc</v></c>', '!badCell'],
  ['a number that is not one', '<c r="B2"><v>NaN</v></c>', '!badCell'],
  ['a number without end', '<c r="B2"><v>1e999</v></c>', '!badCell'],
  ['a number with 17 digits for 1', '<c r="B2"><v>0.10000000000000001</v></c>', '1|0.1'],
  ['a number with an exponent', '<c r="B2"><v>1.5E+22</v></c>', '1|15000000000000000000000'],
  ['a small number with an exponent', '<c r="B2"><v>2.5E-7</v></c>', '1|0.00000025'],
  ['an amount beyond 2^53', '<c r="B2"><v>9007199254740993</v></c>', '1|9007199254740993'],
  ['a cell type nobody knows', '<c r="B2" t="z"><v>1</v></c>', '!badCell'],
  ['one cell twice', '<c r="B2"><v>1</v></c><c r="B2"><v>2</v></c>', '!badCell'],
  ['a cell without place', '<c><v>5</v></c>', '1|5'],
  ['a cell whose place is none', '<c r="??"><v>5</v></c>', '!badCell'],
  ['a cell in the last column of Excel', '<c r="B2"><v>5</v></c><c r="XFD2"><v>5</v></c>', '!tooManyCells'],
  ['an empty cell in the last column of Excel', '<c r="B2"><v>5</v></c><c r="XFD2"/>', '1|5'],
  ['a cell beyond its columns', '<c r="B2"><v>5</v></c><c r="D2"><v>6</v></c>', '1|5||6'],
  [
    'a text of 300,000 characters',
    `<c r="B2" t="inlineStr"><is><t>${'x'.repeat(300_000)}</t></is></c>`,
    '!cellTooLong',
  ],
  ['an ISO date', '<c r="B2" t="d"><v>2020-02-29T00:00:00</v></c>', '1|2020-02-29'],
  ['a date', '<c r="B2" s="1"><v>43831</v></c>', '1|2020-01-01', { styles: shownAs(14) }],
  [
    'a date and a time',
    '<c r="B2" s="1"><v>43831.5</v></c>',
    '1|2020-01-01 12:00:00',
    { styles: shownAs(22) },
  ],
  [
    'an instant to the millisecond',
    '<c r="B2" s="1"><v>46110.104872534722</v></c>',
    '1|2026-03-29 02:31:00.987',
    { styles: shownAs(22) },
  ],
  [
    'a time of day with few decimals',
    '<c r="B2" s="1"><v>43165.70833</v></c>',
    '1|2018-03-06 17:00:00',
    { styles: shownAs(22) },
  ],
  ['a time', '<c r="B2" s="1"><v>0.75</v></c>', '1|18:00:00', { styles: shownAs(20) }],
  [
    'a date in a format of its own',
    '<c r="B2" s="1"><v>43831</v></c>',
    '1|2020-01-01',
    { styles: shownAs(164, '[$-409]d\\-mmm\\-yy;@') },
  ],
  [
    'an amount with a date letter in quotes',
    '<c r="B2" s="1"><v>43831</v></c>',
    '1|43831',
    { styles: shownAs(164, '0.00 &quot;days&quot;') },
  ],
  [
    'a date counted from 1904',
    '<c r="B2" s="1"><v>42369</v></c>',
    '1|2020-01-01',
    { styles: shownAs(14), date1904: true },
  ],
  ['29 February 1900', '<c r="B2" s="1"><v>60</v></c>', '!noSuchDate', { styles: shownAs(14) }],
  ['28 February 1900', '<c r="B2" s="1"><v>59</v></c>', '1|1900-02-28', { styles: shownAs(14) }],
  ['a date before all dates', '<c r="B2" s="1"><v>-5</v></c>', '!noSuchDate', { styles: shownAs(14) }],
  ['a date after all dates', '<c r="B2" s="1"><v>99999999</v></c>', '!noSuchDate', { styles: shownAs(14) }],
];

/** Workbooks of one cell that is odd. */
export const hostileCells: readonly HostileFile[] = cells.map(([name, cell, read, more]) => ({
  name: `that is a workbook with ${name}`,
  bytes: () => workbookOf({ sheets: [{ rows: oneCell(cell) }], ...more }),
  read: ['id|value', read],
}));
