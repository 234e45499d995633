import { expect } from 'chai';
import fc from 'fast-check';
import {
  addDays,
  brusselsInstant,
  brusselsParts,
  formatDay,
  formatInstant,
  formatPartialDay,
  isDay,
  parseInstant,
  parsePartialDay,
  todayInBrussels,
  type PartialDay,
} from '../../../models/values/day.ts';
import type { Format } from '../../../models/values/format.ts';

const english: Format = { language: 'en', locale: 'en-IE' };
const dutch: Format = { language: 'nl', locale: 'nl-NL' };
const englishInFrance: Format = { language: 'en', locale: 'fr-FR' };

const anyDay = fc.integer({ min: -10_000, max: 30_000 }).map(count => addDays('1990-01-01', count));
const anyTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(parts => parts.map(part => String(part).padStart(2, '0')).join(':'));

const partial = (text: string): PartialDay => {
  const day = parsePartialDay(text);
  if (day === null) throw new Error(`no day: ${text}`);
  return day;
};

describe('isDay', () => {
  it('takes existing calendar days only', () => {
    for (const day of ['2020-02-29', '2000-02-29', '1999-12-31', '2021-03-28'])
      expect(isDay(day), day).to.equal(true);
    for (const text of [
      '2021-02-29',
      '1900-02-29',
      '2021-04-31',
      '2021-00-10',
      '2021-13-01',
      '2021-1-1',
      '0021-01-01',
      '2021-01-01T00:00',
      '2021-01-01 ',
      '',
    ]) {
      expect(isDay(text), text).to.equal(false);
    }
  });
});

describe('parsePartialDay', () => {
  it('keeps as much as is known, with the first and last day it may be', () => {
    expect(partial('2019')).to.deep.equal({ value: '2019', from: '2019-01-01', to: '2019-12-31' });
    expect(partial('2020-02')).to.deep.equal({ value: '2020-02', from: '2020-02-01', to: '2020-02-29' });
    expect(partial('2019-01')).to.deep.equal({ value: '2019-01', from: '2019-01-01', to: '2019-01-31' });
    expect(partial(' 2018-03-06 ')).to.deep.equal({
      value: '2018-03-06',
      from: '2018-03-06',
      to: '2018-03-06',
    });
  });

  it('reads what people type day first, never month first', () => {
    for (const text of ['3/4/2021', '03-04-2021', '03.04.2021', '3.4.2021']) {
      expect(partial(text).value, text).to.equal('2021-04-03');
    }
    expect(parsePartialDay('12/31/2021')).to.equal(null);
  });

  it('refuses days that do not exist and everything else', () => {
    const wrong = [
      '',
      '31/2/2021',
      '29-2-2021',
      '2021-02-30',
      '2021-13',
      '2021-00',
      '3/4-2021',
      '3/4/21',
      '1/1/18',
      '20211',
      '0202',
      '2021-6',
      '2021-06-01T00:00:00Z',
    ];
    for (const text of wrong) expect(parsePartialDay(text), text).to.equal(null);
  });

  it('reads its own value again', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(4, 7, 10), (day, length) => {
        const known = partial(day.slice(0, length));
        expect(partial(known.value)).to.deep.equal(known);
        expect(known.from <= day && day <= known.to).to.equal(true);
        expect(addDays(known.to, 1).slice(0, length)).to.not.equal(known.value);
        expect(addDays(known.from, -1).slice(0, length)).to.not.equal(known.value);
      }),
    );
  });
});

describe('addDays', () => {
  it('counts calendar days across both changes of the clock', () => {
    expect(addDays('2021-03-27', 2)).to.equal('2021-03-29');
    expect(addDays('2021-10-30', 2)).to.equal('2021-11-01');
  });

  it('comes back by as many days', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -9_999, max: 9_999 }), (day, count) => {
        expect(addDays(addDays(day, count), -count)).to.equal(day);
      }),
    );
  });

  it('refuses what is no day', () => {
    expect(() => addDays('2021-02-30', 1)).to.throw(RangeError);
    expect(() => addDays('9999-12-31', 1)).to.throw(RangeError);
    expect(() => addDays('2021-01-01', Number.NaN)).to.throw(RangeError);
  });
});

describe('todayInBrussels', () => {
  it('is the day of the clock in Brussels, not in Greenwich', () => {
    expect(todayInBrussels(new Date('2020-12-31T22:59:59Z'))).to.equal('2020-12-31');
    expect(todayInBrussels(new Date('2020-12-31T23:00:00Z'))).to.equal('2021-01-01');
    expect(todayInBrussels(new Date('2021-06-30T22:00:00Z'))).to.equal('2021-07-01');
  });
});

