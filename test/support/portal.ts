import { portal } from '../../models/sources/portal/portal.ts';
import { readAll, sourceFileOf, valuesTable } from './sourceFile.ts';

export type Metadata = Record<string, string[]>;
export interface Result {
  reference: string;
  language: string;
  metadata: Metadata;
}

/** The file holding these values: answers, records or topic pages. */
export const read = async (...values: object[]) =>
  readAll(portal, sourceFileOf([valuesTable('answer.json', values)], 'json'));
export const answer = (...results: object[]) => ({
  apiVersion: '2.1',
  totalResults: results.length,
  results,
});

export const topicId = 'SU-FCT02-2018-2019-2020';
export const action = (year: string, text = `${topicId} - RIA Research and Innovation action`) => ({
  action: text,
  expectedGrants: 0,
  minContribution: 5000000,
  maxContribution: 7000000,
  budgetYearMap: { [year]: '28160000' },
});
/** A topic of 2018 to 2020 as a search answer tells it for one year and language. */
export const round = (year: string, over: Metadata = {}, language = 'en'): Result => ({
  reference: `${topicId}${year}${language}`,
  language,
  metadata: {
    type: ['1'],
    identifier: [topicId],
    title: [language === 'en' ? 'Technologies to fight crime' : 'Technologieën tegen misdaad'],
    callIdentifier: [`H2020-SU-SEC-${year}`],
    callTitle: [language === 'en' ? 'Security' : 'Veiligheid'],
    frameworkProgramme: ['31045243'],
    startDate: [`${year}-03-15T00:00:00.000+0000`],
    deadlineDate: [`${year}-08-23T17:00:00.000+0000`],
    deadlineModel: ['single-stage'],
    typesOfAction: ['RIA Research and Innovation action'],
    budgetOverview: [JSON.stringify({ budgetTopicActionMap: { '1': [action(year)] } })],
    status: ['31094503'],
    ...over,
  },
});
export const topicOf = async (...results: object[]) =>
  (await read(answer(...results))).calls.find(({ values }) => values['identifier'] === topicId);
