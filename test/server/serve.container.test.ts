import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readConfig } from '../../server/config.ts';
import { settings } from '../../server/settings.ts';

const read = (path: string): string => readFileSync(path, 'utf8');
const names = settings.map(({ name }) => name);

/** `NAME: value` lines of the environment that compose.yaml gives to callfolio. */
function composeEnvironment(): Record<string, string> {
  const [, block = ''] = /\n    environment:\n((?: {6}.*\n)+)/.exec(read('compose.yaml')) ?? [];
  return Object.fromEntries(
    [...block.matchAll(/^ {6}([A-Z_]+): '?([^'\n]*)'?$/gm)].map(([, name, value]) => [name, value] as const),
  );
}

/** The last stage, which is the image. */
const image = (): string =>
  read('Dockerfile')
    .split(/^FROM /m)
    .at(-1) ?? '';

describe('The proxy of docs/running-two-processes.md', () => {
  it('lets through a file as large as callfolio takes, and waits as long as it may be answered', () => {
    const page = read('docs/running-two-processes.md');
    const [, megabytes] = /^ *client_max_body_size (\d+)m;$/m.exec(page) ?? [];
    // Besides the file a form may hold two megabytes of settings.
    expect(Number(megabytes)).to.be.at.least(readConfig({}).importLimitMb + 2);
    const [, seconds] = /^ *proxy_read_timeout +(\d+)s;$/m.exec(page) ?? [];
    expect(Number(seconds)).to.be.above(120);
  });
});

describe('The container', () => {
  it('is given settings that callfolio knows, with values that it takes', () => {
    const given = composeEnvironment();
    expect(Object.keys(given)).to.include('MONGODB_URI');
    expect(names).to.include.members(Object.keys(given));
    const [, env = ''] = /^ENV (.*)$/m.exec(image()) ?? [];
    const fixed = Object.fromEntries(env.split(' ').map(pair => pair.split('=') as [string, string]));
    expect([...names, 'NODE_ENV']).to.include.members(Object.keys(fixed));
    const config = readConfig({ ...fixed, ...given, SESSION_SECRET: 's'.repeat(32) });
    expect(config).to.include({ host: '0.0.0.0', port: 3000 });
    expect(read('Dockerfile')).to.include(`EXPOSE ${config.port}`);
    expect(read('compose.yaml')).to.include(`'127.0.0.1:${config.port}:${config.port}'`);
  });

  it('has no secret in it, and takes none of the folder along', () => {
    const secrets = ['SESSION_SECRET', 'ADMIN_PASSWORD'];
    for (const file of ['Dockerfile', 'compose.yaml']) {
      const set = read(file)
        .split('\n')
        .filter(line => !line.trimStart().startsWith('#'))
        .join('\n');
      for (const secret of secrets) expect(set).not.to.include(secret);
    }
    const [first, ...allowed] = read('.dockerignore')
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'));
    expect(first).to.equal('*');
    const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, files = '']) =>
      files.split(' '),
    );
    expect(copied.length).to.be.above(5);
    for (const file of copied) {
      expect(existsSync(file), file).to.equal(true);
      expect(allowed).to.include(`!${file.split('/')[0]}`);
    }
  });

  it('runs as nobody special, on the oldest Node that callfolio takes, and is asked whether it can work', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    const [, major] = /(\d+)\./.exec(engines.node) ?? [];
    expect(image()).to.match(new RegExp(`^node:${major}-`));
    expect(image())
      .to.match(/^USER node$/m)
      .and.match(/^HEALTHCHECK /m)
      .and.include('/health/ready');
    // The shell makes way for Node, so that a signal reaches the program.
    expect(image()).to.match(/^CMD \["sh", "-c", ".* && exec node \$flags dist\/server\/main\.js"\]$/m);
  });

  it('is unhealthy while its database is away, where one that is only asked whether it lives is not', async () => {
    const [, command = '[]'] = /^HEALTHCHECK [^[]*CMD (\[.*\])$/m.exec(image()) ?? [];
    const [program, ...args] = JSON.parse(command) as string[];
    expect(program).to.equal('node');
    const server = createServer(({ url }, response) => {
      response.writeHead(url === '/health/live' ? 200 : 503).end('{}');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const PORT = String((server.address() as AddressInfo).port);
    const exitCode = async (given: readonly string[]): Promise<unknown> => {
      const [code] = (await once(spawn(process.execPath, given, { env: { PORT } }), 'exit')) as [unknown];
      return code;
    };
    const ofTwin = args.map(one => one.replace('/health/ready', '/health/live'));
    expect([await exitCode(args), await exitCode(ofTwin)]).to.deep.equal([1, 0]);
    server.close();
  });
});
