// What the list is compared with: a bare Express route that finds and counts the same projects by the plain driver.
// node --import=tsx test/bench/bare.ts MONGODB_URI
import express from 'express';
import { MongoClient } from 'mongodb';
import type { AddressInfo } from 'node:net';

const client = await MongoClient.connect(process.argv[2] ?? '');
const projects = client.db('callfolio').collection('projects');
const app = express();

app.get('/projects', async (_request, response) => {
  const filter = { programme: 'H2020' };
  const [items, totalItems] = await Promise.all([
    projects
      .find(filter, { projection: { identifierText: 0, phraseText: 0 } })
      .sort({ euContribution: -1, _id: -1 })
      .limit(25)
      .toArray(),
    projects.countDocuments(filter),
  ]);
  response.json({ items, totalItems });
});

const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.on('SIGTERM', () => process.exit(0));
