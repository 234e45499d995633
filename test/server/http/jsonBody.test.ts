import { expect } from 'chai';
import fc from 'fast-check';
import { isOverfull, jsonLimits, readJson } from '../../../server/http/jsonBody.ts';

/** Counted after it was read, as the program did before: values, levels, and the most keys of one object. */
function measure(value: unknown): { values: number; depth: number; keys: number } {
  if (typeof value !== 'object' || value === null) return { values: 0, depth: 0, keys: 0 };
  const inner = Object.values(value) as unknown[];
  const below = inner.map(measure);
  return {
    values: inner.length + below.reduce((sum, one) => sum + one.values, 0),
    depth: 1 + Math.max(0, ...below.map(one => one.depth)),
    keys: Math.max(Array.isArray(value) ? 0 : inner.length, ...below.map(one => one.keys)),
  };
}

const bytes = (text: string) => Buffer.from(text);

describe('JSON as it is sent', () => {
  it('is counted from its bytes as it would be when it was read', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.boolean(), (value, isSpaced) => {
        const body = bytes(JSON.stringify(value, null, isSpaced ? 2 : 0));
        const exact = measure(JSON.parse(body.toString()));
        expect(isOverfull(body, exact), 'at the limits').to.equal(false);
        for (const key of ['values', 'depth', 'keys'] as const)
          if (exact[key] > 0)
            expect(isOverfull(body, { ...exact, [key]: exact[key] - 1 }), key).to.equal(true);
      }),
    );
  });

  it('may hold brackets, commas and quotes within a text', () => {
    const body = bytes(JSON.stringify({ 'a,[{"\\': '[[[[{{{{,,,,\\"\\\\' }));
    expect(isOverfull(body, { values: 1, depth: 1, keys: 1 })).to.equal(false);
  });

  it('is refused at the first value too many, also where it is no JSON', () => {
    const limits = { values: 3, depth: 2, keys: 2 };
    for (const body of ['[1,1,1,1', '{"a":1,"b":1,"c":1', '[[[', ',,,,', '{"a":{"b":{'])
      expect(() => readJson(bytes(body), limits), body).to.throw('tooLarge: jsonTooFull');
  });

  it('is an object', () => {
    expect(readJson(bytes('\uFEFF {"a": [1, {"b": null}]} '), jsonLimits)).to.deep.equal({
      a: [1, { b: null }],
    });
    for (const body of ['{', '1', '"a"', 'null', '{"a":}', '{"a":"', '"', ']]]', 'a'])
      expect(() => readJson(bytes(body), jsonLimits), body).to.throw('badQuery: malformed');
    expect(() => readJson(bytes('[]'), jsonLimits)).to.throw('invalid: malformed');
  });
});
