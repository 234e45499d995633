import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const sources = ['models', 'views', 'routes', 'server'].flatMap(room =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name))
    .map(name => readFileSync(join(room, name), 'utf8')),
);

/** Names that are exported and nowhere asked for again, in their own file neither. */
function unaskedIn(sources: readonly string[]): string[] {
  const codes = sources.map(source => source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''));
  const times = new Map<string, number>();
  for (const [word] of codes.join('\n').matchAll(/[A-Za-z_]\w*/g))
    times.set(word, (times.get(word) ?? 0) + 1);
  return codes
    .flatMap(code => [...code.matchAll(/^export (?:async )?(?:function\*?|const|type|interface) (\w+)/gm)])
    .flatMap(([, name = '']) => (times.get(name) === 1 ? [name] : []));
}

describe('What is exported', () => {
  it('is asked for by the program, but for what tests look at it by', () => {
    const fromOutside = ['runCommand', 'nodeFlags', 'countRunning', 'placesTaken', 'writeBook', 'keptSumsOf'];
    expect(unaskedIn(sources).toSorted()).to.deep.equal(fromOutside.toSorted());
    const lying = ['export const used = 1;\n/** unused */\nexport function unused() {}\n', 'used();\n'];
    expect(unaskedIn(lying)).to.deep.equal(['unused']);
  });
});
