import { expect } from 'chai';
import {
  countLinksToRate,
  listEndedNotClosed,
  listLatestChanges,
  listMilestonesWithoutEvidence,
  listMyRecordsWithWarnings,
  listUpcomingDeadlines,
} from '../../../models/portfolio/homeFigures.ts';
import { calls } from '../../../models/calls/call.ts';
import { projects } from '../../../models/projects/projects.ts';
import { saveRecord } from '../../../models/record/record.ts';
import { openly } from '../../../models/record/visibleTo.ts';
import { useDatabase } from '../../support/database.ts';
import {
  addCall,
  addProgramme,
  addProject,
  addStrategy,
  addUser,
  changeAt,
  edit,
  now,
} from '../../support/factories.ts';

const unrated = { initiative: 'S-1.1', significance: 'namedUnrated', source: 'Footnote 41' };

describe('listUpcomingDeadlines', () => {
  useDatabase();

  const round = (openingOn: string | null, ...deadlines: string[]) => ({
    openingOn,
    deadlines: deadlines.map((at, index) => ({ at, stage: index + 1 })),
  });

  it('lists those of the next thirty Brussels days, the nearest first', async () => {
    const call = await addCall({ identifier: 'CALL' });
    await addCall({
      identifier: 'TOPIC',
      kind: 'topic',
      deadlineModel: 'singleStage',
      rounds: [
        { ...round('2026-10-01', '2026-12-24'), call: call.id },
        round('2026-11-01', '2026-11-24T11:00'),
        round('2026-11-01', '2026-12-25T00:00'),
      ],
    });
    await addCall({ identifier: 'NEAR', rounds: [round(null, '2026-11-24T11:01')] });
    const found = await listUpcomingDeadlines(now);
    expect(found.map(({ identifier, at, status }) => [identifier, at.toISOString(), status])).to.deep.equal([
      ['NEAR', '2026-11-24T10:01:00.000Z', 'unknown'],
      ['TOPIC', '2026-12-24T16:00:00.000Z', 'open'],
    ]);
    expect(found[1]?.call).to.deep.equal({ id: call.id, identifier: 'CALL' });
  });

  it('leaves out rounds that are cancelled, and says where the second stage comes', async () => {
    await addCall({
      deadlineModel: 'twoStage',
      rounds: [
        round('2026-01-01', '2026-05-01', '2026-12-01'),
        { ...round('2026-01-01', '2026-12-02'), cancelledOn: '2026-11-01' },
      ],
    });
    const found = await listUpcomingDeadlines(now);
    expect(found.map(({ stage, status }) => [stage, status])).to.deep.equal([[2, 'underEvaluation']]);
  });
});

describe('listMyRecordsWithWarnings', () => {
  useDatabase();

  it("lists a person's own projects and calls, the latest changed first", async () => {
    const [me, other] = [await addUser('officer'), await addUser('officer')];
    await addProject({ acronym: 'MINE', officer: me.id });
    await addProject({ acronym: 'THEIRS', officer: other.id });
    await addCall({ identifier: 'MY-CALL', officer: me.id }, changeAt(new Date(now.getTime() + 1000)));
    const mine = await listMyRecordsWithWarnings(me.id, 10, now);
    expect(mine.items.map(({ noun, identifier }) => [noun, identifier])).to.deep.equal([
      ['call', 'MY-CALL'],
      ['project', 'MINE'],
    ]);
    // Named as everywhere: by the acronym, and where there is none by the title.
    await addProject({ acronym: null, title: 'Without an acronym', officer: me.id });
    const { items } = await listMyRecordsWithWarnings(me.id, 10, now);
    expect(items.map(({ identifier }) => identifier)).to.have.members([
      'MY-CALL',
      'MINE',
      'Without an acronym',
    ]);
    expect(mine.items[1]?.warnings.map(({ rule }) => rule)).to.include('euContributionUnknown');
    expect(await listMyRecordsWithWarnings(me.id, 1, now)).to.include({ projects: 2, calls: 1 });
  });
});

