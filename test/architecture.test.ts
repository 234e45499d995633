import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { cursorsIteratedIn } from './support/cursors.ts';

const rooms = ['models', 'views', 'routes', 'server'] as const;
const mostLines = 300;

/** Every file below a folder, as a path from the root with forward slashes. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).replaceAll('\\', '/'));

const read = (path: string): string => readFileSync(path, 'utf8');
const isSource = (path: string): boolean => /\.tsx?$/.test(path);
const ignored = read('.gitignore')
  .split('\n')
  .map(line => line.replaceAll(/^\/|\/$/g, ''));
const ofRooms = rooms.flatMap(filesBelow).filter(isSource);
const ofTests = filesBelow('test').filter(isSource);
const all = [...ofRooms, ...ofTests];

/** The files of this project a file imports, types too. */
function importsOf(path: string): string[] {
  const found = read(path).matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"](\.[^'"]*)['"]|import\(\s*['"](\.[^'"]*)['"]|(?:^|\n)\s*import\s*['"](\.[^'"]*)['"]/g,
  );
  return [...found].map(([, from, dynamic, bare]) =>
    normalize(join(dirname(path), from ?? dynamic ?? bare ?? '')).replaceAll('\\', '/'),
  );
}

const roomOf = (path: string): string => path.split('/')[0] ?? '';

/** The folders of models from the ground up, and the register of nouns, which stands on all nouns. */
const floors = [
  'values',
  'process',
  'record',
  'query',
  'index',
  'lists',
  'accounts',
  'organisations',
  'programmes',
  'strategies',
  'assessments',
  'projects',
  'calls',
  'nouns.ts',
  'coverage',
  'portfolio',
  'search',
  'curation',
  'sources',
  'imports',
  'reference',
];

type Graph = ReadonlyMap<string, readonly string[]>;
const graph: Graph = new Map(ofRooms.map(path => [path, importsOf(path)]));

/** Imports of a file of models that stands on a higher floor. */
const climbs = (files: Graph): string[] => {
  const floorOf = (path: string) => floors.indexOf(path.split('/')[1] ?? '');
  return [...files].flatMap(([path, targets]) =>
    targets
      .filter(target => roomOf(path) === 'models' && roomOf(target) === 'models')
      .filter(target => floorOf(target) > floorOf(path) || floorOf(path) === -1)
      .map(target => `${path} imports ${target}`),
  );
};

/** Strongly connected components of more than one file (Tarjan), each sorted. */
function circlesIn(files: Graph): string[][] {
  const numbers = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (path: string): number => {
    const number = numbers.size;
    numbers.set(path, number);
    stack.push(path);
    const reached = (files.get(path) ?? [])
      .filter(target => files.has(target))
      .map(target => {
        if (!numbers.has(target)) return visit(target);
        return stack.includes(target) ? (numbers.get(target) ?? number) : number;
      });
    const low = Math.min(number, ...reached);
    if (low === number) {
      const circle = stack.splice(stack.indexOf(path));
      if (circle.length > 1) circles.push(circle.toSorted());
    }
    return low;
  };
  for (const path of files.keys()) if (!numbers.has(path)) visit(path);
  return circles;
}

/** `path:line text` of each line that breaks a rule. */
const linesWith = (paths: readonly string[], broken: RegExp): string[] =>
  paths.flatMap(path =>
    read(path)
      .split('\n')
      .flatMap((line, at) => (broken.test(line) ? [`${path}:${at + 1} ${line.trim()}`] : [])),
  );

