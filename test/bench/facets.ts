// Prints how long all facets of the list of projects take by themselves, in ms, as a JSON list: facets.ts URI TURNS
// A process of its own: columns are kept in each process.
import { countFacets } from '../../models/lists/facets.ts';
import { followIndex } from '../../models/index/indexFollower.ts';
import { projects } from '../../models/projects/projects.ts';
import { parseListQuery } from '../support/listQuery.ts';
import { connect, disconnect } from '../../server/database/connect.ts';

const urls = [
  {},
  { programme: 'H2020' },
  { phase: 'ended', country: 'DE' },
  { initiative: 'COM-2020-607.4', status: 'CLOSED' },
];

const [uri = '', turns = ''] = process.argv.slice(2);
await connect(uri, 'callfolio');
const columns = followIndex([projects]);
await columns.ready;
const times: number[] = [];
for (let turn = 0; turn < Number(turns); turn += 1) {
  for (const url of urls) {
    const query = parseListQuery(projects, url, new Date());
    const began = performance.now();
    await countFacets(projects, query, projects.facets);
    times.push(performance.now() - began);
  }
}
process.stdout.write(JSON.stringify(times));
columns.stop();
await disconnect();
