import { expect } from 'chai';
import fc from 'fast-check';
import { importableCalls as of } from '../../../../models/calls/importable.ts';
import { baseOf, mergeRecord } from '../../../../models/imports/merge/merge.ts';
import { emptyRecord } from '../../../../models/record/fields.ts';

const { fields } = of.noun;
type Values = Record<string, unknown>;

const words = fc.string({ minLength: 1, maxLength: 12 }).map(text => `t${text.replaceAll(/\s/g, '')}`);
/** Values as a source states them: some fields, each filled or empty. */
const stated = fc.record(
  {
    title: fc.option(words),
    description: fc.option(words),
    masterCall: fc.option(words),
    typesOfAction: fc.uniqueArray(words, { maxLength: 4 }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Values>;
const full = stated.map((values): Values => ({ ...emptyRecord(fields), ...values }));

const after = (ours: Values, theirs: Values, base: Record<string, string> = {}): Values => ({
  ...ours,
  ...Object.fromEntries(
    mergeRecord({ of, ours, theirs, base, how: 'source' }).changes.map(one => [one.field, one.after]),
  ),
});

describe('A merge', () => {
  it('of what is the same does nothing', () => {
    fc.assert(
      fc.property(full, ours => {
        const { changes, conflicts } = mergeRecord({ of, ours, theirs: ours, base: {}, how: 'source' });
        expect([changes, conflicts]).to.deep.equal([[], []]);
      }),
    );
  });

  it('of the same file twice does nothing the second time', () => {
    fc.assert(
      fc.property(full, stated, stated, (ours, first, second) => {
        const one = after(ours, first);
        const base = baseOf(fields, first);
        const two = after(one, second, base);
        const last = { ...base, ...baseOf(fields, second) };
        expect(mergeRecord({ of, ours: two, theirs: second, base: last, how: 'source' })).to.deep.equal({
          changes: [],
          conflicts: [],
        });
      }),
    );
  });

  it('of a value that both changed is a conflict with both, and changes nothing of it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(words, { minLength: 3, maxLength: 3 }), ([was, ours, theirs]) => {
        const base = baseOf(fields, { title: was });
        const given = { of, ours: { title: ours }, theirs: { title: theirs }, base };
        expect(mergeRecord({ ...given, how: 'source' })).to.deep.equal({
          changes: [],
          conflicts: [{ field: 'title', ours, theirs }],
        });
      }),
    );
  });

  it('never touches a field that is not stated', () => {
    fc.assert(
      fc.property(full, stated, stated, (ours, before, theirs) => {
        const { changes, conflicts } = mergeRecord({
          of,
          ours,
          theirs,
          base: baseOf(fields, before),
          how: 'source',
        });
        for (const { field } of [...changes, ...conflicts]) expect(theirs).to.have.property(field);
      }),
    );
  });

  it('joins the rounds of a call by the call that each is of, and keeps those of other calls', () => {
    const round = (identifier: string, openingOn: string) => ({
      call: { id: identifier, identifier },
      openingOn: { value: openingOn, from: openingOn, to: openingOn },
    });
    const ours = { rounds: [round('CALL-2019', '2019-03-01'), round('CALL-2020', '2020-03-01')] };
    const theirs = { rounds: [round('call-2020', '2020-04-01')] };
    const { changes } = mergeRecord({ of, ours, theirs, base: {}, how: 'named' });
    const joined = mergeRecord({ of, ours, theirs, base: baseOf(fields, ours), how: 'source' });
    expect(changes[0]?.after).to.deep.equal(theirs.rounds);
    expect(joined.changes[0]?.after).to.deep.equal([ours.rounds[0], theirs.rounds[0]]);
  });
});
