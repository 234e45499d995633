import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { ExpectedError } from '../../../../models/values/errors.ts';
import { tableSource } from '../../../../models/sources/anyTable/anyTable.ts';
import { cordis } from '../../../../models/sources/cordis/cordis.ts';
import { proposeMapping } from '../../../../models/sources/anyTable/proposeMapping.ts';
import { recogniseSource } from '../../../../models/sources/register/register.ts';
import type { SourceTable } from '../../../../models/sources/contract/table.ts';
import { importSourceTexts } from '../../../../views/locales/importSources.ts';
import { fileOf, grace } from '../../../support/cordis.ts';
import { notKept, readAll, recordsTable, sourceFileOf, tableOf } from '../../../support/sourceFile.ts';

const header = (name: string, columns: string): SourceTable =>
  tableOf(name, [columns.split(';'), columns.split(';').map(() => 'x')]);
const members: readonly (readonly [string, string, string])[] = [
  [
    'reportSummaries.csv',
    'id;title;projectID;projectAcronym;attachment;contentUpdateDate;rcn',
    'report summaries',
  ],
  [
    'DATA',
    'rcn;language;title;teaser;summary;workPerformed;finalResults;projectID;projectAcronym',
    'report summaries',
  ],
  [
    'csv/webLink.csv',
    'id;projectID;physUrl;availableLanguages;status;archivedDate;type;source;represents',
    'web links',
  ],
  ['webItem.csv', 'language;availableLanguages;uri;title;type;source;represents', 'web links'],
  [
    'a.csv',
    'id;title;deliverableType;description;projectID;projectAcronym;url;contentUpdateDate;rcn',
    'deliverables',
  ],
  ['b.csv', 'id;title;isPublishedAs;authors;journalTitle;doi;projectID;projectAcronym;rcn', 'publications'],
  ['projectIrps_h2020.csv', 'PROJECT_ID;TITLE;TYPE', 'other results'],
  ['policyPriorities.csv', 'projectID;priority;title', 'other results'],
  [
    'erc.csv',
    'projectId;projectAcronym;fundingScheme;title;firstName;lastName;organisationId',
    'lists of people',
  ],
];
const joined = ['topics.csv', 'legalBasis.csv', 'euroSciVoc.csv', 'organization.csv'] as const;
const columnsOf = {
  'topics.csv': 'projectID;topic;title',
  'legalBasis.csv': 'projectID;legalBasis;title;uniqueProgrammePart',
  'euroSciVoc.csv': 'projectID;euroSciVocCode;euroSciVocPath;euroSciVocTitle;euroSciVocDescription',
  'organization.csv': 'projectID;projectAcronym;organisationID;name;role;country;ecContribution',
} as const;

const refusalOf = async (table: SourceTable, reading = readAll(cordis, sourceFileOf([table]))) => {
  const error: unknown = await reading.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ExpectedError)) throw new Error('nothing was refused');
  const texts: Readonly<Record<string, { en: string; nl: string }>> = importSourceTexts.importSource;
  return texts[error.key.replace('importSource.', '')]?.en ?? '';
};

describe('A list that CORDIS gives beside its projects', () => {
  for (const [name, columns, what] of members) {
    it(`is known and refused with a sentence, alone: ${name} of ${what}`, async () => {
      const table = header(name, columns);
      expect((await recogniseSource(sourceFileOf([table], 'csv', name)))?.name).to.equal('cordis');
      expect(await refusalOf(table))
        .to.include(what)
        .and.include('not taken');
    });

    it(`is refused, too, where somebody maps it by hand: ${name} of ${what}`, async () => {
      const table = header(name, columns);
      const mapped = async (of: SourceTable) =>
        readAll(tableSource, sourceFileOf([of], 'csv', of.name), {
          mapping: {
            noun: 'project',
            columns: { [of.columns[0] ?? '']: 'title' },
            fixed: { programme: 'ISFP' },
            decimal: null,
            dayOrder: 'dayFirst',
          },
        });
      expect(await refusalOf(table, mapped(table))).to.include('not taken');
      const own = header('own.csv', columns.replaceAll(/projectI[dD]|PROJECT_ID|uri/g, 'number'));
      expect((await mapped(own)).read, 'another table').to.have.length(1);
    });

    it(`is left aside where it comes with projects: ${name}`, async () => {
      const file = sourceFileOf([...fileOf({ project: [grace] }).tables, header(name, columns)]);
      expect((await recogniseSource(file))?.name).to.equal('cordis');
      expect((await readAll(cordis, file)).projects).to.have.length(1);
      expect(cordis.unused(file, notKept)).to.deep.include({ table: name, column: null });
    });
  }

  it('and any other table of the same words is nobody’s, and is mapped', async () => {
    const own = header('list.csv', 'Number;Title;Acronym;Link');
    expect(await recogniseSource(sourceFileOf([own], 'csv'))).to.equal(null);
    // What happened: a mapping was proposed that makes a project of each report.
    const [, columns = ''] = members[0] ?? [];
    expect(Object.values(proposeMapping(columns.split(';')).columns)).to.include.members(['title', 'rcn']);
  });

  it('is none where it adds to projects that are here', async () => {
    for (const name of joined) {
      const file = sourceFileOf([header(name, columnsOf[name])], 'csv', name);
      expect((await recogniseSource(file))?.name, name).to.equal('cordis');
      expect((await readAll(cordis, file)).calls).to.deep.equal([]);
    }
  });

  it('takes nothing from the files of before 2022', async () => {
    const text = readFileSync('test/models/sources/samples/cordis-2021-shifted-row.json', 'utf8');
    const project = recordsTable('p.csv', [JSON.parse(text) as Record<string, string>]);
    const file = sourceFileOf([header('h2020reports.csv', members[1]?.[1] ?? ''), project]);
    expect((await recogniseSource(file))?.name).to.equal('cordisOld');
  });
});
