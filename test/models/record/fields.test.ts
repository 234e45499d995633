import { expect } from 'chai';
import fc from 'fast-check';
import {
  choice,
  country,
  day,
  instant,
  integer,
  list,
  longText,
  money,
  percent,
  ruleOf,
  text,
  texts,
  url,
  yesNo,
  type Field,
} from '../../../models/record/fields.ts';
import { coded, reference } from '../../../models/record/referenceFields.ts';
import { mostCents } from '../../../models/values/money.ts';

const label = { en: 'A field', nl: 'Een veld' };
const unread = Symbol('refused');
/** What a field makes of an input, or `refused`. */
const read = ({ rule }: Field, input: unknown): unknown => {
  const { value, error } = rule.validate(input) as { value: unknown; error?: unknown };
  return error ? unread : value;
};
const isRefused = (field: Field, input: unknown) => read(field, input) === unread;

const kinds: Readonly<Record<string, Field>> = {
  text: text(label),
  longText: longText(label),
  texts: texts(label),
  url: url(label),
  country: country(label),
  choice: choice(label, { A: label, B: label }),
  integer: integer(label),
  money: money(label),
  percent: percent(label),
  day: day(label),
  instant: instant(label),
  coded: coded(label, 'programme'),
  reference: reference(label, 'call'),
};

describe('any kind of field', () => {
  for (const [kind, field] of Object.entries(kinds)) {
    it(`${kind}: is empty when nothing is sent or typed`, () => {
      const empty = kind === 'texts' ? [] : null;
      for (const nothing of ['', null, undefined]) expect(read(field, nothing)).to.deep.equal(empty);
    });

    it(`${kind}: refuses objects, operators and lists of them`, () => {
      for (const hostile of [{ $gt: '' }, [{ $gt: '' }], { a: 1 }, [['a']], [null], { $where: '1' }])
        expect(isRefused(field, hostile), JSON.stringify(hostile)).to.equal(true);
    });

    it(`${kind}: refuses control characters`, () => {
      for (const control of ['a\u0000b', 'a\u001ab', 'a\u007f', '\uffff'])
        expect(isRefused(field, control), JSON.stringify(control)).to.equal(true);
    });

    it(`${kind}: refuses a text of a megabyte`, () => {
      expect(isRefused(field, 'x'.repeat(1_000_000))).to.equal(true);
    });
  }

  it('asks for a value where one is required', () => {
    const { error } = text(label, { required: true }).rule.validate('  ');
    expect(error?.details[0]?.type).to.equal('any.required');
  });
});

describe('a text field', () => {
  it('drops blanks around and keeps what is between', () => {
    expect(read(text(label), '  a  b ')).to.equal('a  b');
  });

  it('has no name of an object for a value of a choice', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'a'])
      expect(isRefused(kinds['choice'] as Field, name), name).to.equal(true);
  });

  it('writes the ends of lines in one way, so that a saved form changes nothing', () => {
    expect(read(longText(label), 'one\r\ntwo\rthree\nfour')).to.equal('one\ntwo\nthree\nfour');
  });

  it('takes what an Excel cell holds, and not a character more', () => {
    expect(isRefused(longText(label), 'x'.repeat(32_767))).to.equal(false);
    expect(isRefused(longText(label), 'x'.repeat(32_768))).to.equal(true);
  });

  it('links to http and https alone', () => {
    expect(read(url(label), 'https://example.org/a?b=c')).to.equal('https://example.org/a?b=c');
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'example.org', 'ftp://example.org', '//a'])
      expect(isRefused(url(label), bad), bad).to.equal(true);
  });

  it('stores ISO countries for the codes the EU writes', () => {
    expect(['EL', 'UK', 'NA', 'nl'].map(code => read(country(label), code))).to.deep.equal([
      'GR',
      'GB',
      'NA',
      'NL',
    ]);
    expect(isRefused(country(label), 'QQ')).to.equal(true);
  });

  it('reads several texts, one a line or between semicolons, each once', () => {
    expect(read(texts(label), 'a\r\nb; a\n\n')).to.deep.equal(['a', 'b']);
    expect(
      isRefused(
        texts(label),
        Array.from({ length: 501 }, (_, at) => `${at}`),
      ),
    ).to.equal(true);
  });
});

describe('a number field', () => {
  it('takes whole numbers within its bounds', () => {
    const number = integer(label, { min: 1, max: 5 });
    expect(read(number, '5')).to.equal(5);
    for (const bad of ['0', '6', '1.5', 'Infinity', 'NaN', '0x1'])
      expect(isRefused(number, bad), bad).to.equal(true);
  });

  it('keeps an amount in whole cents, however it is written', () => {
    for (const typed of ['577.675,77', '577675.77', '577 675,77', 577_675.77])
      expect(read(money(label), typed)).to.equal(57_767_577);
  });

  it('says why a text is no amount, and takes none below zero', () => {
    const typeOf = (typed: unknown) => money(label).rule.validate(typed).error?.details[0]?.type;
    expect(typeOf('1.234')).to.equal('money.ambiguous');
    expect(typeOf('1,234')).to.equal('money.ambiguous');
    expect(typeOf('much')).to.equal('money.notANumber');
    expect(typeOf('-1.00')).to.equal('money.negative');
    expect(typeOf(true)).to.equal('money.notANumber');
  });

  it('reads back every amount as JSON writes it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: mostCents }), cents => {
        const written = `${BigInt(cents) / 100n}.${String(BigInt(cents) % 100n).padStart(2, '0')}`;
        return read(money(label), written) === cents;
      }),
    );
  });

  it('speaks of per cent to whoever types a share', () => {
    for (const bad of [10_001, -1, 'abc', 0.5])
      expect(percent(label).rule.validate(bad).error?.details[0]?.type).to.equal('percent.base');
  });

  it('is false where a box is not ticked', () => {
    expect([undefined, '', 'off', 'on', true, '1'].map(input => read(yesNo(label), input))).to.deep.equal([
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(isRefused(yesNo(label), 'perhaps')).to.equal(true);
  });
});

