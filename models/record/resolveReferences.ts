import type { ClientSession } from 'mongoose';
import mongoose from 'mongoose';
import { invalid, type Problem } from '../values/errors.ts';
import type { Reference, RecordOf } from './fields.ts';
import { cached, keepAnswer } from './transactionCache.ts';
import type { Change } from './noun.ts';
import { channelOf } from './versionSource.ts';

type Target = RecordOf & { _id: string };

// Nouns link to each other in circles (a project to its call, a call to its officer), so links are read by collection.
const stored = (noun: string) => mongoose.model(noun);

/** Throws `invalid` when there is any problem. */
export function refuseProblems(problems: readonly Problem[]): void {
  if (problems.length > 0) throw invalid(problems);
}

/** The code of the programme a link means, as it is stored; one that no programme has becomes a problem of its field. */
export async function resolveProgramme<C extends string | null>(
  field: string,
  code: C,
  session: ClientSession,
  problems: Problem[],
): Promise<C> {
  if (code === null) return code;
  const found = await cached('programme', code, session, async () =>
    stored('programme').findOne({ _id: code }, { _id: 1 }).session(session).lean<Target>(),
  );
  // Case alone may differ: the collation also takes `H02020` for `H2020`.
  if (found?._id.toLowerCase() === code.toLowerCase()) return found._id as C;
  problems.push({ field, type: 'reference.unknown', values: { value: code } });
  return code;
}

/** The calls or topics meant by a link: by id, else by identifier or alias in any case. */
export async function findCall(
  link: Reference,
  kind: 'call' | 'topic',
  session: ClientSession,
): Promise<Target | null> {
  return cached('call', callQuestion(link, kind), session, async () => readCall(link, kind, session));
}

const callQuestion = ({ id, identifier }: Reference, kind: string): string => `${kind} ${id} ${identifier}`;

async function readCall(
  link: Reference,
  kind: 'call' | 'topic',
  session: ClientSession,
): Promise<Target | null> {
  const call = stored('call');
  return (
    (await call.findOne({ _id: link.id }).session(session).lean<Target>()) ??
    (await call.findOne({ kind, identifier: link.identifier }).session(session).lean<Target>()) ??
    (await call.findOne({ kind, aliases: link.identifier }).session(session).lean<Target>()) ??
    call.findOne({ identifier: link.identifier }).session(session).lean<Target>()
  );
}

/** Reads the calls that many links mean at once; a link it does not settle is read by itself. */
export async function prefetchCalls(
  links: readonly { link: Reference | null; kind: 'call' | 'topic' }[],
  session: ClientSession,
): Promise<void> {
  const asked = new Map<string, { link: Reference; kind: 'call' | 'topic' }>();
  for (const { link, kind } of links) if (link) asked.set(callQuestion(link, kind), { link, kind });
  if (asked.size === 0) return;
  const ids = [...asked.values()].map(({ link }) => link.id);
  const identifiers = [...asked.values()].map(({ link }) => link.identifier);
  const found = await stored('call')
    .find(
      { $or: [{ _id: { $in: ids } }, { identifier: { $in: identifiers } }] },
      { kind: 1, identifier: 1, archivedAt: 1, opensOn: 1 },
    )
    .session(session)
    .lean<Target[]>();
  const byKey = new Map<string, Target>();
  for (const call of found) {
    byKey.set(call._id, call);
    byKey.set(`${String(call['kind'])} ${String(call['identifier']).toLowerCase()}`, call);
  }
  for (const [question, { link, kind }] of asked) {
    const call = byKey.get(link.id) ?? byKey.get(`${kind} ${link.identifier.toLowerCase()}`);
    if (call) keepAnswer('call', question, call, session);
  }
}

/**
 * A link to a call with its id and printed identifier; a link that leads nowhere becomes a problem of its field, and so
 * does one from a record in use to an archived call.
 */
