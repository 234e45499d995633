import { momentOf } from '../models/query/requestedMoment.ts';
import { brusselsParts, type Day } from '../models/values/day.ts';

/** The day and the instant that a page is judged on, where these are not today and now. */
export interface Position {
  on: Day;
  isOnToday: boolean;
  /** Null is now. */
  knownAt: Date | null;
}

/** An address of our own in its parts; it may be anything that a browser sent. */
function parse(address: string) {
  const [rest = '', hash] = address.split('#');
  const at = rest.indexOf('?');
  const path = at < 0 ? rest : rest.slice(0, at);
  return { path, keys: new URLSearchParams(at < 0 ? '' : rest.slice(at)), hash };
}

function written({ path, keys, hash }: ReturnType<typeof parse>): string {
  const said = keys.toString();
  return `${path}${said && `?${said}`}${hash === undefined ? '' : `#${hash}`}`;
}

/** The position that the address of a page asks for; null for today and now, and where it makes no sense. */
export function positionIn(address: string, now: Date): Position | null {
  const { keys } = parse(address);
  const asked = { on: keys.getAll('on'), knownAt: keys.getAll('knownAt') };
  const problems: Parameters<typeof momentOf>[2] = [];
  const position = momentOf(asked, now, problems);
  if (problems.length > 0 || (position.isOnToday && position.knownAt === null)) return null;
  return position;
}

/** The address of another page on the same position: what one reads next is judged as what one came from. */
export function withPosition(address: string, position: Position | null): string {
  if (position === null) return address;
  const parts = parse(address);
  if (!position.isOnToday) parts.keys.set('on', position.on);
  if (position.knownAt) parts.keys.set('knownAt', position.knownAt.toISOString());
  return written(parts);
}

/** The address of a page as of today and now, on its first page: on another day there may be fewer. */
export function withoutPosition(address: string): string {
  const parts = parse(address);
  for (const key of ['on', 'knownAt', 'page']) parts.keys.delete(key);
  return written(parts);
}

/** What a form of another day keeps of an address: all else that it says. */
export const keptOf = (address: string): [name: string, value: string][] => [
  ...parse(withoutPosition(address)).keys,
];

/** A position as inputs of day and time show it, in Brussels. */
export function inputsOf({ on, knownAt }: Position): { on: string; knownAt: string } {
  const known = knownAt && brusselsParts(knownAt);
  return { on, knownAt: known ? `${known.day}T${known.time}` : '' };
}