describe('brusselsInstant', () => {
  const at = (day: string, time: string) => brusselsInstant(day, time).toISOString();

  it('knows winter and summer time', () => {
    expect(at('2018-03-06', '17:00')).to.equal('2018-03-06T16:00:00.000Z');
    expect(at('2018-08-28', '17:00')).to.equal('2018-08-28T15:00:00.000Z');
    expect(at('2021-03-28', '00:00')).to.equal('2021-03-27T23:00:00.000Z');
    expect(at('2021-03-28', '17:00')).to.equal('2021-03-28T15:00:00.000Z');
    expect(at('2021-10-31', '00:00')).to.equal('2021-10-30T22:00:00.000Z');
    expect(at('2021-10-31', '17:00')).to.equal('2021-10-31T16:00:00.000Z');
  });

  it('moves a time that the clocks skip forward', () => {
    expect(at('2021-03-28', '01:59')).to.equal('2021-03-28T00:59:00.000Z');
    expect(at('2021-03-28', '02:00')).to.equal('2021-03-28T01:00:00.000Z');
    expect(at('2021-03-28', '02:30')).to.equal('2021-03-28T01:30:00.000Z');
    expect(brusselsParts(brusselsInstant('2021-03-28', '02:30'))).to.deep.equal({
      day: '2021-03-28',
      time: '03:30',
    });
    expect(at('2021-03-28', '03:00')).to.equal('2021-03-28T01:00:00.000Z');
  });

  it('takes the first of a time that the clocks show twice', () => {
    expect(at('2021-10-31', '02:00')).to.equal('2021-10-31T00:00:00.000Z');
    expect(at('2021-10-31', '02:59')).to.equal('2021-10-31T00:59:00.000Z');
    expect(at('2021-10-31', '03:00')).to.equal('2021-10-31T02:00:00.000Z');
  });

  it('shows the same day and time again, save for the skipped hour', () => {
    fc.assert(
      fc.property(anyDay, anyTime, (day, time) => {
        const parts = brusselsParts(brusselsInstant(day, time));
        expect(parts.day).to.equal(day);
        if (parts.time !== time) {
          expect(day.slice(5, 7)).to.be.oneOf(['03', '04']);
          expect(Number(parts.time.slice(0, 2))).to.equal(Number(time.slice(0, 2)) + 1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('refuses what is no day or no time', () => {
    for (const [day, time] of [
      ['2021-02-30', '17:00'],
      ['2021-02-03', '24:00'],
      ['2021-02-03', '9:00'],
      ['2021-02', '09:00'],
    ]) {
      expect(() => brusselsInstant(day ?? '', time ?? '')).to.throw(RangeError);
    }
    expect(() => brusselsParts(new Date(Number.NaN))).to.throw(RangeError);
  });
});

describe('formatting days', () => {
  it("writes the month as a word of the page's language", () => {
    expect(formatDay('2018-03-06', english)).to.equal('6 Mar 2018');
    expect(formatDay('2018-03-06', dutch)).to.equal('6 mrt 2018');
    expect(formatDay('2018-03-06', englishInFrance)).to.equal('6 Mar 2018');
  });

  it('writes no more than is known', () => {
    expect(formatPartialDay(partial('2019-01'), english)).to.equal('January 2019');
    expect(formatPartialDay(partial('2019-01'), dutch)).to.equal('januari 2019');
    expect(formatPartialDay(partial('2019'), dutch)).to.equal('2019');
    expect(formatPartialDay(partial('2019-01-01'), english)).to.equal('1 Jan 2019');
  });

  it('writes an instant as the clock in Brussels shows it, and says so', () => {
    const deadline = new Date('2018-03-06T16:00:00Z');
    expect(formatInstant(deadline, english)).to.equal('6 Mar 2018, 17:00 Brussels time');
    expect(formatInstant(deadline, dutch)).to.equal('6 mrt 2018, 17:00 Brusselse tijd');
    expect(formatInstant(new Date('2021-06-30T22:00:00Z'), english)).to.equal(
      '1 Jul 2021, 00:00 Brussels time',
    );
  });

  it('reads a deadline as people type it: day first, a bare day at 17:00 in Brussels', () => {
    for (const text of ['2026-12-15', '15/12/2026', '15.12.2026', '15-12-2026 17:00', '2026-12-15T17:00'])
      expect(parseInstant(text)?.toISOString(), text).to.equal('2026-12-15T16:00:00.000Z');
    expect(parseInstant('15/6/2026, 09:30')?.toISOString()).to.equal('2026-06-15T07:30:00.000Z');
    for (const text of ['31/2/2026', '15/6/2026 25:00', '6/2026', '15/6.2026', 'soon', '2026'])
      expect(parseInstant(text), text).to.equal(null);
  });

  it('never shifts a day, whatever the zone of the machine', () => {
    const zone = process.env['TZ'];
    try {
      for (const name of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Brussels']) {
        process.env['TZ'] = name;
        expect(formatDay('2021-03-28', english), name).to.equal('28 Mar 2021');
        expect(addDays('2021-03-28', 1), name).to.equal('2021-03-29');
        expect(brusselsInstant('2021-03-28', '17:00').toISOString(), name).to.equal(
          '2021-03-28T15:00:00.000Z',
        );
        expect(todayInBrussels(new Date('2020-12-31T23:00:00Z')), name).to.equal('2021-01-01');
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});

describe('A day typed in words', () => {
  it('is read in English and Dutch, as far as it is known', () => {
    for (const [typed, value] of [
      ['Sep 2026', '2026-09'],
      ['12 sept. 2026', '2026-09-12'],
      ['1-9-2026', '2026-09-01'],
      ['9/2026', '2026-09'],
      ['6 mrt 2018', '2018-03-06'],
      ['6 March  2018', '2018-03-06'],
      ['maart 2018', '2018-03'],
      ['2026-09', '2026-09'],
    ] as const)
      expect(parsePartialDay(typed)?.value, typed).to.equal(value);
    for (const typed of ['31 feb 2026', 'Septober 2026', '13/2026', '1-9-26', 'Sep', 'Sep 26', '12 2026'])
      expect(parsePartialDay(typed), typed).to.equal(null);
  });
});
