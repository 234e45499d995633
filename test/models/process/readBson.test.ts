import { expect } from 'chai';
import fc from 'fast-check';
import { BSON } from 'mongodb';
import { readBson } from '../../../models/process/readBson.ts';

const isName = (name: string): boolean => !name.includes('\0');
/** What records are made of, and some of what they are not. */
const value = fc.letrec(tie => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(null),
    fc.date({ noInvalidDate: true }),
    fc.maxSafeInteger(),
    fc.constant(new BSON.ObjectId('6b0dceb97422e69b912116e3')),
    fc.maxSafeInteger().map(count => BSON.Long.fromNumber(count)),
    fc.constant(BSON.Long.MAX_VALUE),
    fc.uint8Array({ maxLength: 20 }).map(bytes => new BSON.Binary(bytes)),
    fc.constant(new BSON.Timestamp({ t: 5, i: 7 })),
    fc.array(tie('any'), { maxLength: 6 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }).filter(isName), tie('any'), { maxKeys: 6 }),
  ),
})).any;

describe('reading BSON', () => {
  it('gives what the driver gives', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }).filter(isName), value), document => {
        const bytes = Buffer.from(BSON.serialize(document));
        expect(readBson(bytes)).to.deep.equal(BSON.deserialize(bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes names apart that have the same hash', () => {
    // In base 31 "Aa" and "BB" are the same number.
    const document = { Aa: 1, BB: 2, AaAa: 3, AaBB: 4, BBAa: 5, C: { BB: 6, Aa: 7 } };
    const bytes = Buffer.from(BSON.serialize(document));
    expect(readBson(bytes)).to.deep.equal(document);
    expect(readBson(bytes)).to.deep.equal(document);
  });

  it('refuses what ends too early, as the driver does', () => {
    const bytes = Buffer.from(BSON.serialize({ name: 'A title', list: [1, 2], at: new Date(0) }));
    for (let end = 5; end < bytes.length; end += 1)
      expect(() => readBson(bytes.subarray(0, end)), String(end)).to.throw();
  });
});