export async function resolveCall(
  field: string,
  link: Reference | null,
  kind: 'call' | 'topic',
  session: ClientSession,
  problems: Problem[],
  isLoose = true,
): Promise<Reference | null> {
  if (link === null) return null;
  const found = await findCall(link, kind, session);
  if (!found) {
    problems.push({ field, type: 'reference.unknown', values: { value: link.identifier } });
    return link;
  }
  if (!isLoose && found['archivedAt'] instanceof Date)
    problems.push({ field, type: 'reference.archived', values: { value: String(found['identifier']) } });
  return { id: found._id, identifier: String(found['identifier']) };
}

/**
 * Whether a link of a record may lead to an archived call: where the record is archived itself, or in use led there
 * before. The reference data and imported files say what was, also of calls that are out of use here.
 * @param before the links it had, none for a new record
 */
export function mayBeArchived(
  link: Reference | null,
  before: readonly (Reference | null)[],
  [record, previous]: readonly [Archivable, Archivable | null],
  { source }: Pick<Change, 'source'>,
): boolean {
  if (record.archivedAt !== null || ['reference', 'import'].includes(channelOf(source))) return true;
  const isSame = (one: Reference | null): boolean =>
    one !== null &&
    link !== null &&
    (one.id === link.id || one.identifier.toLowerCase() === link.identifier.toLowerCase());
  return previous?.archivedAt === null && before.some(isSame);
}

interface Archivable {
  archivedAt: Date | null;
}

/** A link to a user with id and name; the form sends the id, the API either the id or the e-mail address. */
export async function resolveUser(
  field: string,
  link: Reference | null,
  session: ClientSession,
  problems: Problem[],
): Promise<Reference | null> {
  if (link === null) return null;
  const users = stored('user');
  const found = await cached(
    'user',
    `${link.id} ${link.identifier}`,
    session,
    async () =>
      (await users.findOne({ _id: link.id }).session(session).lean<Target>()) ??
      (await users.findOne({ email: link.identifier }).session(session).lean<Target>()),
  );
  if (!found) {
    problems.push({ field, type: 'reference.unknown', values: { value: link.identifier } });
    return link;
  }
  return { id: found._id, identifier: String(found['name']) };
}

export interface Linked {
  initiative: string;
  keyAction: string | null;
}

/** The problems of links to initiatives, or to key actions of them, that no strategy has. */
export async function findUnknownLinks(
  supports: readonly Linked[],
  session: ClientSession,
): Promise<Problem[]> {
  if (supports.length === 0) return [];
  const find = await cached('strategy', 'links', session, async () => readUnknownLinks(session));
  return find(supports);
}

/** What strategies there are, as the question which initiatives and key actions are none of theirs. */
export async function readUnknownLinks(
  session: ClientSession | null,
): Promise<(supports: readonly Linked[]) => Problem[]> {
  const strategies = await stored('strategy')
    .find({}, { initiatives: 1, keyActions: 1 })
    .session(session)
    .lean<{ _id: string; initiatives: { number: number }[]; keyActions: { code: string }[] }[]>();
  const initiatives = new Set<string>();
  const keyActions = new Set<string>();
  for (const { _id, initiatives: own, keyActions: actions } of strategies) {
    for (const { number } of own) initiatives.add(`${_id}.${number}`);
    for (const { code } of actions) keyActions.add(`${_id}.${code.split('.')[0]} ${code}`);
  }
  return supports =>
    supports.flatMap(({ initiative, keyAction }, at): Problem[] => {
      const unknown = (field: string, value: string): Problem[] => [
        { field: `supports.${at}.${field}`, type: 'reference.unknown', values: { value } },
      ];
      if (!initiatives.has(initiative)) return unknown('initiative', initiative);
      const isKnown = keyAction === null || keyActions.has(`${initiative} ${keyAction}`);
      return isKnown ? [] : unknown('keyAction', keyAction);
    });
}
