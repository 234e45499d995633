import { expect } from 'chai';
import fc from 'fast-check';
import { nouns } from '../../../models/nouns.ts';
import type { Filter } from '../../../models/record/filters.ts';
import { presentMoment } from '../../../models/query/query.ts';
import { now } from '../../support/factories.ts';

const all: [string, Filter][] = Object.values(nouns).flatMap(({ name, filters }) =>
  Object.entries(filters).map(([key, filter]): [string, Filter] => [`${name}.${key}`, filter]),
);
const moment = presentMoment(now);

const fits = (takes: NonNullable<Filter['takes']>, value: string): boolean =>
  takes instanceof RegExp ? takes.test(value) : takes.includes(value);

/** Values that a filter takes and does not say so, or says it takes and refuses. */
function findUntrue(filter: Pick<Filter, 'takes' | 'match'>, values: readonly string[]): string[] {
  return values.filter(value => fits(filter.takes ?? /^/, value) !== (filter.match(value, moment) !== null));
}

/** Words that some filter takes, so that each is also asked for what only another one knows. */
const words = [
  ...new Set(all.flatMap(([, { takes }]) => (Array.isArray(takes) ? (takes as string[]) : []))),
  'S-1.2',
  '2021',
  '20211',
  'any',
  'none',
  'constructor',
  '__proto__',
];

describe('What a filter says that it takes', () => {
  it('is what it takes, for any text', () => {
    const worded: readonly string[] = ['choice', 'year', 'text'];
    const choices = all.filter(([, { control }]) => worded.includes(control));
    expect(choices.length).to.be.greaterThan(40);
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...words), fc.string({ minLength: 1 })), value => {
        for (const [name, filter] of choices) expect(findUntrue(filter, [value]), name).to.deep.equal([]);
      }),
      { numRuns: 300 },
    );
  });

  it('is found out where it is not so', () => {
    expect(findUntrue({ takes: ['yes'], match: () => ({}) }, words)).not.to.deep.equal([]);
    expect(findUntrue({ match: value => (value === 'yes' ? {} : null) }, words)).not.to.deep.equal([]);
  });
});
