// What an import is compared with: each member of a CORDIS zip read by csv-parse and put into a collection of its own
// by insertMany, row by row as it stands; prints the seconds it took. node --import=tsx test/bench/rivals/bareImport.ts URI ZIP
import { parse } from 'csv-parse';
import { MongoClient } from 'mongodb';
import { basename } from 'node:path';
import { openPromise } from 'yauzl';

const [uri = '', file = ''] = process.argv.slice(2);
const client = await MongoClient.connect(uri, { writeConcern: { w: 'majority', journal: true } });
const db = client.db('bare-load');
await db.dropDatabase();
const began = performance.now();
const zip = await openPromise(file);
for await (const entry of zip.eachEntry()) {
  const collection = db.collection(basename(entry.fileName, '.csv'));
  const stream = await zip.openReadStreamPromise(entry);
  let rows: Record<string, string>[] = [];
  const lines = stream.pipe(parse({ delimiter: ';', columns: true, bom: true, relax_column_count: true }));
  for await (const row of lines) {
    rows.push(row as Record<string, string>);
    if (rows.length < 1000) continue;
    await collection.insertMany(rows, { ordered: false });
    rows = [];
  }
  if (rows.length > 0) await collection.insertMany(rows, { ordered: false });
}
process.stdout.write(String((performance.now() - began) / 1000));
await db.dropDatabase();
await client.close();
