import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Ways past the types, and in how many places of the rooms each is taken: fewer are better, more are refused. */
const most = { 'as unknown as': 1, 'as never': 0, 'Record<string, unknown>': 10 } as const;

const sources = ['models', 'views', 'routes', 'server'].flatMap(room =>
  readdirSync(room, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
);

/** The ways that are taken in more places than they may be, with how often. */
const tooOften = (texts: readonly string[]): string[] =>
  Object.entries(most).flatMap(([way, places]) => {
    // However prettier breaks a line.
    const lines = texts.map(text => text.replaceAll(/\s+/g, ' ').replaceAll(/(?<=<) | (?=>)/g, ''));
    const count = lines.reduce((sum, text) => sum + text.split(new RegExp(`\\b${way}`)).length - 1, 0);
    return count > places ? [`${way}: ${count}`] : [];
  });

describe('Ways past the types', () => {
  it('are few, and no more than they were', () => {
    expect(sources).to.have.length.above(100);
    expect(tooOften(sources)).to.deep.equal([]);
  });

  it('are noticed in one place more than they may be in', () => {
    for (const [way, places] of Object.entries(most)) {
      const text = `let given: unknown ${way} Given;\n`;
      expect(tooOften([text.repeat(places)])).to.deep.equal([]);
      const broken = text.replaceAll(/(?<=[ <])(?=unknown|string|never)|(?=>)/g, '\n  ');
      expect(tooOften([text.repeat(places), broken])).to.deep.equal([`${way}: ${places + 1}`]);
    }
  });
});
