import type { Reader } from '../../models/accounts/reader.ts';
import { ExpectedError } from '../../models/values/errors.ts';
import { readAtOneInstant } from '../../models/process/snapshot.ts';
import { incomingNouns } from '../../models/sources/contract/incoming.ts';
import { importTemplate } from '../../views/workbooks/importTemplate.ts';
import { findChoices } from '../line/choices.ts';
import { spreadsheet } from '../line/files.ts';
import type { Answer, RouteRequest, Route } from '../line/route.ts';

/** `project`, `call` or `organisation`. */
const anyNoun = (locale: string): string =>
  new Intl.ListFormat(locale, { type: 'disjunction' }).format(
    incomingNouns()
      .toReversed()
      .map(noun => `\`${noun}\``),
  );

/** Empty workbooks, to be filled in and imported. */
export const importTemplateRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/imports/templates/:noun',
    right: 'import:run',
    says: {
      en: `An empty workbook to fill in and import, with lists to choose from: ${anyNoun('en-GB')}`,
      nl: `Een lege werkmap om in te vullen en te importeren, met keuzelijsten: ${anyNoun('nl')}`,
    },
    media: ['xlsx'],
    handle: sendTemplate,
  },
];

async function sendTemplate(request: RouteRequest, reader: Reader): Promise<Answer> {
  const noun = incomingNouns().find(name => name === request.params['noun']);
  if (!noun) throw new ExpectedError('notFound', 'notFound.page');
  const { format } = reader;
  const make = async () =>
    readAtOneInstant(async () => {
      const choices = await findChoices(reader, ['programme', 'initiative', 'keyAction']);
      return { body: await importTemplate({ noun, choices, format, now: request.now }) };
    });
  return {
    kind: 'file',
    name: `callfolio-${noun}-${format.language}.xlsx`,
    type: spreadsheet,
    make,
  };
}
