import { expect } from 'chai';
import fc from 'fast-check';
import { readForm } from '../../../server/http/formBody.ts';

const read = (body: string) => ({ ...readForm(body, 30_000) });

describe('A form as it is sent', () => {
  it('gives each name its text, and a name that stands more than once all its texts in their order', () => {
    expect(read('a=1&b=2')).to.deep.equal({ a: '1', b: '2' });
    expect(read('a=1&b=2&a=3&a=')).to.deep.equal({ a: ['1', '3', ''], b: '2' });
    expect(read('')).to.deep.equal({});
  });

  it('is read as browsers write it: spaces, escapes, signs of any language, names with dots and brackets', () => {
    expect(read('title=Caf%C3%A9+%26+more%3D1&participants.0.name=x&a%5B%5D=1')).to.deep.equal({
      title: 'Café & more=1',
      'participants.0.name': 'x',
      'a[]': '1',
    });
    expect(read('a=b=c&d&&=e')).to.deep.equal({ a: 'b=c', d: '' });
  });

  it('keeps what is no escape as it is', () => {
    expect(read('a=100%&b=%zz')).to.deep.equal({ a: '100%', b: '%zz' });
  });

  it('has no name of its own, nor one that would change what objects are', () => {
    const form = readForm('__proto__=x&constructor=y&toString=z', 10);
    expect(Object.keys(form)).to.deep.equal(['constructor', 'toString']);
    expect(form['hasOwnProperty']).to.equal(undefined);
    expect(({} as Record<string, unknown>)['x']).to.equal(undefined);
  });

  it('is read as it was written, whatever is in it', () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter(one => one !== '__proto__');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string({ unit: 'grapheme' }))), pairs => {
        const written = new URLSearchParams(pairs).toString();
        const expected: Record<string, string[]> = {};
        for (const [key, text] of pairs)
          expected[key] = [...(Object.hasOwn(expected, key) ? (expected[key] ?? []) : []), text];
        const found = Object.entries(read(written)).map(([key, texts]) => [key, [texts].flat()]);
        expect(Object.fromEntries(found)).to.deep.equal(expected);
      }),
    );
  });

  it('has no more fields than may be, told before they are read', () => {
    expect(Object.keys(readForm('a=1&b=2', 2))).to.deep.equal(['a', 'b']);
    expect(() => readForm('a=1&b=2&c=3', 2)).to.throw('tooLarge: tooManyFields');
    expect(() => readForm('&&', 2)).to.throw('tooLarge');
  });
});
