import { expect } from 'chai';
import fc from 'fast-check';
import { defaultLimits } from '../../../../models/sources/contract/limits.ts';
import { jsonValues, type FoundValue } from '../../../../models/sources/files/jsonValues.ts';
import { ExpectedError } from '../../../../models/values/errors.ts';

/** What is found in pieces, and the reason where they are refused. */
function valuesOf(pieces: readonly string[], limits = defaultLimits): (FoundValue | string)[] {
  const reader = jsonValues('a file', limits);
  const found: (FoundValue | string)[] = [];
  try {
    for (const piece of pieces) found.push(...reader.write(piece));
    reader.end();
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    found.push(error.key);
  }
  return found;
}

/** A text cut at places given as parts of its length. */
function cut(text: string, places: readonly number[]): string[] {
  const at = [
    0,
    ...places.map(place => Math.floor(place * text.length)).toSorted((a, b) => a - b),
    text.length,
  ];
  return at.slice(1).map((to, index) => text.slice(at[index], to));
}

describe('Values of JSON that comes in pieces', () => {
  it('are the records of its lists, wherever they stand', () => {
    const all = (text: string) => valuesOf([text]);
    expect(all('[{"a":1},{"a":2}]')).to.deep.equal([
      { list: '', value: { a: 1 } },
      { list: '', value: { a: 2 } },
    ]);
    expect(all('{"results":[{"a":1}],"total":1}')).to.deep.equal([{ list: 'results', value: { a: 1 } }]);
    expect(all('{"TopicDetails":{"a":1}}')).to.deep.equal([{ list: 'TopicDetails', value: { a: 1 } }]);
    expect(all('{"a":{"b":1}}')).to.deep.equal([{ list: '', value: { a: { b: 1 } } }]);
    expect(all('[{"results":[{"a":1},{"a":2}]}]')).to.deep.equal([
      { list: 'results', value: { a: 1 } },
      { list: 'results', value: { a: 2 } },
    ]);
    expect(all('[3,{"a":1}]')).to.deep.equal([
      { list: '', value: null, broken: { key: 'importFile.noObject' } },
      { list: '', value: { a: 1 } },
    ]);
  });

  it('are the same wherever the pieces are cut, also within a number, an escape or a word', () => {
    const record = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 3 }), {
      maxKeys: 4,
    });
    const list = fc.array(fc.oneof(record, fc.jsonValue({ maxDepth: 1 })), { maxLength: 6 });
    const whole = fc.oneof(
      list,
      fc.record({ results: list, total: fc.integer() }),
      fc.record({ topicData: fc.record({ TopicDetails: record }) }),
      fc.array(fc.record({ results: list }), { maxLength: 3 }),
      record,
    );
    const text = fc
      .tuple(whole, fc.integer({ min: 0, max: 2 }))
      .map(([value, blanks]) => JSON.stringify(value, null, blanks));
    const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
    fc.assert(
      fc.property(text, places, (document, at) => {
        const expected = valuesOf([document]);
        expect(valuesOf(cut(document, at))).to.deep.equal(expected);
        expect(valuesOf(Array.from(document))).to.deep.equal(expected);
      }),
      { numRuns: 300 },
    );
    expect(valuesOf(['[1,2', ',3]'])).to.deep.equal(valuesOf(['[1,2,3]']));
    expect(valuesOf(['["a\\', '"b"]'])).to.deep.equal(valuesOf(['["a\\"b"]']));
  });

  it('are refused where brackets do not match, a value is missing or a limit is passed', () => {
    expect(valuesOf(['[{"a":1}}'])).to.include('importFile.badJson');
    expect(valuesOf(['[{"a":1},', ',{"a":2}]'])).to.include('importFile.badJson');
    expect(valuesOf(['{"a":"b'])).to.deep.equal(['importFile.badJson']);
    expect(valuesOf(['[[[[1]]]]'], { ...defaultLimits, depth: 3 })).to.deep.equal(['importFile.tooDeep']);
    expect(valuesOf(['[{"a":"12345678"}]'], { ...defaultLimits, valueLength: 9 })).to.deep.equal([
      'importFile.valueTooLong',
    ]);
  });
});
