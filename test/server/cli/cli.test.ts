import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Stored } from '../../../models/record/noun.ts';
import { keptFrom } from '../../../models/record/versions.ts';
import { recordsFrom } from '../../../models/reference/convertReference.ts';
import { writeReference } from '../../../models/reference/loadReference.ts';
import old from '../../models/reference/samples/records-0.1.0.json' with { type: 'json' };
import { findUserByEmail } from '../../../models/accounts/user.ts';
import { importSettings, runImport } from '../../../server/cli/cliImport.ts';
import { commandOutput } from '../../../server/cli/cliOutput.ts';
import { readConfig } from '../../../server/config.ts';
import { testAddress, visitor } from '../../support/app.ts';
import { runCommandLine, type Answered } from '../../support/command.ts';
import { testDatabase, useDatabase } from '../../support/database.ts';
import { addImport } from '../../support/imports.ts';
import { addProgramme, addProject, addUser, changeAt, edit, now, password } from '../../support/factories.ts';
import { endProgram, startProgram } from '../../support/program.ts';
import { projects } from '../../../models/projects/projects.ts';
import { grace, locard } from '../../support/cordis.ts';
import { cordisZip } from '../../support/cordisZip.ts';
import { users } from '../../../models/accounts/user.ts';

const callfolio = async (...args: string[]): Promise<Answered> =>
  runCommandLine(args, { MONGODB_URI: testDatabase().uri, SESSION_SECRET: '' });

/** What a command says beside its result, without what the log adds. */
const sentences = ({ err }: Answered): string[] =>
  err.split('\n').filter(line => line !== '' && !/^\d\d:\d\d:\d\d /.test(line));