describe('The house', () => {
  it('has the rooms it was asked to have, and no others', () => {
    const folders = readdirSync('.', { withFileTypes: true })
      .filter(entry => entry.isDirectory() && !entry.name.startsWith('.') && !ignored.includes(entry.name))
      .map(({ name }) => name);
    expect(folders.toSorted()).to.deep.equal(['docs', 'models', 'routes', 'server', 'test', 'views']);
  });

  it('lets imports go one way: server, routes, views, models', () => {
    const upwards = ofRooms.flatMap(path => {
      const own = rooms.indexOf(roomOf(path) as (typeof rooms)[number]);
      return importsOf(path)
        .filter(target => {
          const at = (rooms as readonly string[]).indexOf(roomOf(target));
          return at === -1 || at > own;
        })
        .map(target => `${path} imports ${target}`);
    });
    expect(upwards).to.deep.equal([]);
  });

  it('lets imports within models go down the folders, in their order', () => {
    expect(climbs(graph)).to.deep.equal([]);
    const lying = new Map([
      ['models/values/money.ts', ['models/projects/project.ts', 'models/values/day.ts']],
    ]);
    expect(climbs(lying)).to.deep.equal(['models/values/money.ts imports models/projects/project.ts']);
    const folders = readdirSync('models', { withFileTypes: true }).filter(entry => entry.isDirectory());
    expect(folders.map(({ name }) => name).toSorted()).to.deep.equal(
      floors.filter(name => !name.includes('.')).toSorted(),
    );
  });

  it('has no circle of files, types included', () => {
    expect(circlesIn(graph)).to.deep.equal([]);
    const lying = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', ['a']],
      ['d', []],
    ]);
    expect(circlesIn(lying)).to.deep.equal([['a', 'b', 'c']]);
  });

  it('reads imports in every file that has one', () => {
    const unread = all.filter(
      path => /^import .* from '\.{1,2}\//m.test(read(path)) && importsOf(path).length === 0,
    );
    expect(unread).to.deep.equal([]);
    expect(importsOf('routes/projects.tsx')).to.include('routes/record/list.tsx');
  });

  it('has no file that is two nouns long', () => {
    const long = all
      .map(path => ({ path, lines: read(path).trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > mostLines)
      .map(({ path, lines }) => `${path}: ${lines} lines`);
    expect(long).to.deep.equal([]);
  });

  it('has no drawer for what has no noun, and no barrel', () => {
    const drawers =
      /(^|\/)(utils?|helpers?|common|shared|services?|controllers?|types|lib|misc)(\.tsx?)?(\/|$)/;
    expect(all.filter(path => drawers.test(path))).to.deep.equal([]);
    expect(linesWith(all, /^export \* from/)).to.deep.equal([]);
  });

  it('exports by name; only where a tool reads it, by default', () => {
    expect(linesWith(ofRooms, /^export default\b|\bas default\b/)).to.deep.equal([]);
    const byTools = ['test/support/reporter.ts'];
    const others = ofTests.filter(path => !byTools.includes(path) && path !== 'test/architecture.test.ts');
    expect(linesWith(others, /^export default\b|\bas default\b/)).to.deep.equal([]);
  });

  it('has functions, not classes, but for errors; no enums; no any', () => {
    expect(linesWith(ofRooms, /^\s*(export )?(abstract )?class \w+ (?!extends Error\b)/)).to.deep.equal([]);
    expect(linesWith(ofRooms, /^\s*(export )?(const )?enum \w/)).to.deep.equal([]);
    expect(linesWith(ofRooms, /\bas any\b|<any>|: any(\[\])?\s*[,;)=]/)).to.deep.equal([]);
  });

  it('writes no style and no markup by hand into a page', () => {
    const markup = ofRooms.filter(path => path.endsWith('.tsx'));
    expect(linesWith(markup, /\sstyle=|dangerouslySetInnerHTML|\son[A-Z]\w*=/)).to.deep.equal([]);
    // One page is sent when no style sheet can be asked for; the policy knows its style by its hash.
    const sheets = markup.filter(path => path !== 'views/OverloadPage.tsx');
    expect(linesWith(sheets, /<style/)).to.deep.equal([]);
    expect(linesWith(markup, /<script(?![^>]*\bsrc=)/)).to.deep.equal([]);
  });

  it('reads the environment in two files; a library may be told something through it', () => {
    const readers = ofRooms.filter(path => !['server/config.ts', 'server/main.ts'].includes(path));
    expect(linesWith(readers, /\bprocess\.env\b(?!\.\w+ = )/)).to.deep.equal([]);
  });

  it('speaks plain http to this machine alone', () => {
    const plain =
      /http:\/\/(?!127\.0\.0\.1|localhost|\[::1\]|\$\{|www\.w3\.org\/|schemas\.openxmlformats\.org\/)[a-z0-9]/;
    expect(linesWith(ofRooms, plain)).to.deep.equal([]);
  });

  it('iterates what the database answers in one place, which closes it', () => {
    // The change stream has no end to iterate to: its one reader closes it itself.
    const stream = 'const news = await stream.tryNext();';
    const elsewhere = ofRooms.flatMap(path =>
      cursorsIteratedIn(read(path))
        .filter(place => path !== 'models/index/indexFollower.ts' || !place.endsWith(stream))
        .map(place => `${path}:${place}`),
    );
    expect(elsewhere).to.deep.equal([]);
  });

  it('sees a cursor that is iterated anywhere else, however that is written', () => {
    const wrong = [
      'for await (const one of model.aggregate<Stored>(steps).cursor()) use(one);\n',
      'for await (const one of model.aggregate(steps).option({ batchSize }).cursor()) use(one);\n',
      'for await (const one of collection.find({ a: (1) }).batchSize(5)) use(one);\n',
      'const found = model.find({}).lean().cursor();\nfor await (const one of found) use(one);\n',
      'const found = db.collection(name).find({}, { raw: true });\nfor await (const one of found) use(one);\n',
      'const all = (match: Match) =>\n  model.find(match);\nfor await (const one of all({})) use(one);\n',
      'async function* all() {\n  yield* collection.find({});\n}\n',
      'function all() {\n  return collection.find({});\n}\nfor await (const one of all()) use(one);\n',
      'const cursor = model.find({}).cursor();\nwhile (true) await cursor.next();\n',
      'for await (const one of model.find({}).lean()) use(one);\n',
      'while (await cursor.hasNext()) await cursor.next();\n',
      'await model.find({}).cursor().eachAsync(use);\n',
      'for await (const one of found as unknown as AsyncIterable<Buffer>) use(one);\n',
    ];
    expect(wrong.filter(source => cursorsIteratedIn(source).length === 0)).to.deep.equal([]);
    const right = [
      'for await (const one of iterate<Stored>(() => model.aggregate(steps).cursor())) use(one);\n',
      'const rows = () => collection.find({}).sort({ a: 1 });\nfor await (const one of iterate(rows)) use(one);\n',
      'const all = (match: Match) =>\n  iterate<One>(() => model.find(match).cursor());\nfor await (const one of all({})) use(one);\n',
      'const found = await collection.find({}).toArray();\nfor await (const one of table.rows()) use(one);\n',
      '// for await (const one of model.find({}).cursor()) use(one);\n',
    ];
    expect(right.filter(source => cursorsIteratedIn(source).length > 0)).to.deep.equal([]);
  });

  it('waits in models for all that reads side by side, before it fails', () => {
    const forks = ['models/process/joinAll.ts', 'models/imports/apply/runConcurrently.ts'];
    const readers = ofRooms.filter(path => path.startsWith('models/') && !forks.includes(path));
    expect(linesWith(readers, /\bPromise\.(all|any)\(/)).to.deep.equal([]);
    expect(linesWith(forks, /\bPromise\.all\(/)).to.have.lengthOf(2);
  });

  it('takes records away by one door, of which every process hears', () => {
    const isRemoving = (text: string): boolean =>
      /\.(current|versions)\b[^;]*\b(delete(One|Many)|findOneAndDelete)\b/.test(text);
    expect(ofRooms.filter(path => isRemoving(read(path)))).to.deep.equal(['models/record/records.ts']);
    expect(isRemoving('await projects.current.deleteOne({ _id: id });')).to.equal(true);
    expect(isRemoving('noun.versions.collection.bulkWrite([{ deleteOne: { filter } }])')).to.equal(true);
  });

  it('calls things by the words of the trade, not by names of its own', () => {
    const privateNames =
      /(?<!['\w.-])(Asked|deed|Deed|columnTable|columnWords|wordNumbers|columnSelection|followColumns|ownTransactions|storedSearch|portfolioWorkbook|memo|recall|turnTaker|startThread|defused|oneBehind|sideBySide|halves|isBeside|chooser|takeBack|linkFields)(?=[(<.,;:)\s}])/;
    const isProse = (line: string) => /^\S+ (\*|\/\/|\/\*)|'[^']*'|`|"/.test(line);
    const named = (paths: readonly string[]) =>
      linesWith(paths, privateNames).filter(line => !isProse(line.replace(/^\S+:\d+/, 'at')));
    expect(named(ofRooms)).to.deep.equal([]);
    expect(privateNames.test('const turn = turnTaker();') && privateNames.test('request: Asked,')).to.equal(
      true,
    );
  });

  it('asks a kind of record, in imports, and never which kind it is', () => {
    const which =
      /[!=]== ?'(?:projects?|calls?|organisations?)'|\bcase '(?:projects?|calls?|organisations?)'|\b(?:importables|nouns)\.(?:project|call|organisation)\b/;
    // A foreign format says which kinds of record it holds.
    const readers = /^models\/sources\/(?:anyTable|callfolioFile|cells|contract|files|register)\//;
    const ofImports = ofRooms.filter(
      path => /^(?:models|routes|views)\/imports\//.test(path) || readers.test(path),
    );
    expect(ofImports.length).to.be.greaterThan(50);
    expect(linesWith(ofImports, which)).to.deep.equal([]);
    const branches = [
      "if (noun === 'project') return checkProject(record);",
      "return noun !== 'organisation' && isSelected(read);",
      "case 'call':",
      'const { current } = importables.organisation.noun;',
    ];
    expect(branches.filter(line => !which.test(line))).to.deep.equal([]);
  });

  it('promises nothing for later', () => {
    const later = /\b(FIXM[E]|TOD[O]|XX[X]|HAC[K])\b/;
    expect(linesWith(all, later)).to.deep.equal([]);
  });
});
