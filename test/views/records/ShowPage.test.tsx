import { expect } from 'chai';
import type { ComponentType } from 'preact';
import { callfolioItself, type KeptRecord, type Noun } from '../../../models/record/noun.ts';
import { openly, visibleTo } from '../../../models/record/visibleTo.ts';
import { nouns } from '../../../models/nouns.ts';
import { emptyRecord, text, type Field, type FieldKind, type Fields } from '../../../models/record/fields.ts';
import { parsePartialDay } from '../../../models/values/day.ts';
import { languages, type Language } from '../../../models/values/format.ts';
import { CallPage } from '../../../views/calls/ShowPage.tsx';
import { translator } from '../../../views/locales/index.ts';
import { OrganisationPage } from '../../../views/organisations/ShowPage.tsx';
import { renderPage, type PageContext } from '../../../views/page.tsx';
import { ProgrammePage } from '../../../views/programmes/ShowPage.tsx';
import { ProjectPage } from '../../../views/projects/ShowPage.tsx';
import type { ShowPageProps } from '../../../views/records/ShowPage.tsx';
import { StrategyPage } from '../../../views/strategies/ShowPage.tsx';
import { UserPage } from '../../../views/users/ShowPage.tsx';
import { now } from '../../support/factories.ts';

/** Two values of each kind that no page shows alike. */
const values: Readonly<Record<FieldKind, (field: Field, is: 0 | 1) => unknown>> = {
  text: (_field, is) => `text${is}`,
  longText: (_field, is) => `long${is}`,
  texts: (_field, is) => [`texts${is}`],
  url: (_field, is) => `https://example.org/${is}`,
  country: (_field, is) => ['BE', 'NL'][is],
  choice: ({ options = {} }, is) => Object.keys(options)[is] ?? null,
  integer: (_field, is) => is + 1,
  money: (_field, is) => 100 + is,
  percent: (_field, is) => 1000 + is * 100,
  day: (_field, is) => parsePartialDay(`201${is}-02-03`),
  instant: (_field, is) => new Date(Date.UTC(2011 + is, 1, 3)),
  yesNo: (_field, is) => is === 1,
  coded: (_field, is) => `C-${is}`,
  reference: (_field, is) => ({ id: `id${is}`, identifier: `R-${is}` }),
  list: ({ items = {} }, is) => [filled(items, is)],
};
const valueOf = (field: Field, is: 0 | 1): unknown => values[field.kind](field, is);
const filled = (fields: Fields, is: 0 | 1) => ({
  ...emptyRecord(fields),
  ...Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, valueOf(field, is)])),
});

/** What a page shows under another record's name: a key action under its initiative. */
const keyActions = ({ items = {} }: Field, is: 0 | 1) => [{ ...filled(items, is), code: `1.${is}` }];

const pageIn = (language: Language): PageContext => ({
  t: translator(language),
  say: label => label[language],
  format: { language, locale: 'en-GB' },
  user: null,
  may: () => true,
  csrfToken: '',
  nonce: '',
  url: '/',
  now,
  position: null,
  notice: null,
  sessionEnd: null,
  accessNotice: null,
  look: { isDense: false, isFolded: false },
  underWay: null,
});

const pages = {
  strategy: [StrategyPage, null],
  programme: [ProgrammePage, { projects: 0, calls: 0 }],
  call: [CallPage, { projects: [], topics: [], initiatives: [], now }],
  project: [ProjectPage, []],
  organisation: [OrganisationPage, []],
  user: [UserPage, null],
} satisfies Record<keyof typeof nouns, readonly [unknown, unknown]>;

/** Fields whose value is on no page of their noun: two values of them look the same. */
function unseen(noun: Noun): string[] {
  const [Shown, related] = pages[noun.name];
  const Page = Shown as unknown as ComponentType<ShowPageProps>;
  const kept = {
    id: 'id',
    version: 1,
    createdAt: now,
    updatedAt: now,
    updatedBy: callfolioItself,
    warnings: [],
  };
  const derived = { attributions: [], timeline: [], coordinator: null, actionTypeCode: null };
  const base = { ...filled(noun.fields, 0), ...kept, ...derived };
  const at = (key: string, field: Field, is: 0 | 1) =>
    key === 'keyActions' ? keyActions(field, is) : valueOf(field, is);
  const visible = visibleTo(noun, openly);
  const show = (changed: object) => {
    const record = { ...base, ...changed } as unknown as KeptRecord;
    const view = () => (
      <Page noun={visible} record={record} related={related} knownAt={null} on="2026-11-24" />
    );
    return languages.map(language => renderPage(view, pageIn(language))).join();
  };
  return Object.entries(noun.fields)
    .filter(([key, field]) => show({ [key]: at(key, field, 0) }) === show({ [key]: at(key, field, 1) }))
    .map(([key]) => `${noun.name}.${key}`);
}

describe('The page of a record', () => {
  it('shows each field of its noun', () => {
    // What is known of a call from projects alone is said as a warning.
    expect(Object.values(nouns).flatMap(noun => unseen(noun as unknown as Noun))).to.deep.equal([
      'call.knownFrom',
    ]);
    const more = { ...nouns.project.fields, budgetLine: text({ en: 'Budget line', nl: 'Begrotingslijn' }) };
    const lying = { ...nouns.project, fields: more } as unknown as Noun;
    expect(unseen(lying)).to.deep.equal(['project.budgetLine']);
  });
});
