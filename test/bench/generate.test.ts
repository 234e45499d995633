import { expect } from 'chai';
import mongoose from 'mongoose';
import { calls } from '../../models/calls/call.ts';
import { callfolioItself, type Change } from '../../models/record/noun.ts';
import { projects } from '../../models/projects/projects.ts';
import { saveRecord } from '../../models/record/record.ts';
import { loadReference } from '../../models/reference/loadReference.ts';
import { changeAt } from '../support/factories.ts';
import { emptyDatabase, useDatabase } from '../support/database.ts';
import { generatePortfolio, type Portfolio } from './generate.ts';
import { storePortfolio } from './store.ts';

const by = { id: 'bench', name: 'The bench' };
const size = { projects: 60, calls: 15, organisations: 80 };
const collections = ['call', 'project', 'organisation'].flatMap(noun => [noun, `${noun}Version`]);

/** Everything stored, with ids that are made at random replaced by what they stand for, in one order. */
async function readAll(): Promise<string[]> {
  const read = async (name: string) => mongoose.model(name).find({}).lean<Record<string, unknown>[]>();
  const named = new Map<string, string>();
  for (const name of ['call', 'project', 'organisation']) {
    for (const one of await read(name)) {
      named.set(String(one['_id']), String(one['identifier'] ?? one['grantAgreement'] ?? one['name']));
    }
  }
  const all: string[] = [];
  for (const name of collections) {
    for (const { _id, versionId: _made, ...one } of await read(name)) {
      const sorted = JSON.stringify(
        { name, ...(name.endsWith('Version') ? {} : { _id }), ...one },
        (_key, value) =>
          typeof value === 'object' && value !== null && !Array.isArray(value)
            ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
            : typeof value === 'string'
              ? (named.get(value) ?? value)
              : value,
      );
      all.push(sorted);
    }
  }
  return all.sort();
}

async function saveThroughTheDoor(portfolio: Portfolio): Promise<void> {
  const change = (at: Date): Change => ({ by: portfolio.by, source: { kind: 'import' }, reason: null, at });
  for (const { versions } of portfolio.calls) {
    for (const { values, at } of versions)
      await saveRecord(calls, { id: null, version: null, values }, change(at));
  }
  for (const { versions } of portfolio.projects) {
    let id: string | null = null;
    for (const { values, at } of versions) {
      ({ id } = await saveRecord(projects, { id, version: null, values }, change(at)));
    }
  }
}

describe('The portfolio of the bench', () => {
  useDatabase();

  it('stores in bulk exactly what the door stores one by one', async () => {
    await loadReference(changeAt(new Date('2024-01-01T08:00:00Z'), { by: callfolioItself }));
    await storePortfolio(generatePortfolio(size, by));
    const inBulk = await readAll();
    await emptyDatabase();
    await loadReference(changeAt(new Date('2024-01-01T08:00:00Z'), { by: callfolioItself }));
    await saveThroughTheDoor(generatePortfolio(size, by));
    const oneByOne = await readAll();
    expect(inBulk.length).to.equal(oneByOne.length);
    inBulk.forEach((document, at) => expect(document).to.equal(oneByOne[at]));
  });

  it('is the same in every run, and has as many participations as it is told', () => {
    const made = () => [...generatePortfolio({ ...size, participations: 301 }, by).projects];
    expect(made()).to.deep.equal(made());
    const counts = made().map(({ versions }) => versions[0]?.values.participants.length ?? 0);
    expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(301);
  });

  it('links every project to initiatives, and has second versions and withheld participants', () => {
    const made = [...generatePortfolio({ projects: 2000 }, by).projects];
    const links = made.map(({ versions }) => versions.at(-1)?.values.supports.length ?? 0);
    expect(Math.min(...links)).to.equal(1);
    expect(Math.max(...links)).to.equal(3);
    expect(made.some(({ versions }) => versions.length === 2)).to.equal(true);
    expect(
      made.some(({ versions }) => versions[0]?.values.participants.some(({ isWithheld }) => isWithheld)),
    ).to.equal(true);
  });
});
