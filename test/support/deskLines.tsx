import { once } from 'node:events';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { expect } from 'chai';
import express from 'express';
import supertest from 'supertest';
import type { KeptUser } from '../../models/accounts/user.ts';
import type { Noun } from '../../models/record/noun.ts';
import type { Route } from '../../routes/line/route.ts';
import { createLines } from '../../routes/record/create.tsx';
import { editLines } from '../../routes/record/edit.tsx';
import { historyLines, restoreLines } from '../../routes/record/history.tsx';
import { listLines } from '../../routes/record/list.tsx';
import { readLines } from '../../routes/record/read.tsx';
import { statementRoute } from '../../routes/record/statements.ts';
import { readApiBody, readPageBody } from '../../server/http/body.ts';
import { errorHandler } from '../../server/http/errorHandler.tsx';
import type { House } from '../../server/http/house.ts';
import { mount, readSuffix } from '../../server/http/mount.ts';
import { noteOn } from '../../server/http/noted.ts';
import { createLogger } from '../../server/logger.ts';
import { ListPage } from '../../views/records/ListPage.tsx';
import { Facts, ShowFrame, type ShowPageProps } from '../../views/records/ShowPage.tsx';
import { partsOf } from '../views/workbooks/parts.ts';
import type { Role } from '../../models/record/permissions.ts';
import { addUser } from './factories.ts';
import { withoutPadding } from './page.ts';

/** Every field by name, whether or not its reader knows of it. */
const showAll = (noun: Noun) => (props: ShowPageProps) => (
  <ShowFrame {...props} title={props.noun.identify(props.record)} warningLabels={{}}>
    <Facts fields={props.noun.fields} record={props.record} keys={Object.keys(noun.fields)} />
  </ShowFrame>
);

/** The lines of a noun whose records are read and written. */
export const linesOf = (noun: Noun): readonly Route[] => [
  ...listLines(noun, props => <ListPage {...props} />),
  ...createLines({ noun, choices: async () => ({}) }),
  ...readLines({ noun, page: showAll(noun) }),
  ...editLines({ noun, choices: async () => ({}) }),
  ...historyLines(noun),
  ...restoreLines(noun),
  statementRoute(noun),
];

const settings = { baseUrl: 'https://callfolio.example.org', importLimitMb: 8, importKeptDays: 30 };
const files = { folder: tmpdir(), mostBytes: 100_000_000 };
const house = { settings: () => settings, isSecure: false, files } as House;
const noUpload = async () => false;

/** The lines as pages, and as the API below `/api`, for one person. */
export async function serve(lines: readonly Route[], user: KeptUser): Promise<Server> {
  const app = express();
  app.use((request, response, next) => {
    noteOn(response).isApi = request.url.startsWith('/api/');
    request.url = request.url.replace(/^\/api/, '');
    request.user = user;
    request.sessionID = 'of a test';
    next();
  });
  const readPage = readPageBody(noUpload, () => true);
  const readApi = readApiBody(noUpload);
  app.use(
    readSuffix,
    mount(lines, house, async (line, request, response) =>
      (noteOn(response).isApi ? readApi : readPage)(line, request, response),
    ),
  );
  app.use(errorHandler(createLogger('silent')));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return server;
}

/** A request, by its writer's version where it has one. */
export type Sent = { method?: 'get' | 'post' | 'patch'; path: string; body?: object; version?: number };

/** An answer without what the time makes of it: every date of a hidden value is of an earlier year. */
const timeless = (text: string): string =>
  text
    .replaceAll(/20[2-9]\d-\d\d-\d\d(T[\d:.]+Z?)?/g, 'now')
    .replaceAll(/\d{1,2} \p{L}+\.? 20[2-9]\d(,? \d\d:\d\d)?/gu, 'now');

export async function ask(server: Server, { method = 'get', path, body, version }: Sent): Promise<string> {
  const agent = supertest(server);
  const asked = agent[method](path).buffer(true);
  if (version !== undefined) void asked.set('If-Match', `"${version}"`);
  if (body && !path.startsWith('/api')) void asked.type('form');
  if (path.includes('.xlsx'))
    void asked.parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks)));
    });
  const answer = await (body ? asked.send(body) : asked);
  const bytes: unknown = answer.body;
  const isBook = Buffer.isBuffer(bytes) && bytes.subarray(0, 2).toString() === 'PK';
  const text = isBook
    ? JSON.stringify([...partsOf(bytes)].filter(([name]) => !name.startsWith('docProps/')))
    : Buffer.isBuffer(bytes)
      ? bytes.toString()
      : answer.text;
  // That of the body would say no more than the body.
  const { etag = '', location, 'x-rows': rows } = answer.headers as Record<string, string>;
  const tag = etag.startsWith('W/') ? '' : etag;
  return timeless(`${answer.status} ${tag} ${location} ${rows}\n${withoutPadding(text)}`);
}

/** A request in words. */
export const nameOf = ({ method = 'get', path }: Sent): string => `${method} ${path}`;

/** Which requests are answered otherwise in one of two worlds than in the other; what `hide` replaces may differ. */
export async function listDiffering(
  lines: readonly Route[],
  role: Role,
  sent: readonly Sent[],
  fill: (world: 0 | 1) => Promise<void>,
  hide: (text: string) => string = text => text,
): Promise<string[]> {
  const server = await serve(lines, await addUser(role, { name: role }));
  const answers: string[][] = [];
  for (const world of [0, 1] as const) {
    await fill(world);
    const given: string[] = [];
    for (const one of sent) given.push(hide(await ask(server, one)));
    answers.push(given);
  }
  server.close();
  const [first = [], second = []] = answers;
  expect(sent.filter((_one, at) => first[at]?.startsWith('5')).map(nameOf)).to.deep.equal([]);
  return sent.flatMap((one, at) => (first[at] === second[at] ? [] : [nameOf(one)]));
}
