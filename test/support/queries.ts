import fc from 'fast-check';
import type { UrlQuery } from '../../models/query/query.ts';

const anyOf = (...values: string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });

export const initiative = ['S-1.1', 's-1.2', 'S-1.3'];
const days = ['2019', '2020-02', '2022-04-30', '2027-01-01'];
/** Values of every filter, also ones that nothing has and ones in another case. */
export const projectValues: Record<string, string[]> = {
  initiative: [...initiative, 'S-9.9', 'none'],
  principal: initiative,
  secondary: initiative,
  unrated: [...initiative, 'any'],
  notTargeted: initiative,
  notAssessed: initiative,
  programme: ['ALPHA', 'beta', 'none', 'GAMMA'],
  phase: ['upcoming', 'ongoing', 'ended', 'unknown'],
  portfolio: ['yes', 'later', 'undated'],
  status: ['PREPARATION', 'CLOSED', 'none'],
  scope: ['in', 'candidate', 'out'],
  kind: ['grant', 'directAward', 'none'],
  actionType: ['RIA', 'ria', 'none'],
  call: ['ALPHA-2026-0-0', 'alpha-2026-3-3', 'none'],
  topic: ['ALPHA-2026-1-1', 'alpha-2026-2-2', 'none'],
  grantAgreement: ['0012', '883341', 'none'],
  rcn: ['229000', 'none'],
  pic: ['999739619', 'none'],
  country: ['NL', 'FR', 'PL', 'fr', 'EL', 'uk', 'none'],
  organisation: ['none', 'nobody'],
  role: ['coordinator', 'participant', 'partner'],
  officer: ['none', 'Nobody'],
  tag: ['Priority', 'urgent', 'other', 'None', 'none'],
  archived: ['no', 'yes', 'any'],
  warning: ['startUnknown', 'noCoordinator', 'any', 'none'],
  closing: ['due'],
  euContribution: ['none'],
  'euContribution.min': ['0', '0.1', '99.99', '333333.33'],
  'euContribution.max': ['0', '99.99', '1000000'],
  totalCost: ['none'],
  'totalCost.min': ['0', '333333.34'],
  'totalCost.max': ['0', '1500000'],
  startsOn: ['none'],
  'startsOn.from': days,
  'startsOn.to': days,
  endsOn: ['none'],
  'endsOn.from': days,
  'endsOn.to': days,
  signedOn: ['none'],
  'signedOn.from': days,
  'signedOn.to': days,
  startYear: ['2019', '2020', '2026', 'none'],
  signatureYear: ['2019', '2020', 'none'],
};
/** The same of calls. */
export const callValues: Record<string, string[]> = {
  programme: ['ALPHA', 'beta', 'none'],
  kind: ['call', 'topic'],
  status: ['forthcoming', 'open', 'underEvaluation', 'unknown'],
  parent: ['none'],
  opens: ['nothing', 'none'],
  typeOfAction: ['RIA', 'csa', 'none'],
  initiative: [...initiative, 'none'],
  principal: initiative,
  notAssessed: initiative,
  officer: ['none'],
  warning: ['any', 'none'],
  budget: ['none'],
  'budget.min': ['7', '1000000'],
  'opensOn.from': ['2026-02'],
  'deadline.from': ['2027', '2026-06-30'],
  'deadline.to': ['2026-07'],
};

/** Up to three filters, chosen or excluded, on a day, perhaps with words. */
export const urlsOf = (values: Record<string, string[]>): fc.Arbitrary<UrlQuery> =>
  fc
    .record({
      filters: fc.array(
        fc
          .constantFrom(...Object.keys(values))
          .chain(key =>
            fc
              .tuple(fc.boolean(), anyOf(...(values[key] ?? [])))
              .map(([isExcluded, chosen]) => [isExcluded ? `exclude.${key}` : key, chosen] as const),
          ),
        { maxLength: 3 },
      ),
      on: fc.option(fc.constantFrom('2019-06-01', '2026-03-01', '2028-01-01')),
      q: fc.option(fc.constantFrom('detection', 'duo')),
    })
    .map(({ filters, on, q }) => ({
      ...Object.fromEntries(filters),
      ...(on !== null && { on }),
      ...(q !== null && { q }),
    }));

/** What a project of `addPortfolio` can be changed to. */
export const changes = fc.record(
  {
    programme: fc.constantFrom('ALPHA', 'BETA'),
    scope: fc.constantFrom('in', 'candidate', 'out'),
    endsOn: fc.constantFrom(null, '2028-12', '2029'),
    euContribution: fc.constantFrom(null, '0', '12.34'),
    actionType: fc.constantFrom(null, 'RIA', 'ria', 'CSA'),
    tags: fc.constantFrom([], ['priority'], ['Priority', 'Urgent']),
    participants: fc.array(
      fc.record({
        name: fc.constantFrom('A', 'B', 'Withheld Authority'),
        country: fc.constantFrom(null, 'NL', 'PL', 'EL', 'UK'),
        role: fc.constantFrom(null, 'participant', 'partner'),
        isWithheld: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
    supports: fc.constantFrom(
      [],
      [{ initiative: 'S-1.3', significance: 'namedUnrated' }],
      [{ initiative: 'S-1.1', significance: 'examinedNotTargeted', justification: 'Read.' }],
    ),
  },
  { requiredKeys: [] },
);
