import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { nouns } from '../../../models/nouns.ts';
import { list, text, type Fields } from '../../../models/record/fields.ts';
import { parseListQuery } from '../../../models/query/query.ts';
import { visibleFields, visibleTo, openly } from '../../../models/record/visibleTo.ts';

const label = { en: 'Secret', nl: 'Geheim' };

/** What makes an answer from fixed fields, for everybody alike. */
const fixed = [
  'models/assessments',
  'models/coverage',
  'models/portfolio',
  'views/coverage',
  'views/home',
  'routes/coverage.tsx',
  'routes/home.tsx',
  'routes/portfolio.tsx',
  'routes/quality.tsx',
  'views/workbooks/portfolio',
];

/** Every word of their code: no field is read by another name than its own. */
function fixedAnswers(): ReadonlySet<string> {
  const paths = fixed.flatMap(path =>
    /\.tsx?$/.test(path) ? [path] : readdirSync(path).map(name => join(path, name)),
  );
  return new Set(paths.flatMap(path => readFileSync(path, 'utf8').match(/\w+/g) ?? []));
}

describe('A field that takes a right', () => {
  const hiddenOf = (fields: Fields) =>
    Object.keys(fields).filter(key => !Object.hasOwn(visibleFields(fields, openly), key));

  it('is read by no answer that is made from fixed fields, to whoever asks', () => {
    const named = fixedAnswers();
    const toldOf = (fields: Fields) => hiddenOf(fields).filter(key => named.has(key));
    expect(Object.values(nouns).flatMap(({ fields }) => toldOf(fields))).to.deep.equal([]);
    // A right on any of these would be told by the matrix, the summary, the portfolio workbook or Home.
    const lying = [
      'euContribution',
      'totalCost',
      'kind',
      'scope',
      'endsOn',
      'rounds',
      'supports',
      'initiatives',
    ];
    const hiding = Object.fromEntries(lying.map(key => [key, text(label, { right: 'user:read' })]));
    expect(toldOf({ ...hiding, remarkOfTheEvaluator: text(label, { right: 'user:read' }) })).to.deep.equal(
      lying,
    );
  });

  it('stands in no address that is read past what a reader may see', () => {
    // @ts-expect-error -- A kind of record as it is.
    expect(() => parseListQuery(nouns.call, {}, new Date())).to.not.throw();
    expect(() => parseListQuery(visibleTo(nouns.call, openly), {}, new Date())).to.not.throw();
  });

  it('is not a part of a list, which is seen or hidden whole', () => {
    expect(() => list(label, { secret: text(label, { right: 'user:read' }) })).to.throw(
      'name it on the list',
    );
    expect(() => list(label, { open: text(label) }, { right: 'user:read' })).to.not.throw();
  });
});
