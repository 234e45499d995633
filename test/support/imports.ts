import mongoose from 'mongoose';
import { countOf, type Import, type ImportSettings } from '../../models/imports/import.ts';
import { getImport, newImport } from '../../models/imports/imports.ts';
import { importsCollection } from '../../models/imports/importsCollection.ts';
import { newRow, rowsCollection, type StoredRow } from '../../models/imports/rows/rows.ts';
import type { apiAs } from './app.ts';
import { now } from './factories.ts';

type RowGiven = Partial<StoredRow> & Pick<StoredRow, 'noun' | 'outcome'>;

/** What a file is taken with unless a person says otherwise. */
export const usualSettings: ImportSettings = {
  encoding: null,
  source: null,
  selection: { programmes: [], topics: [], identifiers: [], keywords: [], countries: [] },
  scopeRule: { scope: 'candidate', topics: [] },
  conflictRule: 'ask',
  mapping: null,
};

/** An import as a check leaves it, with these rows and the counts that follow from them. */
export async function addImport(
  given: readonly RowGiven[] = [],
  over: Partial<Omit<Import, 'id'>> = {},
): Promise<Import> {
  const id = new mongoose.Types.ObjectId().toHexString();
  const file = { name: 'cordis-h2020projects-csv.zip', bytes: 61_234_567, digest: 'ab'.repeat(32) };
  const stored = newImport(id, file, usualSettings, { id: 'ada', name: 'Ada Officer' }, now);
  const rows = given.map((row, at) =>
    newRow(id, at + 1, { where: { table: 'csv/project.csv', row: at + 2 }, name: `P${at + 1}`, ...row }),
  );
  for (const row of rows) {
    stored.counts[row.noun].read += 1;
    stored.counts[row.noun][countOf(row)] += 1;
  }
  await importsCollection().insertOne({
    ...stored,
    state: 'checked',
    source: 'cordis',
    file: { ...file, container: 'zip', encoding: 'utf-8' },
    warnings: rows.filter(({ warnings }) => warnings.length > 0).length,
    checkedAt: now,
    ...over,
  });
  if (rows.length > 0) await rowsCollection().insertMany(rows);
  return getImport(id);
}

/** Asks by API that an import be applied or undone, as it is now. */
export async function askFor(
  { get, post }: Pick<Awaited<ReturnType<typeof apiAs>>, 'get' | 'post'>,
  id: string,
  deed: 'apply' | 'undo',
) {
  const { headers } = await get(`/imports/${id}`);
  return post(`/imports/${id}/${deed}`).set('If-Match', headers['etag'] ?? '');
}

/** Rows of every outcome, with something to say of each. */
export const variedRows = (recordId: string | null = null): RowGiven[] => [
  { noun: 'organisation', outcome: 'created', name: 'Institute of Examples' },
  { noun: 'call', outcome: 'created', name: 'SU-FCT02-2018-2019-2020' },
  {
    noun: 'project',
    outcome: 'changed',
    name: 'GRACE',
    recordId,
    changes: [
      {
        field: 'endsOn',
        before: { value: '2023-05-31', from: '2023-05-31', to: '2023-05-31' },
        after: { value: '2023-11-30', from: '2023-11-30', to: '2023-11-30' },
      },
      { field: 'euContribution', before: null, after: 682_351_250 },
    ],
    warnings: [
      {
        where: { table: 'csv/project.csv', row: 4 },
        column: 'totalCost',
        value: '0',
        problem: { key: 'problems.any.invalid', values: { label: 'totalCost' } },
      },
    ],
  },
  {
    noun: 'project',
    outcome: 'conflict',
    name: 'LOCARD',
    recordId,
    conflicts: [
      { field: 'acronym', ours: 'LOCARD', theirs: '=cmd|A1', decision: null, newer: 'theirs' },
      { field: 'title', ours: 'What a person wrote', theirs: 'What the file states', decision: null },
    ],
  },
  { noun: 'project', outcome: 'unchanged', name: 'AviaTor' },
  {
    noun: 'project',
    outcome: 'rejected',
    name: '773772',
    problems: [
      {
        where: { table: 'csv/project.csv', row: 7 },
        column: 'startDate',
        value: '2018-13-45',
        problem: { key: 'problems.day.base', values: { label: 'startDate' } },
      },
    ],
  },
];

/** What a check also leaves: the first rows as found, and what nothing was made of. */
export const previewed: Partial<Import> = {
  preview: [
    {
      table: 'csv/project.csv',
      columns: ['id', 'acronym', 'status', 'title', 'startDate', 'endDate', 'ecMaxContribution', 'objective'],
      rows: Array.from({ length: 20 }, (_none, at) => [
        `${883341 + at}`,
        at === 0 ? 'GRACE' : `PROJECT${at}`,
        'SIGNED',
        'Global Response Against Child Exploitation',
        '2020-06-01',
        '2023-11-30',
        '6823512,5',
        'Law enforcement agencies receive more referrals of child sexual exploitation than they can look at. '.repeat(
          3,
        ),
      ]),
    },
    {
      table: 'csv/legalBasis.csv',
      columns: ['projectID', 'legalBasis'],
      rows: [['883341', 'H2020-EU.3.7.']],
    },
  ],
  unused: [
    { table: 'csv/webLink.csv', column: null },
    { table: 'csv/organization.csv', column: 'street' },
    { table: 'csv/organization.csv', column: 'geolocation' },
  ],
  ignored: [{ name: 'information.pdf', why: { key: 'importFile.otherMember' } }],
};

/** Given up while it was being applied. */
export const stopped = (): Partial<Import> => ({
  state: 'failed',
  stoppedIn: 'applying',
  appliedAt: now,
  failure: { key: 'importStopped.applying', values: { attempts: 5, rows: 1234 } },
});

/** Nobody applied it in time. */
export const expired = (): Partial<Import> => ({ state: 'expired', expiredAt: now });
