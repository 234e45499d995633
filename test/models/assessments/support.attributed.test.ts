import { expect } from 'chai';
import fc from 'fast-check';
import { ExpectedError } from '../../../models/values/errors.ts';
import { getRecord } from '../../../models/lists/list.ts';
import { mostCents } from '../../../models/values/money.ts';
import { projects } from '../../../models/projects/projects.ts';
import { attributeSupports, checkSupports, type Support } from '../../../models/assessments/support.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, addStrategy, changeAt, edit, now } from '../../support/factories.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { everything } from '../../support/readers.ts';

const principal = (initiative: string, over: object = {}) => ({
  initiative,
  significance: 'principal',
  justification: 'Because.',
  ...over,
});
const byAnn = changeAt(now, { by: { id: 'ann', name: 'Ann' } });
const byBob = changeAt(new Date(now.getTime() + 1000), {
  by: { id: 'bob', name: 'Bob' },
  source: { kind: 'api' },
});

const support = (over: Partial<Support>): Support => ({
  initiative: 'S-1.1',
  significance: 'principal',
  shareBp: null,
  justification: 'Because.',
  source: null,
  keyAction: null,
  assessedBy: null,
  assessedAt: null,
  ...over,
});

describe('attributeSupports', () => {
  it('takes the assessor a file states for a new record alone, and from imports alone', () => {
    const stated = support({ assessedBy: { id: 'eve', identifier: 'Eve' }, assessedAt: now });
    const by = (kind: 'import' | 'form', previous: Support[] | null) =>
      attributeSupports([stated], previous, { ...byBob, source: { kind } }).map(
        ({ assessedBy }) => assessedBy?.id,
      );
    expect(by('import', null)).to.deep.equal(['eve']);
    expect(by('import', [])).to.deep.equal(['bob']);
    expect(by('import', [support({ justification: 'Other.' })])).to.deep.equal(['bob']);
    expect(by('form', null)).to.deep.equal(['bob']);
  });
});

describe('checkSupports', () => {
  const problems = (...supports: Support[]) =>
    checkSupports(supports).map(({ field, type }) => `${field} ${type}`);

  it('wants a reason for every rating, that of no support too', () => {
    expect(problems(support({ justification: null }))).to.deep.equal([
      'supports.0.justification supports.justification',
    ]);
    expect(problems(support({ significance: 'examinedNotTargeted', justification: null }))).to.have.length(1);
    expect(problems(support({ significance: 'namedUnrated', justification: null }))).to.deep.equal([]);
  });

  it('gives money only to what is principal or secondary', () => {
    const type = ['supports.0.shareBp supports.unratedShare'];
    expect(problems(support({ significance: 'namedUnrated', shareBp: 1 }))).to.deep.equal(type);
    expect(problems(support({ significance: 'examinedNotTargeted', shareBp: 1 }))).to.deep.equal(type);
    expect(problems(support({ significance: 'secondary', shareBp: 10_000 }))).to.deep.equal([]);
  });

  it('links an initiative once', () => {
    expect(problems(support({}), support({}))).to.deep.equal(['supports.1.initiative supports.twice']);
  });

  it('shares out the whole of each strategy, and no more', () => {
    const half = { shareBp: 5000 };
    const whole = [support(half), support({ ...half, initiative: 'S-1.2' })];
    const another = support({ initiative: 'T-2.1', shareBp: 10_000 });
    expect(problems(...whole, another)).to.deep.equal([]);
    expect(problems(...whole, another, support({ initiative: 'S-1.3', shareBp: 1 }))).to.deep.equal([
      'supports.3.shareBp supports.above',
    ]);
  });
});

describe('the links of a project', () => {
  useDatabase();
  beforeEach(async () => {
    await addStrategy();
  });

  it('attribute its money to the cent, stored with the record', async () => {
    const amounts = fc.option(fc.integer({ min: 0, max: mostCents }));
    const shares = fc.tuple(fc.nat({ max: 5000 }), fc.nat({ max: 3000 }), fc.nat({ max: 2000 }));
    await fc.assert(
      fc.asyncProperty(amounts, shares, async (cents, list) => {
        const written =
          cents === null ? null : `${BigInt(cents) / 100n}.${String(cents % 100).padStart(2, '0')}`;
        const supports = list.map((shareBp, at) => principal(`S-1.${at + 1}`, { shareBp }));
        const { id } = await addProject({ euContribution: written, supports });
        const [attribution] = (await getRecord(visibleTo(projects, everything), id)).attributions;
        const parts = attribution?.parts ?? [];
        expect(parts.map(({ initiative }) => initiative)).to.deep.equal(
          supports.flatMap(({ initiative }, at) => (list[at] === 0 ? [] : [initiative])),
        );
        if (cents === null) {
          expect(parts.every(part => part.euContribution === null)).to.equal(true);
          expect(attribution?.notAttributed.euContribution).to.equal(null);
          return;
        }
        const sum = parts.reduce((total, part) => total + BigInt(part.euContribution ?? 0), 0n);
        expect(sum + BigInt(attribution?.notAttributed.euContribution ?? 0)).to.equal(BigInt(cents));
      }),
      { numRuns: 25 },
    );
  });

  it('are attributed to whoever rated them, and keep that until the rating changes', async () => {
    const first = await addProject({ supports: [principal('S-1.1'), principal('S-1.2')] }, byAnn);
    const ann = { assessedBy: { id: 'ann', identifier: 'Ann' }, assessedAt: byAnn.at };
    const bob = { assessedBy: { id: 'bob', identifier: 'Bob' }, assessedAt: byBob.at };
    expect(first.supports.map(({ assessedBy, assessedAt }) => ({ assessedBy, assessedAt }))).to.deep.equal([
      ann,
      ann,
    ]);
    const sent = [principal('S-1.1'), principal('S-1.2', { shareBp: 100 })];
    const second = await edit(projects, first, { supports: sent }, byBob);
    expect(second.supports.map(({ assessedBy, assessedAt }) => ({ assessedBy, assessedAt }))).to.deep.equal([
      ann,
      bob,
    ]);
    const third = await edit(projects, second, { title: 'Renamed' }, byBob);
    expect(third.supports).to.deep.equal(second.supports);
    const same = await edit(projects, third, { supports: sent }, byBob);
    expect(same.version).to.equal(third.version);
  });

  it('are nobody’s judgement where they are named only', async () => {
    const { supports } = await addProject(
      { supports: [{ initiative: 'S-1.1', significance: 'namedUnrated' }] },
      byAnn,
    );
    expect(supports[0]).to.include({ assessedBy: null, assessedAt: null, shareBp: null });
  });

  it('are refused above the whole, and nothing is saved', async () => {
    const supports = [principal('S-1.1', { shareBp: 10_000 }), principal('S-1.2', { shareBp: 1 })];
    const error: unknown = await addProject({ supports }).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(ExpectedError).with.property('kind', 'invalid');
    expect(await projects.current.countDocuments({})).to.equal(0);
  });
});
