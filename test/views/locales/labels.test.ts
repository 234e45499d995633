import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sourceLabels } from '../../../models/imports/importFields.ts';
import { bases } from '../../../models/projects/basis.ts';
import { phaseLabel } from '../../../models/projects/projectFilters.ts';
import type { Label } from '../../../models/values/format.ts';

const sources = ['models', 'routes', 'views', 'server'].flatMap(room =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.tsx?$/.test(file))
    .map(file => readFileSync(join(room, file), 'utf8')),
);

/** How often a label is written in some sources. */
const timesWritten = ({ en, nl }: Label, texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + text.split(`{ en: '${en}', nl: '${nl}' }`).length - 1, 0);

describe('the words over a column', () => {
  const once = { phaseLabel, ...bases, ...sourceLabels };
  for (const [key, label] of Object.entries(once)) {
    it(`are written once, in pages and files alike: ${key}`, () => {
      expect(timesWritten(label, sources)).to.equal(1);
    });
  }

  it('are counted where they are written again', () => {
    const again = "const texts = { phase: { en: 'Phase', nl: 'Fase' } };";
    expect(timesWritten(phaseLabel, [...sources, again])).to.equal(2);
  });
});