describe('listLatestChanges', () => {
  useDatabase();

  it('lists changes of every kind of record, the newest first', async () => {
    await addStrategy();
    const project = await addProject({ acronym: 'ONE' }, changeAt(new Date('2026-11-25T10:00:00Z')));
    await edit(projects, project, { acronym: 'TWO' }, changeAt(new Date('2026-11-26T10:00:00Z')));
    const changes = await listLatestChanges(3);
    expect(changes.map(({ noun, identifier, version }) => [noun, identifier, version])).to.deep.equal([
      ['project', 'TWO', 2],
      ['project', 'ONE', 1],
      ['strategy', 'S(1)', 1],
    ]);
    expect(await listLatestChanges(1)).to.have.lengthOf(1);
  });

  it('lists as many of all versions as are asked for, whichever of them are still current', async () => {
    const at = (minute: number) => changeAt(new Date(Date.UTC(2026, 10, 25, 10, minute)));
    const made = [await addProject({}, at(0)), await addProject({}, at(1)), await addProject({}, at(2))];
    const edited = [0, 1, 0, 0, 2, 0, 1];
    for (const [step, one] of edited.entries()) {
      const { id } = made[one]!;
      const present = (await projects.current.findById(id).lean<{ version: number }>())!;
      await saveRecord(
        projects,
        { id, version: present.version, values: { title: `${step}` } },
        at(step + 3),
      );
    }
    const all = [0, 1, 2, ...edited].map(one => made[one]?.id).toReversed();
    for (let most = 1; most <= all.length + 1; most += 1) {
      const found = await listLatestChanges(most);
      expect(
        found.map(({ recordId }) => recordId),
        `${most}`,
      ).to.deep.equal(all.slice(0, most));
    }
  });

  it('never names an organisation that is withheld, from before it was or after', async () => {
    const open = { name: 'Police of Somewhere', country: 'NL', role: 'participant' };
    const project = await addProject({ participants: [open] });
    const named = async () => (await listLatestChanges(50)).map(({ identifier }) => identifier);
    expect(await named()).to.include('Police of Somewhere');
    await edit(projects, project, { participants: [{ ...open, isWithheld: true }] });
    expect(await named()).not.to.include('Police of Somewhere');
  });
});

describe('countLinksToRate', () => {
  useDatabase();

  it('counts projects in scope and calls that only a document names', async () => {
    await addStrategy();
    await addProject({ supports: [unrated] });
    await addProject({ scope: 'candidate', supports: [unrated] });
    await addProject({ supports: [{ ...unrated, significance: 'principal', justification: 'Yes.' }] });
    const call = await addCall({ supports: [unrated] });
    expect(await countLinksToRate(now)).to.deep.equal({ projects: 1, calls: 1 });
    await edit(calls, call, { supports: [] });
    expect(await countLinksToRate(now)).to.deep.equal({ projects: 1, calls: 0 });
  });
});

describe('listMilestonesWithoutEvidence', () => {
  useDatabase();

  it('lists those whose whole time has passed, the longest past first', async () => {
    const milestone = (name: string, over: object) => ({ name, precision: 'day', initiative: 2, ...over });
    await addStrategy({
      milestones: [
        milestone('ends the day itself', { fromOn: '2026-01', toOn: '2026-11-24' }),
        milestone('past', { fromOn: '2026', toOn: '2026-11-23' }),
        milestone('long past', { fromOn: '2021-04', initiative: null, precision: 'month' }),
        milestone('reached', { fromOn: '2021-04', evidence: 'Regulation 2021/1232' }),
        milestone('reached, as a page says', { fromOn: '2021', evidenceUrl: 'https://example.org/' }),
        milestone('undated', { precision: 'none' }),
      ],
    });
    const found = await listMilestonesWithoutEvidence('S-1', '2026-11-24');
    expect(found.map(({ name, initiative }) => [name, initiative])).to.deep.equal([
      ['long past', null],
      ['past', 'S-1.2'],
    ]);
    expect(await listMilestonesWithoutEvidence('S-9', '2026-11-24')).to.deep.equal([]);
    expect(await listMilestonesWithoutEvidence(null, '2021-05-01')).to.have.lengthOf(1);
  });
});

describe('listEndedNotClosed', () => {
  useDatabase();

  it('counts projects in scope that have ended and are not closed', async () => {
    const ended = { startsOn: '2018', endsOn: '2020' };
    await addProject({ ...ended });
    await addProject({ ...ended, status: 'CLOSED', programme: (await addProgramme()).code });
    await addProject({ ...ended, scope: 'candidate' });
    await addProject({ startsOn: '2026', endsOn: '2028' });
    const { count, longest } = await listEndedNotClosed(5, now, openly);
    expect(count).to.equal(1);
    expect(longest.map(({ endsOn }) => endsOn?.value)).to.deep.equal(['2020']);
  });
});
