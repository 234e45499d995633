import type { ClientSession } from 'mongoose';
import type { Reference } from '../fields.ts';
import { users } from '../user.ts';

type Stored = Record<string, unknown>;

/**
 * Fills in who is meant by the officer of each: by id, e-mail address or name, for files name people as a list shows
 * them. A name of several people, or of nobody, stays as it is written, for whoever stores it to refuse.
 */
export async function resolveOfficers(all: readonly Stored[], session?: ClientSession): Promise<Stored[]> {
  const links = all.flatMap(({ officer }) => (officer ? [officer as Reference] : []));
  if (links.length === 0) return [...all];
  const texts = [...new Set(links.map(({ identifier }) => identifier))];
  const emails = texts.map(text => text.toLowerCase());
  const wanted = [
    { _id: { $in: links.map(({ id }) => id) } },
    { name: { $in: texts } },
    { email: { $in: emails } },
  ];
  const found = await users.current.collection
    .find({ $or: wanted } as never, { projection: { name: 1, email: 1 }, ...(session && { session }) })
    .toArray();
  const people = found.map(({ _id, name, email }) => ({
    id: String(_id),
    name: String(name),
    email: String(email),
  }));
  const meant = ({ id, identifier }: Reference) => {
    const byId = people.find(one => one.id === id);
    const byEmail = people.find(({ email }) => email === identifier.toLowerCase());
    const named = people.filter(({ name }) => name === identifier);
    return byId ?? byEmail ?? (named.length === 1 ? named[0] : undefined);
  };
  return all.map(values => {
    const person = values['officer'] ? meant(values['officer'] as Reference) : undefined;
    return person ? { ...values, officer: { id: person.id, identifier: person.name } } : values;
  });
}
