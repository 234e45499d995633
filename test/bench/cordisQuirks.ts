import type { CordisRow } from './cordisRows.ts';

/** How a foreign row lies, and what an import has to make of it: FORMATS §1. */
export interface Quirk {
  name: string;
  /** Changes the cells of the row; `at` is its place among the rows with quirks, for values of its own. */
  change?: (row: CordisRow, at: number) => CordisRow;
  /** For a broken row: the cells as the line has them, which are no longer those of the columns. */
  breaks?: (cells: string[]) => string[];
  /** The rows of its project in the other tables are rejected too: nobody can tell what they belong to. */
  isLost?: true;
  /** Only of CSV: an object without a key, or a row of a sheet without its last cells, just states less. */
  isOfLines?: true;
  /** What is taken, a link as its identifier in lower case: fields of the project, or of the participant. Absent: the row is rejected. */
  taken?: (row: CordisRow) => Readonly<Record<string, unknown>>;
}

const day = (value: string) => ({ value, from: value, to: value });
const cost = 6;
const title = 3;
const contribution = 20;
const name = 4;

/** An unquoted decimal comma became a separator: everything after it stands one column further, the end falls off. */
const splitAt =
  (...columns: readonly number[]) =>
  (cells: string[]): string[] =>
    cells
      .flatMap((cell, at) => (columns.includes(at) ? [cell.split(/[.,]/)[0] ?? '', '25'] : [cell]))
      .slice(0, cells.length);

/** A separator that nobody quoted: one cell too many. */
const splitText = (column: number) => (cells: string[]) =>
  cells.flatMap((cell, at) => (at === column ? [cell, ' AND MORE'] : [cell]));

const blanks = (text: string) => text.replace(' ', '\u00a0').replace(/ (?=\S*$)/, '   ');

export const projectQuirks: readonly Quirk[] = [
  {
    name: 'decimal comma',
    change: row => ({ ...row, totalCost: '2073781,25', ecMaxContribution: '1999999,5' }),
    taken: () => ({ totalCost: 207_378_125, euContribution: 199_999_950 }),
  },
  { name: 'shifted by an unquoted decimal comma', breaks: splitAt(cost, cost + 1) },
  {
    name: 'cost not declared',
    change: row => ({ ...row, totalCost: '0', ecMaxContribution: '150000.4' }),
    taken: () => ({ totalCost: 0, euContribution: 15_000_040 }),
  },
  {
    name: 'updated at a time of day',
    change: row => ({ ...row, contentUpdateDate: '2022-11-07 14:30:11' }),
    taken: () => ({ contentUpdatedOn: day('2022-11-07') }),
  },
  { name: 'a semicolon without quotes in the title', breaks: splitText(title) },
  {
    name: 'no dates',
    change: row => ({ ...row, startDate: '', endDate: '', ecSignatureDate: '' }),
    taken: () => ({ startsOn: null, endsOn: null, signedOn: null }),
  },
  {
    name: 'no scheme',
    change: row => ({ ...row, fundingScheme: '' }),
    taken: () => ({ actionType: null }),
  },
  { name: 'cut short', breaks: cells => cells.slice(0, 11), isOfLines: true },
  {
    name: 'no-break and doubled blanks',
    change: row => ({ ...row, title: blanks(row['title'] ?? '') }),
    taken: row => ({ title: (row['title'] ?? '').replace(/\s+/g, ' ') }),
  },
  {
    name: 'an identifier in mixed case',
    change: row => ({
      ...row,
      topics: (row['topics'] ?? '').toLowerCase().replace(/^./, one => one.toUpperCase()),
    }),
    taken: row => ({ topic: (row['topics'] ?? '').toLowerCase() }),
  },
  { name: 'no grant number', change: row => ({ ...row, id: 'see title' }), isLost: true },
];

const inCountry = (printed: string, country: string | null): Quirk => ({
  name: `country ${printed || 'missing'}`,
  change: row => ({ ...row, country: printed }),
  taken: () => ({ country }),
});

export const participationQuirks: readonly Quirk[] = [
  {
    name: 'decimal comma',
    change: row => ({
      ...row,
      ecContribution: '349999,5',
      netEcContribution: '349999,5',
      totalCost: '400000,25',
    }),
    taken: () => ({ euContribution: 34_999_950 }),
  },
  inCountry('EL', 'GR'),
  { name: 'shifted by an unquoted decimal comma', breaks: splitAt(contribution) },
  inCountry('UK', 'GB'),
  inCountry('XK', 'XK'),
  { name: 'a semicolon without quotes in the name', breaks: splitText(name) },
  inCountry('ZZ', 'ZZ'),
  inCountry('NA', 'NA'),
  inCountry('', null),
  { name: 'cut short', breaks: cells => cells.slice(0, 17), isOfLines: true },
  {
    name: 'no-break and doubled blanks',
    change: (row, at) => ({ ...row, name: `NATIONAL\u00a0POLICE  OF  TOWN ${at}` }),
    taken: row => ({ name: (row['name'] ?? '').replace(/\s+/g, ' ') }),
  },
  {
    name: 'updated at a time of day',
    change: row => ({ ...row, contentUpdateDate: '2022-11-07 14:30:11' }),
    taken: () => ({ isWithheld: false }),
  },
  { name: 'no project', change: row => ({ ...row, projectID: 'n/a' }) },
];