describe('npx callfolio', () => {
  useDatabase();

  it('says what commands there are', async () => {
    for (const args of [[], ['help'], ['--help']]) {
      const { code, out } = await callfolio(...args);
      expect(code).to.equal(0);
      expect(out)
        .to.match(/backup FILE/)
        .and.match(/restore FILE/)
        .and.match(/user link EMAIL/)
        .and.match(/import FILE/)
        .and.match(/export LIST FILE/)
        .and.match(/token make EMAIL/)
        .and.match(/reference load/);
    }
  });

  it('refuses in one sentence, with exit code 1, what it does not understand', async function () {
    this.timeout(120_000);
    const wrong: readonly (readonly [string[], RegExp])[] = [
      [['frobnicate'], /There is no command "frobnicate"/],
      [['user', 'drop'], /There is no command "user drop"/],
      [['backup'], /The command backup is not complete/],
      [['backup', 'a', 'b'], /The command backup is not complete/],
      [['backup', 'a', '--replace'], /--replace does not go with backup/],
      [['restore', 'a', '--sure'], /Unknown option '--sure'/],
      [['user', 'add', 'nobody'], /email does not have the right form/],
      [['import'], /The command import is not complete/],
      [['import', '/no/such/file'], /There is no file \/no\/such\/file/],
      [['import', 'README.md', '--source', 'abacus'], /--source is one of cordis, /],
      [['import', 'README.md', '--yes'], /--yes answers what --apply asks/],
      [['export', 'projects'], /The command export is not complete/],
      [['export', 'secrets', 'x.csv'], /There is no list "secrets"/],
      [['export', 'projects', 'x.pdf'], /ends in \.xlsx, \.csv or \.json/],
      [['export', 'projects?colour=blue', 'x.csv'], /colour/],
      [['token', 'steal'], /There is no command "token steal"/],
      [['token', 'make', 'nobody@example.org', '--name', 'x'], /There is no account/],
      [['token', 'end', 'none'], /There is no access token none/],
      [['restore', '/no/such/file'], /There is no file \/no\/such\/file/],
    ];
    for (const [args, sentence] of wrong) {
      const answer = await callfolio(...args);
      expect(answer).to.include({ code: 1, out: '' });
      expect(sentences(answer)).to.have.lengthOf(1);
      expect(answer.err).to.match(sentence);
    }
  });

  it('makes an account and the link with which its password is set', async () => {
    const made = await callfolio(
      'user',
      'add',
      'New@Callfolio.example',
      '--name',
      'New',
      '--role',
      'officer',
    );
    expect(made).to.include({ code: 0 });
    const [, path] = /^http:\/\/127\.0\.0\.1:\d+(\/invitations\/\S+)$/m.exec(made.out) ?? [];
    const { get, post } = await visitor();
    expect((await get(path!)).status).to.equal(200);
    expect((await post(path!, { password, repeated: password }, path)).status).to.equal(303);
    expect(await findUserByEmail('new@callfolio.example')).to.include({ name: 'New', role: 'officer' });
    const twice = await callfolio('user', 'add', 'new@callfolio.example', '--name', 'X', '--role', 'officer');
    expect(twice.code).to.equal(1);
    expect(sentences(twice)).to.have.lengthOf(1);
  });

  it('lets somebody who is locked out set a new password, but nobody who is blocked', async () => {
    const user = await addUser('administrator');
    const another = 'quite another one, and long';
    const linked = await callfolio('user', 'link', user.email);
    const [, path] = /(\/invitations\/\S+)$/m.exec(linked.out) ?? [];
    const { post } = await visitor();
    expect((await post(path!, { password: another, repeated: another }, path)).status).to.equal(303);
    const signingIn = await (await visitor()).post('/sign-in', { email: user.email, password: another });
    expect(signingIn.status).to.equal(303);

    const blocked = await addUser('reader');
    await edit(users, blocked, { isBlocked: true });
    for (const email of [blocked.email, 'nobody@callfolio.example']) {
      const refused = await callfolio('user', 'link', email);
      expect(refused).to.include({ code: 1, out: '' });
      expect(sentences(refused)).to.have.lengthOf(1);
    }
  });

  it('loads the reference data, and says of each record what was new, changed and kept', async function () {
    this.timeout(120_000);
    await writeReference(changeAt(now), recordsFrom(old));
    const asgard = await projects.current.findOne({ acronym: 'ASGARD' }).lean<Stored>();
    await edit(projects, keptFrom(projects, asgard!), { title: 'Our own words' });
    const loaded = await callfolio('reference', 'load');
    expect(loaded.code).to.equal(0);
    const lines = loaded.out.split('\n');
    const line = lines.find(one => one.startsWith('Project  ASGARD  changed: '));
    expect(line)
      .to.match(/; kept: Title$/)
      .and.include('Grant agreement')
      .and.include('Participants');
    expect(lines).to.include('Project  SALVUS  new');
    expect(sentences(loaded).join(' ')).to.match(/Reference data loaded: \d+ records new, \d+ changed/);
    expect((await callfolio('reference', 'load')).out.trim()).to.equal('Project  ASGARD  kept: Title');
  });

  it('makes, lists and ends an access token, which it prints once', async () => {
    const { email } = await addUser('officer', { name: 'Ada Officer' });
    const made = await callfolio('token', 'make', email, '--name', 'nightly', '--access', 'read');
    const token = made.out.trim();
    expect([made.code, token]).to.satisfy(
      ([code, text]: [number, string]) => code === 0 && text.startsWith('cf_'),
    );
    const ask = async () =>
      (
        await fetch(`${await testAddress()}/api/v1/projects`, {
          headers: { Authorization: `Bearer ${token}` },
        })
      ).status;
    expect(await ask()).to.equal(200);
    const listed = await callfolio('token', 'list', email);
    expect(listed.out).to.include('nightly').and.include('Ada Officer').and.not.include(token);
    const [id = ''] = listed.out.split('  ');
    expect((await callfolio('token', 'end', id)).code).to.equal(0);
    expect(await ask()).to.equal(401);
  });

  it('writes a list as a file, the same rows as its page, and replaces none unasked', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'callfolio-export-'));
    await addProject({ acronym: 'ONE', scope: 'in' });
    await addProject({ acronym: 'TWO', scope: 'out' });
    const csv = join(folder, 'in.csv');
    const written = await callfolio('export', 'projects?scope=in', csv);
    expect(written.code, written.err).to.equal(0);
    expect(written.out).to.match(/^Projects in .*: 1\./);
    expect(await readFile(csv, 'utf8'))
      .to.include('ONE')
      .and.not.include('TWO');
    expect((await callfolio('export', 'projects', csv)).err).to.include('--force');
    expect((await callfolio('export', 'projects', csv, '--force')).code).to.equal(0);
    expect(await readFile(csv, 'utf8')).to.include('TWO');
    await addImport([], { state: 'applying', appliedAt: new Date() });
    const json = await callfolio('export', 'projects?scope=out', join(folder, 'out.json'));
    expect(json.code, json.err).to.equal(0);
    const { items } = JSON.parse(await readFile(join(folder, 'out.json'), 'utf8')) as { items: object[] };
    expect(items).to.have.lengthOf(1);
    expect(json.err).to.include('others not yet');
    await rm(folder, { recursive: true });
  });

  it('imports a file: the report, exit code 2 where rows were refused, and written only with --apply', async function () {
    this.timeout(90_000);
    const folder = await mkdtemp(join(tmpdir(), 'callfolio-import-'));
    await addProgramme({ code: 'H2020' });
    const clean = join(folder, 'cordis.zip');
    const broken = join(folder, 'broken.zip');
    await writeFile(clean, cordisZip({ project: [grace] }));
    await writeFile(broken, cordisZip({ project: [grace, { ...locard, startDate: '2018-13-45' }] }));
    const checked = await callfolio('import', clean);
    expect(checked.code, checked.err).to.equal(0);
    expect(checked.out)
      .to.include('CORDIS, since 2022')
      .and.match(/Projects +1 +1 +0 +0 +0 +0/)
      .and.include('Nothing was written');
    expect(await projects.current.countDocuments()).to.equal(0);
    const applied = await callfolio('import', broken, '--apply');
    expect(applied.code, applied.err).to.equal(2);
    expect(applied.out)
      .to.match(/Refused: csv\/project\.csv, row 4, startDate: "2018-13-45" .+/)
      .and.include('Applied.');
    expect(await projects.current.countDocuments()).to.equal(1);
    const again = await callfolio('import', clean, '--apply');
    expect(again.out).to.match(/Projects +1 +0 +0 +1 +0 +0/);
    const settings = importSettings(undefined, {});
    const wish = { file: clean, settings, isApplying: true, isAgreed: false };
    const said: string[] = [];
    const nobody = { ...commandOutput(), print: (line: string) => said.push(line), canAsk: true };
    const config = readConfig({ SESSION_SECRET: 'x'.repeat(32), LOG_LEVEL: 'silent' });
    await runImport(wish, config)({ ...nobody, ask: async () => false });
    expect(said.at(-1)).to.include('Nothing was written');
    await runImport(wish, config)({ ...nobody, ask: async (_question, word) => word === 'apply' });
    expect(said.at(-1)).to.include('Applied.');
    nobody.close();
    await writeFile(broken, 'PK\u0003\u0004 no zip');
    const refused = await callfolio('import', broken);
    expect(refused).to.include({ code: 1, out: '' });
    expect(sentences(refused)).to.have.lengthOf(1);
    await rm(folder, { recursive: true });
  });

  it('imports only what was chosen, and as was said, under the names of the API', async function () {
    this.timeout(90_000);
    const folder = await mkdtemp(join(tmpdir(), 'callfolio-chosen-'));
    await addProgramme({ code: 'H2020' });
    const file = join(folder, 'cordis.zip');
    await writeFile(file, cordisZip({ project: [grace, locard] }));
    const chosen = ['--programmes', 'HORIZON; h2020', '--identifiers', 'GRACE', '--identifiers', 'NONE'];
    const scope = ['--scope', 'in', '--scopeTopics', grace.topics, '--conflictRule', 'theirs'];
    const { code, err } = await callfolio('import', file, ...chosen, ...scope, '--apply', '--yes');
    expect(code, err).to.equal(0);
    const found = await projects.current.find({}).lean<{ acronym: string; scope: string }[]>();
    expect(found.map(one => [one.acronym, one.scope])).to.deep.equal([['GRACE', 'in']]);
    const settings = importSettings('cordis', { keywords: ['a b; c'], countries: ['NL', 'EL'] });
    expect(settings.selection).to.deep.include({ keywords: ['a b', 'c'], countries: ['NL', 'EL'] });
    expect(settings).to.include({ source: 'cordis', conflictRule: 'ask' });
    expect(() => importSettings(undefined, { scope: 'out' })).to.throw();
    expect(() => importSettings(undefined, { conflictRule: 'mine' })).to.throw();
    await rm(folder, { recursive: true });
  });

  it('uses the embedded database of a running callfolio, and starts and stops one that is not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'callfolio-cli-'));
    const env = { DATA_DIR: folder, MONGODB_URI: '' };
    const program = await startProgram(env);
    await runCommandLine(['user', 'add', 'a@callfolio.example', '--name', 'A', '--role', 'reader'], env);
    const beside = await runCommandLine(['backup', join(folder, 'one')], env);
    expect(await endProgram(program, 'SIGTERM')).to.equal(0);
    expect(beside.code, beside.err).to.equal(0);
    const alone = await runCommandLine(['backup', join(folder, 'two')], env);
    expect(alone.code, alone.err).to.equal(0);
    expect(await stat(join(folder, 'app.lock')).catch(() => null), 'the lock').to.equal(null);
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'args']);
    expect(stdout).not.to.include(join(folder, 'mongodb'));
    await rm(folder, { recursive: true });
  });

  it('names every wrong setting', async () => {
    const answer = await runCommandLine(['backup', 'x'], { PORT: '-', LOG_LEVEL: 'loud' });
    expect(answer.code).to.equal(1);
    expect(sentences(answer)).to.have.lengthOf(2);
  });
});
