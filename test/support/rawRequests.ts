import { once } from 'node:events';
import { request as ask, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Sent {
  method?: string;
  headers?: OutgoingHttpHeaders;
  /** Sent whole where it is bytes, else in chunks as they come. */
  body?: Buffer | string | Iterable<string>;
}

/** One request with exactly these bytes, for what no client of a test would send. */
export async function sendRaw(
  address: string,
  path: string,
  { method = 'POST', headers = {}, body = '' }: Sent = {},
) {
  const isWhole = typeof body === 'string' || Buffer.isBuffer(body);
  const length = isWhole ? { 'Content-Length': Buffer.byteLength(body) } : {};
  const sent = ask(`${address}${path}`, { method, agent: false, headers: { ...length, ...headers } });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  if (isWhole) sent.end(body);
  else {
    for (const part of body) sent.write(part);
    sent.end();
  }
  const [answer] = await answered;
  return { status: answer.statusCode ?? 0, headers: answer.headers, text: await text(answer) };
}

export const formType = { 'Content-Type': 'application/x-www-form-urlencoded' };
export const jsonType = { 'Content-Type': 'application/json' };

/** So many times what the number gives, with a sign between. */
export const repeated = (times: number, part: (at: number) => string, between = ','): string =>
  Array.from({ length: times }, (_none, at) => part(at)).join(between);

/** The body and type of a form of so many parts of its own. */
export function multipart(parts: number): { headers: OutgoingHttpHeaders; body: string } {
  const part = (at: number) => `--b\r\nContent-Disposition: form-data; name="f${at}"\r\n\r\n1\r\n`;
  return {
    headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
    body: `${repeated(parts, part, '')}--b--\r\n`,
  };
}
