import { expect } from 'chai';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { restoreBackup } from '../../../server/backup/restoreBackup.ts';
import { finishRestore } from '../../../server/backup/switchCollections.ts';
import { writeBackup } from '../../../server/backup/writeBackup.ts';
import { StartError } from '../../../server/startError.ts';
import {
  backUp,
  client,
  log,
  own,
  place,
  refusal,
  restoring,
  stateOf,
  useBackups,
} from '../../support/backups.ts';
import { newestSchema } from '../../../server/database/migrations.ts';
import { addProject } from '../../support/factories.ts';

describe('A backup that is not taken', () => {
  useBackups();

  it('that is cut, changed, foreign or newer is refused, and nothing changes', async () => {
    await addProject();
    await backUp();
    const before = await stateOf(own());
    const good = await readFile(place.file);
    const text = gunzipSync(good);
    const changed = (at: number): Buffer => {
      const bytes = Buffer.from(good);
      bytes[at] = bytes[at]! ^ 0x10;
      return bytes;
    };
    const rewritten = (from: string, to: string): Buffer => {
      const at = text.indexOf(from);
      expect(at, from).to.be.greaterThan(-1);
      return gzipSync(
        Buffer.concat([text.subarray(0, at), Buffer.from(to), text.subarray(at + from.length)]),
      );
    };
    const lastLine = text.lastIndexOf('\n', text.length - 2) + 1;
    const bad: readonly (readonly [Buffer, RegExp])[] = [
      [Buffer.alloc(0), /is not a backup of callfolio/],
      [Buffer.from('hello'), /is not a backup of callfolio/],
      [gzipSync('hello\n'), /is not a backup of callfolio/],
      [gzipSync('{"a":1}\n'), /is not a backup of callfolio/],
      ...[0.1, 0.4, 0.7, 0.95].map(part => [changed(Math.floor(good.length * part)), /is damaged/] as const),
      ...[0.2, 0.6, 0.99].map(
        part => [good.subarray(0, Math.floor(good.length * part)), /is damaged/] as const,
      ),
      [good.subarray(0, good.length - 1), /is damaged/],
      [gzipSync(text.subarray(0, lastLine)), /is damaged \(it is cut off\)/],
      [gzipSync(Buffer.concat([text, Buffer.from('more')])), /something follows its end/],
      [Buffer.concat([good, Buffer.from('more')]), /is damaged/],
      [rewritten('title\0', 'titel\0'), /are not what was written/],
      [rewritten('"callfolioBackup":1', '"callfolioBackup":2'), /has format 2 .* reads format 1/],
      [rewritten(`"schema":${newestSchema()}`, '"schema":99'), /has schema 99 and this callfolio knows/],
      [rewritten('"collection":"users"', '"collection":"system.users"'), /is damaged/],
    ];
    for (const [content, sentence] of bad) {
      await writeFile(place.file, content);
      expect(await refusal(restoreBackup(own(), place.file, restoring))).to.match(sentence);
    }
    expect(await refusal(restoreBackup(own(), join(place.folder, 'none'), restoring))).to.match(
      /^There is no file /,
    );
    expect(await stateOf(own())).to.deep.equal(before);
  });

  it('goes over records only when that is asked for and agreed to', async () => {
    await addProject();
    await backUp();
    const before = await stateOf(own());
    expect(await refusal(restoreBackup(own(), place.file, { ...restoring, isReplacing: false }))).to.match(
      /holds records: restore with --replace/,
    );
    expect(
      await refusal(restoreBackup(own(), place.file, { ...restoring, confirm: async () => false })),
    ).to.equal('Nothing was changed.');
    expect(await stateOf(own())).to.deep.equal(before);
  });

  it('writes over a file only when that is asked for, and leaves no part of one', async () => {
    await addProject();
    await writeFile(place.file, 'dear to somebody');
    expect(await refusal(backUp())).to.match(/exists already/);
    expect(await readFile(place.file, 'utf8')).to.equal('dear to somebody');
    await backUp(place.file, true);
    expect(await refusal(backUp(join(place.folder, 'no', 'such', 'folder')))).to.match(
      /cannot be written to/,
    );
    const abort = AbortSignal.abort();
    const stopped = writeBackup(client(), own(), join(place.folder, 'b'), { app: 'test', signal: abort });
    expect(await refusal(stopped)).to.equal('Interrupted: no backup was written.');
    expect(await readdir(place.folder)).to.deep.equal(['all.backup']);
  });

  it('whose restore fails before the switch leaves the old records, and no rest of it', async () => {
    await addProject();
    await backUp();
    await addProject();
    const before = await stateOf(own());
    const failing = {
      number: newestSchema() + 1,
      says: 'no',
      run: async () => Promise.reject(new StartError('No room.')),
    };
    expect(await refusal(restoreBackup(own(), place.file, { ...restoring, steps: [failing] }))).to.equal(
      'No room.',
    );
    expect(await stateOf(own())).to.deep.equal(before);
    const names = (await own().listCollections().toArray()).map(({ name }) => name);
    expect(names.filter(name => name.startsWith('restoring.'))).to.deep.equal([]);
    expect(await finishRestore(own(), log)).to.equal(false);
  });
});
