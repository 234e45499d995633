import { expect } from 'chai';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ExpectedError } from '../../../../models/values/errors.ts';
import { defaultLimits, type SourceLimits } from '../../../../models/sources/contract/limits.ts';
import { openSource } from '../../../../models/sources/files/openSource.ts';
import { texts } from '../../../../views/locales/index.ts';
import type { HostileFile } from '../../../support/hostileFiles/case.ts';
import { hostileArchives } from '../../../support/hostileFiles/hostileArchives.ts';
import { hostileCells } from '../../../support/hostileFiles/hostileCells.ts';
import { hostileLimits } from '../../../support/hostileFiles/hostileLimits.ts';
import { hostileTexts } from '../../../support/hostileFiles/hostileTexts.ts';
import { hostileWorkbooks } from '../../../support/hostileFiles/hostileWorkbooks.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const usedBytes = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** What is held, without what could be collected. */
function heldBytes(): number {
  collectGarbage();
  return usedBytes();
}

const mostGrowth = 64 * 1_048_576;

/** How much more is held than at first. Collecting takes long, and is not needed where even with garbage it is little. */
function grownBytes(heldAtFirst: number): number {
  const grown = usedBytes() - heldAtFirst;
  return grown < mostGrowth / 2 ? grown : heldBytes() - heldAtFirst;
}

const sentences: Readonly<Record<string, { en: string }>> = texts.importFile;
const withoutArea = (key: string): string => key.replace(/^importFile\./, '');
const placeholders = (key: string): string[] =>
  [...(sentences[key]?.en ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name);

interface Outcome {
  refused: string | null;
  lines: string[];
  count: number;
  ignored: string[];
  /** Sentences that are not there, or that want a value that is not given. */
  unsaid: string[];
  /** How much more was held at the worst moment. */
  grownBytes: number;
}

async function readAll(path: string, heldAtFirst: number, limits: Partial<SourceLimits>): Promise<Outcome> {
  const outcome: Outcome = { refused: null, lines: [], count: 0, ignored: [], unsaid: [], grownBytes: 0 };
  const say = (key: string, values: object = {}) => {
    const short = withoutArea(key);
    const lacks = placeholders(short).filter(name => !Object.hasOwn(values, name));
    if (!(short in sentences) || lacks.length > 0) outcome.unsaid.push(`${key} ${lacks.join()}`);
    return short;
  };
  const measure = () => {
    outcome.grownBytes = Math.max(outcome.grownBytes, grownBytes(heldAtFirst));
  };
  try {
    const file = await openSource(path, 'upload', limits);
    measure();
    outcome.ignored = file.ignored.map(({ why }) => say(why.key, why.values));
    try {
      for (const table of file.tables) {
        outcome.lines.push(table.columns.join('|'));
        for await (const { cells, broken } of table.rows()) {
          outcome.count += 1;
          // By hand: what is kept of a long file would be the growth itself.
          if (outcome.count <= 20)
            outcome.lines.push(broken ? `!${say(broken.key, broken.values)}` : cells.join('|'));
          if (outcome.count % 50_000 === 0) measure();
        }
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    outcome.refused = say(error.key, error.values);
  }
  measure();
  return outcome;
}

describe('openSource', () => {
  let folder = '';
  let heldAtFirst = 0;
  before(() => {
    heldAtFirst = heldBytes();
    folder = mkdtempSync(join(tmpdir(), 'callfolio-sources-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function outcomeOf(
    { bytes, within }: HostileFile,
    limits: Partial<SourceLimits> = {},
  ): Promise<Outcome> {
    const path = join(folder, 'upload');
    writeFileSync(path, bytes());
    const outcome = await readAll(path, heldAtFirst, { ...within, ...limits });
    expect(readdirSync(folder), 'nothing is left on disk').to.deep.equal(['upload']);
    return outcome;
  }

  const groups = {
    archives: hostileArchives,
    cells: hostileCells,
    workbooks: hostileWorkbooks,
    texts: hostileTexts,
    'files beyond a limit': hostileLimits,
  };
  for (const [group, files] of Object.entries(groups)) {
    describe(`of ${group}`, () => {
      for (const file of files) {
        it(`${file.refused === undefined ? 'reads' : 'refuses'} a file ${file.name}`, async () => {
          const outcome = await outcomeOf(file);
          expect(outcome.refused).to.equal(file.refused ?? null);
          expect(outcome.unsaid).to.deep.equal([]);
          if (typeof file.read === 'number') expect(outcome.count).to.equal(file.read);
          else if (file.read) expect(outcome.lines).to.deep.equal(file.read);
          expect(outcome.ignored).to.deep.equal(file.ignored ?? []);
          expect(outcome.grownBytes).to.be.below(mostGrowth);
        });
      }
    });
  }

  describe('without its limits', () => {
    for (const file of Object.values(groups).flat()) {
      const { stoppedBy } = file;
      if (stoppedBy)
        it(`lets through a file ${file.name}`, async () => {
          const { refused, count } = await outcomeOf(file, { [stoppedBy]: Infinity });
          if (file.refused === undefined) expect([refused, count]).to.not.deep.equal([null, file.read]);
          else expect(refused).to.not.equal(file.refused);
          // A limit of ours that is off lets the whole of it in, and nothing else is what stops it.
          if (file.within) expect(refused).to.equal(null);
        });
    }

    it('is every limit shown to be what stops something', () => {
      // These two say from where on others count.
      const { ratioFromBytes: _from, sharedInMemory: _kept, ...limits } = defaultLimits;
      const proved = Object.values(groups).flatMap(files =>
        files.flatMap(({ stoppedBy }) => stoppedBy ?? []),
      );
      expect([...new Set(proved)].toSorted()).to.deep.equal(Object.keys(limits).toSorted());
    });
  });

  it('is tried with sixty archives and workbooks, and sixty texts', () => {
    expect(hostileArchives.length + hostileCells.length + hostileWorkbooks.length).to.be.at.least(60);
    expect(hostileTexts.length).to.be.at.least(60);
    const names = Object.values(groups)
      .flat()
      .map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
  });
});