describe('a date field', () => {
  it('keeps a day, month or year as far as it is known', () => {
    expect(read(day(label), '2019-02')).to.deep.equal({
      value: '2019-02',
      from: '2019-02-01',
      to: '2019-02-28',
    });
    expect(read(day(label), { value: '2020', from: 'x', to: 'y' })).to.deep.equal({
      value: '2020',
      from: '2020-01-01',
      to: '2020-12-31',
    });
    for (const bad of ['2019-02-30', '2019-13', '19', 'soon', 2019, { value: { $gt: '' } }])
      expect(isRefused(day(label), bad), JSON.stringify(bad)).to.equal(true);
  });

  it('takes a bare day for 17:00 in Brussels, on the days the clocks change too', () => {
    const iso = (typed: string) => (read(instant(label), typed) as Date).toISOString();
    expect(iso('2019-08-22')).to.equal('2019-08-22T15:00:00.000Z');
    expect(iso('2019-12-22')).to.equal('2019-12-22T16:00:00.000Z');
    expect(iso('2026-03-29')).to.equal('2026-03-29T15:00:00.000Z');
    expect(iso('2026-10-25')).to.equal('2026-10-25T16:00:00.000Z');
    expect(iso('2026-03-29 02:30')).to.equal('2026-03-29T01:30:00.000Z');
    expect(iso('2026-10-25T02:30')).to.equal('2026-10-25T00:30:00.000Z');
  });

  it('takes an instant with its zone, and no other text', () => {
    expect(read(instant(label), '2019-08-22T17:00:00+02:00')).to.deep.equal(new Date('2019-08-22T15:00:00Z'));
    for (const bad of ['2019-02-30', '2019-08-22 24:00', '17:00', '2019-02-30T10:00:00Z', 0, {}])
      expect(isRefused(instant(label), bad), JSON.stringify(bad)).to.equal(true);
  });
});

describe('a link field', () => {
  it('takes an id, an identifier, or both', () => {
    const link = reference(label, 'call');
    expect(read(link, 'X-1')).to.deep.equal({ id: 'X-1', identifier: 'X-1' });
    expect(read(link, { id: 'a', identifier: 'X-1' })).to.deep.equal({ id: 'a', identifier: 'X-1' });
    expect(read(link, { identifier: 'X-1' })).to.deep.equal({ id: 'X-1', identifier: 'X-1' });
    for (const bad of [{}, { id: { $ne: null } }, { id: 'a', $where: '1' }, 5])
      expect(isRefused(link, bad), JSON.stringify(bad)).to.equal(true);
  });
});

describe('ruleOf', () => {
  const fields = {
    name: text(label, { required: true }),
    set: text(label, { readOnly: true }),
    items: list(label, { name: text(label, { required: true }), by: text(label, { readOnly: true }) }),
  };
  const typesOf = (input: object) =>
    ruleOf(fields)
      .validate(input, { abortEarly: false })
      .error?.details.map(({ path, type }) => `${path.join('.')} ${type}`);

  it('refuses what no field is called, at any depth', () => {
    expect(typesOf({ name: 'a', other: 1 })).to.deep.equal(['other object.unknown']);
    expect(typesOf({ name: 'a', 'items.0.name': 'b' })).to.deep.equal(['items.0.name object.unknown']);
    expect(typesOf({ name: 'a', items: [{ name: 'b', $set: 1 }] })).to.deep.equal([
      'items.0.$set object.unknown',
    ]);
    expect(typesOf({ name: 'a', constructor: 1 })).to.deep.equal(['constructor object.unknown']);
  });

  it('refuses what the program alone may set, at any depth', () => {
    expect(typesOf({ name: 'a', set: 'x' })).to.deep.equal(['set object.unknown']);
    expect(typesOf({ name: 'a', items: [{ name: 'b', by: 'x' }] })).to.deep.equal([
      'items.0.by object.unknown',
    ]);
  });

  it('names every mistake of a list, and takes no more items than it may', () => {
    expect(typesOf({ name: 'a', items: [{}, { name: '' }] })).to.deep.equal([
      'items.0.name any.required',
      'items.1.name any.required',
    ]);
    expect(typesOf({ name: 'a', items: Array.from({ length: 2001 }, () => ({ name: 'b' })) })).to.deep.equal([
      'items array.max',
    ]);
  });
});
