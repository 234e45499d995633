import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { sweepTemporary, temporaryName } from '../../../server/files/temporaryFiles.ts';
import { uploadPrefix } from '../../../server/http/upload.ts';
import { openRaw, pour } from '../../support/rawSocket.ts';
import { mountSmallDisk } from '../../support/smallDisk.ts';
import { uploadServer } from '../../support/uploadProgram.ts';

const mega = 1024 * 1024;
const head = 'Content-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n';
const begun = `--b\r\n${head}`;
const post = (path: string, how: string) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n${how}\r\n\r\n`;
describe('A file that is sent', () => {
  let folder: string;
  let close: () => void;

  /** How many files are there, once whatever is being removed has gone. */
  async function left(): Promise<number> {
    for (let tries = 0; tries < 100 && readdirSync(folder).length > 0; tries += 1) await pause(20);
    return readdirSync(folder).length;
  }

  async function serve(idleMs?: number): Promise<number> {
    folder = mkdtempSync(join(tmpdir(), 'callfolio-test-'));
    const server = uploadServer(folder, 2, idleMs).listen(0, '127.0.0.1');
    await once(server, 'listening');
    close = () => {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    };
    return (server.address() as AddressInfo).port;
  }
  afterEach(() => close());

  it('is there until the answer is given, and then no more', async () => {
    const port = await serve();
    const { socket, answer } = openRaw(port);
    const body = `${begun}id\r\n1\r\n--b--\r\n`;
    socket.write(post('/guarded', `Content-Length: ${body.length}`) + body);
    while (!answer().includes('"bytes":5')) await pause(10);
    expect(answer()).to.match(/^HTTP\/1\.1 202 /);
    expect(await left()).to.equal(0);
    socket.destroy();
  });

  it('in chunks without an end is refused when it is larger than may be, and the connection is closed', async () => {
    const port = await serve();
    const { socket, closed, answer } = openRaw(port);
    socket.write(
      post('/guarded', 'Transfer-Encoding: chunked') + `${begun.length.toString(16)}\r\n${begun}\r\n`,
    );
    const taken = await pour(socket, 80 * mega);
    await closed;
    expect(answer())
      .to.match(/^HTTP\/1\.1 413 /)
      .and.include('larger than 2 MB');
    // Of two megabytes and what lies in the network between the two.
    expect(taken).to.be.below(24 * mega);
    expect(await left()).to.equal(0);
  });

  it('in chunks without an end is read for ever where nothing ends it: the detector cries out there', async () => {
    const port = await serve();
    const { socket } = openRaw(port);
    socket.write(post('/bare', 'Transfer-Encoding: chunked'));
    expect(await pour(socket, 80 * mega)).to.be.above(24 * mega);
    socket.destroy();
    await pause(100);
    expect(readdirSync(folder), 'and what it wrote stays').to.have.length(1);
  });

  it('before whose parts anything without an end comes is refused as well', async () => {
    const port = await serve();
    const { socket, closed, answer } = openRaw(port);
    socket.write(post('/guarded', 'Transfer-Encoding: chunked'));
    const taken = await pour(socket, 80 * mega);
    await closed;
    expect(answer()).to.match(/^HTTP\/1\.1 413 /);
    expect(taken).to.be.below(24 * mega);
  });

  it('that says that it is too large is refused before any of it comes', async () => {
    const port = await serve();
    const { socket, closed, answer } = openRaw(port);
    socket.write(post('/guarded', `Content-Length: ${100 * mega}\r\nExpect: 100-continue`));
    await closed;
    expect(answer()).to.match(/^HTTP\/1\.1 413 /);
  });

  it('of which nothing more comes is given up, and goes', async () => {
    const port = await serve(300);
    const { socket, closed, answer } = openRaw(port);
    socket.write(post('/guarded', `Content-Length: ${mega}`) + begun + 'x'.repeat(1000));
    await pause(100);
    expect(readdirSync(folder)).to.have.length(1);
    await closed;
    expect(answer())
      .to.match(/^HTTP\/1\.1 408 /)
      .and.include('did not arrive in time');
    expect(await left()).to.equal(0);
  });

  it('of which nothing more comes stays where nothing ends it: the detector cries out there', async () => {
    const port = await serve(300);
    const { socket } = openRaw(port);
    socket.write(`${post('/bare', `Content-Length: ${mega}`)}x`);
    await pause(1500);
    expect(socket.destroyed).to.equal(false);
    expect(readdirSync(folder)).to.have.length(1);
    socket.destroy();
  });

  it('and broken off goes', async () => {
    const port = await serve();
    const { socket, closed } = openRaw(port);
    socket.write(post('/guarded', `Content-Length: ${mega}`) + begun + 'x'.repeat(1000));
    while (readdirSync(folder).length === 0) await pause(10);
    socket.destroy();
    await closed;
    expect(await left()).to.equal(0);
  });

  it('goes at whatever moment it is broken off', async () => {
    const port = await serve();
    for (let turn = 0; turn < 40; turn += 1) {
      const { socket, closed } = openRaw(port);
      socket.write(post('/guarded', `Content-Length: ${mega}`) + begun + 'x'.repeat(1000 * turn));
      await pause(turn % 8);
      socket.destroy();
      await closed;
    }
    expect(await left()).to.equal(0);
  });

  it('whose parts are not a form with one file is refused, and what was written goes', async () => {
    const port = await serve();
    const field = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n';
    const wrong = {
      'two files': `${begun}1\r\n${begun}2\r\n--b--\r\n`,
      'a file of another name': `--b\r\n${head.replace('name="file"', 'name="other"')}1\r\n--b--\r\n`,
      'more fields than any form has': `${begun}1\r\n${field.repeat(41)}--b--\r\n`,
      'no end': `${begun}1`,
    };
    for (const [what, body] of Object.entries(wrong)) {
      const { socket, answer } = openRaw(port);
      socket.write(post('/guarded', `Content-Length: ${body.length}`) + body);
      while (answer() === '') await pause(10);
      expect(answer(), what).to.match(/^HTTP\/1\.1 400 /);
      socket.destroy();
    }
    expect(await left()).to.equal(0);
  });
});

describe('A folder without room for what is sent', () => {
  it('is said as such (507), and keeps nothing; the next file that fits is taken', async () => {
    const disk = await mountSmallDisk(2);
    const server = uploadServer(disk.outside, 64).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const send = async (path: string, bytes: number) => {
      const form = new FormData();
      form.append('file', new Blob([Buffer.alloc(bytes, 65)]), 'a.csv');
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: form });
      return { status: answer.status, text: await answer.text() };
    };
    const full = await send('/guarded', 3 * mega);
    expect(full.status).to.equal(507);
    expect(full.text).to.include('no room on the disk of the server');
    expect(await send('/guarded', mega)).to.deep.equal({ status: 202, text: `{"bytes":${mega}}` });
    // The detector cries out where what was written stays: nothing else has room then.
    expect((await send('/bare', 3 * mega)).status).to.equal(500);
    expect((await send('/guarded', mega)).status).to.equal(507);
    server.closeAllConnections();
    server.close();
    await disk.remove();
  });
});

describe('What a process left of the files sent to it', () => {
  it('is nothing where it was stopped, and what the next start removes where it was killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'callfolio-test-'));
    const leftAfter = async (signal: NodeJS.Signals) => {
      const args = ['--import=tsx', 'test/support/uploadProgram.ts', folder];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = once(child, 'exit');
      const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
      const { socket } = openRaw(Number(port));
      socket.write(post('/guarded', `Content-Length: ${mega}`) + begun + 'x'.repeat(1000));
      while (readdirSync(folder).length === 0) await pause(10);
      child.kill(signal);
      await exited;
      return readdirSync(folder).length;
    };
    expect(await leftAfter('SIGTERM')).to.equal(0);
    expect(await leftAfter('SIGKILL')).to.equal(1);
    expect(await sweepTemporary(folder, uploadPrefix)).to.equal(1);
    expect(readdirSync(folder)).to.deep.equal([]);
    rmSync(folder, { recursive: true });
  });

  it('is removed at the next start; what is in use, or somebody else’s, is not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'callfolio-test-'));
    const own = temporaryName(uploadPrefix);
    const [machine = '', , startedAt] = own.slice(uploadPrefix.length).split('.');
    const ended = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(ended, 'exit');
    const name = (...parts: unknown[]) => `${uploadPrefix}${parts.join('.')}`;
    const gone = {
      ofAnEnded: name(machine, ended.pid, startedAt, 'a'),
      ofOneBefore: name(machine, process.pid, 'another:1', 'a'),
      ofAnEarlierVersion: name('0b4ff1b8-2cd0-4fd8-b0a4-0d2b8a9c7a1e'),
      ofAMachineLongAgo: name('another', 1, 'x:1', 'a'),
    };
    const staying = [own, name('another', 1, 'x:2', 'a'), name('new'), 'callfolio-file', 'notes.txt'];
    for (const file of [...Object.values(gone), ...staying]) writeFileSync(join(folder, file), '');
    const longAgo = Date.now() / 1000 - 2 * 3600;
    for (const file of [gone.ofAnEarlierVersion, gone.ofAMachineLongAgo])
      utimesSync(join(folder, file), longAgo, longAgo);
    expect(await sweepTemporary(folder, uploadPrefix)).to.equal(4);
    expect(readdirSync(folder).toSorted()).to.deep.equal(staying.toSorted());
    rmSync(folder, { recursive: true });
  });
});
