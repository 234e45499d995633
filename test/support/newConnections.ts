// Twenty connections that ask again and again, and fifty that come beside them: says how many of the fifty were answered.
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const port = Number(process.argv[2]);
const wish = new AbortController();

async function ask(path: string, agent: Agent): Promise<number> {
  const [answer] = (await once(get({ host: '127.0.0.1', port, path, agent }), 'response')) as [
    IncomingMessage,
  ];
  await once(answer.resume(), 'end');
  return answer.statusCode ?? 0;
}

async function keepBusy(): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  while (!wish.signal.aborted) await ask('/busy', agent);
  agent.destroy();
}

const busy = Array.from({ length: 20 }, keepBusy);
await pause(300);
const statuses = await Promise.all(Array.from({ length: 50 }, async () => ask('/new', new Agent())));
wish.abort();
await Promise.all(busy);
process.stdout.write(JSON.stringify({ answered: statuses.filter(status => status === 200).length }));
