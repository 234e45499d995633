import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { tokenOn } from './page.ts';

/** The administrator that a served program makes at its first start. */
export const administrator = { email: 'admin@example.org', password: 'correct horse battery staple' };

export type Served = Readonly<{
  child: ChildProcess;
  /** Scheme, host and port it serves on. */
  address: string;
  /** The lines of its log, as they come. */
  lines: readonly string[];
  exitCode: Promise<number | null>;
}>;

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts the real program with these settings on a free port, and waits until it serves.
 * @param through a command that runs it elsewhere, such as on a disk of its own
 */
export async function serve(settings: NodeJS.ProcessEnv, through: readonly string[] = []): Promise<Served> {
  const { PATH, HOME, XDG_CACHE_HOME, MONGOD_BINARY } = process.env;
  const [command, ...given] = [...through, process.execPath, '--import=tsx', 'server/main.ts'];
  const child = spawn(command, given, {
    env: {
      PATH,
      HOME,
      XDG_CACHE_HOME,
      MONGOD_BINARY,
      PORT: '0',
      HOST: '127.0.0.1',
      SESSION_SECRET: 'only for tests, and long enough for them',
      ADMIN_EMAIL: administrator.email,
      ADMIN_PASSWORD: administrator.password,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const exitCode = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  const lines: string[] = [];
  const address = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', line => {
      lines.push(line);
      const [, at] = /callfolio serves at (http:\/\/[\d.:]+)/.exec(line) ?? [];
      if (at !== undefined) resolve(at);
    });
    void exitCode.then(code => reject(new Error(`It ended with ${code}: ${lines.join('\n')}`)));
  });
  return { child, address: await address, lines, exitCode };
}

const cookieOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ');

/** Signs in at the pages. @returns the cookies of the session */
export async function sessionFor(address: string, who = administrator): Promise<string> {
  const page = await fetch(`${address}/sign-in`);
  const answer = await fetch(`${address}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Cookie: cookieOf(page) },
    body: new URLSearchParams({ _csrf: tokenOn(await page.text()), ...who }),
  });
  if (answer.status !== 303) throw new Error(`Signing in gave ${answer.status}.`);
  return cookieOf(answer);
}

/** Ends it as that signal does. @returns its exit code, null when the signal ended it */
export async function end({ child, exitCode }: Served, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal);
  return exitCode;
}

export interface Reply {
  /** 0 when the connection broke before an answer. */
  status: number;
  tookMs: number;
  retryAfter: string | null;
  etag: string | null;
  /** The answer as JSON; null where it is none. */
  data: Readonly<Record<string, unknown>> | null;
}

/** One request of a program that uses the API: never throws, so that a broken connection can be counted. */
export async function ask(
  address: string,
  path: string,
  { token, ...more }: { token?: string; method?: string; body?: object; headers?: Record<string, string> },
): Promise<Reply> {
  const askedAt = performance.now();
  const took = () => Math.round(performance.now() - askedAt);
  try {
    const answer = await fetch(address + path, {
      method: more.method ?? 'GET',
      redirect: 'manual',
      headers: {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(more.body && { 'Content-Type': 'application/json' }),
        ...more.headers,
      },
      ...(more.body && { body: JSON.stringify(more.body) }),
    });
    const text = await answer.text();
    const isJson = (answer.headers.get('content-type') ?? '').includes('json');
    return {
      status: answer.status,
      tookMs: took(),
      retryAfter: answer.headers.get('retry-after'),
      etag: answer.headers.get('etag'),
      data: isJson ? (JSON.parse(text) as Record<string, unknown>) : null,
    };
  } catch {
    return { status: 0, tookMs: took(), retryAfter: null, etag: null, data: null };
  }
}

/** A token of an account, the administrator's unless another is named. */
export async function tokenFor(address: string, { email, password } = administrator): Promise<string> {
  const basic = Buffer.from(`${email}:${password}`).toString('base64');
  const { status, data } = await ask(address, '/api/v1/tokens', {
    method: 'POST',
    body: { name: 'test' },
    headers: { Authorization: `Basic ${basic}` },
  });
  if (typeof data?.['token'] !== 'string') throw new Error(`No token: ${status}.`);
  return data['token'];
}
