import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { nodeFlags, semiSpaceMegabytesFor } from '../../server/nodeFlags.ts';

const run = promisify(execFile);
const module = JSON.stringify(resolve('server/build.js'));
const script = `import { ensureBuilt, NotBuilt } from ${module};
  try { console.log(ensureBuilt(said => console.error(said), process.argv[1])); }
  catch (error) { if (!(error instanceof NotBuilt)) throw error; console.error(error.message); process.exitCode = 1; }`;
const command = (folder: string): string[] => ['--input-type=module', '-e', script, folder];

const compilerOptions = {
  target: 'ES2023',
  module: 'nodenext',
  rootDir: '.',
  types: [],
  rewriteRelativeImportExtensions: true,
};

describe('A build of the program', function () {
  this.timeout(240_000);
  let folder = '';
  beforeEach('a small program, with our compiler', async () => {
    folder = await mkdtemp(join(tmpdir(), 'callfolio-build-'));
    await mkdir(join(folder, 'server'));
    await write('server/main.ts', 'export const one: number = 1;\n');
    await write('tsconfig.build.json', JSON.stringify({ compilerOptions, include: ['server'] }));
    await write('package.json', '{"type":"module"}');
    await write('package-lock.json', '{}');
    await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  });
  afterEach('removes it', async () => rm(folder, { recursive: true, force: true }));

  const write = async (path: string, text: string) => writeFile(join(folder, path), text);
  const build = async () => {
    const { stdout, stderr } = await run(process.execPath, command(folder));
    return `${stdout}${stderr}`.trim().replace('\n', ' ');
  };
  const failing = async (): Promise<string> =>
    build().then(
      () => 'built',
      (error: { code: number; stderr: string }) => `${error.code} ${error.stderr}`,
    );
  const built = async () => readFile(join(folder, 'dist/server/main.js'), 'utf8');
  const leftovers = async () => (await readdir(folder)).filter(name => name.startsWith('.dist'));
  const isBuilding = 'true Building callfolio.';

  it('is made where there is none, and not again of the same sources', async () => {
    expect(await build()).to.equal(isBuilding);
    expect(await built()).to.contain('one = 1');
    expect(await build()).to.equal('false');
    expect(await leftovers()).to.deep.equal([]);
  });

  it('is made anew where a source, the lock file or the settings changed, where it has no stamp, or is gone', async () => {
    await build();
    const changes: (() => Promise<void>)[] = [
      () => write('server/main.ts', 'export const one = 2;\n'),
      () => write('server/other.ts', 'export {};\n'),
      () => rm(join(folder, 'server/other.ts')),
      () => write('package-lock.json', '{"name":"other"}'),
      () => write('tsconfig.build.json', JSON.stringify({ compilerOptions, include: ['server/main.ts'] })),
      () => rm(join(folder, 'dist/.built')),
      () => rm(join(folder, 'dist'), { recursive: true }),
    ];
    for (const change of changes) {
      await change();
      expect(await build(), String(change)).to.equal(isBuilding);
    }
    expect(await built()).to.contain('one = 2');
    expect(existsSync(join(folder, 'dist/server/other.js'))).to.equal(false);
  });

  it('says so in a sentence where the sources do not compile, and leaves what was built', async () => {
    await build();
    await write('server/main.ts', 'export const one: number = "two";\n');
    const said = await failing();
    expect(said).to.match(/^1 Building callfolio\.\n.*error TS2322/s);
    expect(said).to.contain(
      'callfolio could not be built of these sources; what was built before is untouched.',
    );
    expect(await built()).to.contain('one = 1');
    expect(await leftovers()).to.deep.equal([]);
  });

  it('is made once where two start at once, and both have it', async () => {
    const said = await Promise.all([build(), build(), build()]);
    expect(said.toSorted()).to.deep.equal(['false', 'false', isBuilding]);
    expect(await built()).to.contain('one = 1');
    expect(await leftovers()).to.deep.equal([]);
  });

  it('that is cut off leaves what was built, and the next start goes on', async () => {
    await build();
    await write('server/main.ts', 'export const one = 3;\n');
    const cut: ChildProcess = spawn(process.execPath, command(folder), { detached: true, stdio: 'ignore' });
    while (!existsSync(join(folder, '.dist-lock'))) await wait(5);
    const ended = once(cut, 'exit');
    process.kill(-(cut.pid ?? 0), 'SIGKILL');
    await ended;
    expect(await leftovers()).to.include('.dist-lock');
    expect(await built()).to.contain('one = 1');
    expect(await build()).to.equal(isBuilding);
    expect(await built()).to.contain('one = 3');
    expect(await leftovers()).to.deep.equal([]);
  });

  it('needs no compiler where it is there; with neither it says what to do', async () => {
    await build();
    await rm(join(folder, 'node_modules'));
    await write('server/main.ts', 'export const one = 4;\n');
    expect(await build()).to.equal('false');
    await rm(join(folder, 'server'), { recursive: true });
    expect(await build()).to.equal('false');
    await rm(join(folder, 'dist'), { recursive: true });
    expect(await failing()).to.equal(
      '1 callfolio is neither built nor is there a compiler to build it: run npm ci first.\n',
    );
  });
});

describe('The flags of npm start', () => {
  const gigabyte = 1024 ** 3;

  it('give the young generation room by the memory there is', () => {
    const sizes = [0.5, 1, 2, 4, 64].map(size => semiSpaceMegabytesFor(size * gigabyte));
    expect(sizes).to.deep.equal([8, 8, 16, 32, 32]);
    expect(nodeFlags()).to.have.length(2);
  });

  it('are what the script and the image start the program with, node itself in the end', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: { start: string } };
    const started = /^flags=\$\(node server\/prepare\.js\) && .*exec node \$flags dist\/server\/main\.js$/;
    expect(scripts.start).to.match(started);
    const [, inImage = ''] =
      /CMD \["sh", "-c", "([^"]+)"\]\s*$/.exec(await readFile('Dockerfile', 'utf8')) ?? [];
    expect(inImage).to.match(started);
  });
});
