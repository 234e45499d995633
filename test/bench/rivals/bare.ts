// What the list is compared with: bare Express routes that find the same projects by the plain driver, and count them each
// time, know their count, or read only what the list shows. node --import=tsx test/bench/rivals/bare.ts MONGODB_URI
import express from 'express';
import { MongoClient, type Document } from 'mongodb';
import type { AddressInfo } from 'node:net';

const client = await MongoClient.connect(process.argv[2] ?? '');
const projects = client.db('callfolio').collection('projects');
const app = express();
const filter = { programme: 'H2020' };
const known = await projects.countDocuments(filter);

const find = async (projection: Document) =>
  projects.find(filter, { projection }).sort({ euContribution: -1, _id: -1 }).limit(25).toArray();

const whole = { identifierText: 0, phraseText: 0 };
/** The fourteen columns of the list; the phase follows from the days. */
/** The fourteen columns of the list; the phase follows from the days. */
const shownPaths =
  'version acronym grantAgreement programme startsOn endsOn euContribution totalCost supports warnings coordinator status';
const shown = Object.fromEntries(shownPaths.split(' ').map(path => [path, 1]));

app.get('/projects', async (_request, response) => {
  const [items, totalItems] = await Promise.all([find(whole), projects.countDocuments(filter)]);
  response.json({ items, totalItems });
});
app.get('/counted', async (_request, response) => {
  response.json({ items: await find(whole), totalItems: known });
});
app.get('/shown', async (_request, response) => {
  response.json({ items: await find(shown), totalItems: known });
});

const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.on('SIGTERM', () => process.exit(0));
