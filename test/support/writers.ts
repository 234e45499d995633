import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { ask, type Reply } from './served.ts';

/** Where a writer sends its next request; another answer each time, as a proxy would give. */
type Turn = () => { address: string; token: string };

export interface Written {
  id: string;
  /** The texts whose write was acknowledged. */
  acknowledged: string[];
  replies: (Reply & { method: string })[];
}

export interface Writer {
  written: Written;
  /** Ends after the request under way. */
  stop: () => Promise<Written>;
}

/**
 * A program that edits one project of its own over and over until it is stopped: each time with another text, on the
 * version it knows. Where an answer is missing or uncertain it reads the record before it goes on.
 */
export async function startWriter(name: string, turn: Turn): Promise<Writer> {
  const send = async (method: string, path: string, body?: object, version?: number) => {
    const { address, token } = turn();
    const headers: Record<string, string> = version === undefined ? {} : { 'If-Match': `"${version}"` };
    const reply = await ask(address, `/api/v1${path}`, { token, method, headers, ...(body && { body }) });
    return { ...reply, method };
  };
  const made = await send('POST', '/projects', { kind: 'grant', scope: 'in', title: `${name}-0` });
  if (made.status !== 201) throw new Error(`No project: ${made.status} ${JSON.stringify(made.data)}`);
  const written: Written = { id: String(made.data?.['id']), acknowledged: [`${name}-0`], replies: [] };
  const wish = new AbortController();
  // A test that fails may forget to stop it; the run must end all the same.
  const stopping = AbortSignal.any([wish.signal, AbortSignal.timeout(120_000)]);

  const write = async (): Promise<void> => {
    let version: number | null = 1;
    for (let turnNumber = 1; !stopping.aborted; turnNumber += 1) {
      const title = `${name}-${turnNumber}`;
      if (version === null) {
        const read = await send('GET', `/projects/${written.id}`);
        written.replies.push(read);
        if (read.status === 200) version = Number(read.data?.['version']);
        else await pause(200);
        continue;
      }
      const reply: Written['replies'][number] = await send(
        'PATCH',
        `/projects/${written.id}`,
        { title },
        version,
      );
      written.replies.push(reply);
      if (reply.status === 200) {
        written.acknowledged.push(title);
        version = Number(reply.data?.['version']);
      } else version = null;
    }
  };
  const writing = write();
  return {
    written,
    stop: async () => {
      wish.abort();
      await writing;
      return written;
    },
  };
}

interface Version {
  version: number;
  title: string;
  validFrom: Date;
  /** Missing in the record itself, which is the open one. */
  validTo?: Date;
}

/**
 * Everything acknowledged is there, once; what was not may be there, once. The versions of a record follow each other up to
 * itself without a gap, in number and in time.
 */
export async function expectNothingLost(uri: string, dbName: string, all: readonly Written[]): Promise<void> {
  const client = new MongoClient(uri, { readConcern: { level: 'majority' } });
  try {
    for (const { id, acknowledged } of all) {
      const record = await client.db(dbName).collection<{ _id: string }>('projects').findOne({ _id: id });
      expect(record).not.to.equal(null);
      const closed = await client
        .db(dbName)
        .collection<Version>('projectVersions')
        .find({ recordId: id })
        .sort({ version: 1 })
        .toArray();
      const versions: Version[] = [...closed, record as unknown as Version];
      const titles = versions.map(({ title }) => title);
      expect(titles).to.include.members(acknowledged);
      expect(new Set(titles).size, 'no text is there twice').to.equal(titles.length);
      expect(versions.map(({ version }) => version)).to.deep.equal(versions.map((_one, index) => index + 1));
      versions.forEach(({ validTo }, index) => {
        expect(validTo).to.deep.equal(versions[index + 1]?.validFrom);
      });
    }
  } finally {
    await client.close();
  }
}
