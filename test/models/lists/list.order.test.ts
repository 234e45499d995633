import { expect } from 'chai';
import { listIds, listRecords } from '../../../models/lists/list.ts';
import { calls } from '../../../models/calls/call.ts';
import { statusAt, callStatuses } from '../../../models/calls/callStatus.ts';
import { phaseOf, phases } from '../../../models/projects/phase.ts';
import { projects } from '../../../models/projects/projects.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { useDatabase } from '../../support/database.ts';
import { addCall, addProgramme, addProject, addStrategy, now } from '../../support/factories.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { everything } from '../../support/readers.ts';

describe('the order of a list', () => {
  useDatabase();

  it('follows the phase on the day asked for, as the phase itself is derived', async () => {
    await addProject({ startsOn: '2019-01', endsOn: '2020-12', programme: null });
    await addProject({ startsOn: '2026', endsOn: '2028' });
    await addProject({ startsOn: '2030-01-01' });
    await addProject({ startsOn: '2019' });
    await addProject({ startsOn: '2024', endsOn: '2030', terminatedOn: '2025-03-01' });
    await addProject({});
    for (const on of ['2020-06-01', '2026-11-24', '2031-01-01']) {
      const { items } = await listRecords(
        visibleTo(projects, everything),
        parseListQuery(projects, { sort: 'phase', on }, now),
      );
      const places = items.map(one => phases.indexOf(phaseOf(one, on)));
      expect(places, on).to.deep.equal(places.toSorted((a, b) => a - b));
    }
  });

  it('follows the status of calls at the moment', async () => {
    const programme = (await addProgramme()).code;
    await addCall({ programme, rounds: [{ openingOn: '2026-01-01', deadlines: [{ at: '2026-12-24' }] }] });
    await addCall({ programme, rounds: [{ openingOn: '2018-01-01', deadlines: [{ at: '2018-12-24' }] }] });
    await addCall({ programme });
    await addCall({ programme, rounds: [{ openingOn: '2027-01-01', deadlines: [{ at: '2027-12-24' }] }] });
    const { items } = await listRecords(
      visibleTo(calls, everything),
      parseListQuery(calls, { sort: '-status' }, now),
    );
    const places = items.map(one => callStatuses.indexOf(statusAt(one.timeline, { at: now })));
    expect(places).to.deep.equal(places.toSorted((a, b) => b - a));
  });

  it('can be asked for every column of projects and calls, and is the same for ids', async () => {
    await addStrategy();
    await addProject({ acronym: 'B', supports: [{ initiative: 'S-1.2', significance: 'namedUnrated' }] });
    await addProject({ acronym: 'a' });
    for (const noun of [projects, calls]) {
      for (const key of Object.keys(noun.sorts)) {
        const query = parseListQuery(noun, { sort: `-${key}` }, now);
        const { items } = await listRecords(
          visibleTo(noun === projects ? projects : (calls as never), everything),
          query,
        );
        expect(
          items.map(({ id }) => id),
          key,
        ).to.deep.equal(await listIds(noun, query));
      }
    }
  });
});
