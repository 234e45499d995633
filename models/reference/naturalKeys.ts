import type { Match } from '../record/facts.ts';
import { fold } from '../record/search.ts';
import type { Project } from '../projects/project.ts';

/** How records of a noun are known again. */
export interface Natural<T> {
  /** The key of a record as reference data once wrote it. */
  keyOf(written: T): string;
  /** The keys under which a record may have been written, the surest first. */
  keysOf(wanted: T): string[];
  /** Filters that find a record somebody else made, the surest first. */
  matches(wanted: T): Match[];
  /** Fields that no two records have alike, and what finds the record that has those of this one; null where it states none. */
  unique?: { fields: readonly string[]; heldBy(wanted: T): Match | null };
}

export const byCode: Natural<{ code: string }> = {
  keyOf: ({ code }) => code,
  keysOf: ({ code }) => [code],
  matches: ({ code }) => [{ _id: code }],
};

export const byIdentifier: Natural<{ kind: string; identifier: string }> = {
  keyOf: ({ kind, identifier }) => `${kind} ${identifier.toLowerCase()}`,
  keysOf: one => [byIdentifier.keyOf(one)],
  matches: ({ kind, identifier }) => [
    { kind, identifier },
    { kind, aliases: identifier },
  ],
  unique: {
    fields: ['kind', 'identifier'],
    heldBy: ({ kind, identifier }) => ({ kind, identifier }),
  },
};

const nameAndCountry = (name: string, country: string | null): string => `${fold(name)} ${country ?? ''}`;
export const byPic: Natural<{ pic: string | null; name: string; country: string | null }> = {
  keyOf: ({ pic, name, country }) => pic ?? nameAndCountry(name, country),
  keysOf: ({ pic, name, country }) => [
    ...(pic === null ? [] : [pic]),
    nameAndCountry(name, country),
    nameAndCountry(name, null),
  ],
  matches: ({ pic, name, country }) => [
    ...(pic === null ? [] : [{ pic }]),
    { nameKey: fold(name), country, ...(pic !== null && { pic: null }) },
  ],
  unique: { fields: ['pic'], heldBy: ({ pic }) => (pic === null ? null : { pic }) },
};

// An acronym is not a key (GRACE is two projects): it only finds again what was written here without a grant number.
const acronymKey = ({ programme, acronym }: Project): string => `${programme} named ${fold(acronym ?? '')}`;
const grantKey = ({ programme, grantAgreement }: Project): string => `${programme} ${grantAgreement}`;
export const byGrant: Natural<Project> = {
  keyOf: one => (one.grantAgreement === null ? acronymKey(one) : grantKey(one)),
  keysOf: one => [...(one.grantAgreement === null ? [] : [grantKey(one)]), acronymKey(one)],
  matches: ({ programme, grantAgreement }) =>
    grantAgreement === null ? [] : [{ programme, grantAgreement }],
  unique: {
    fields: ['programme', 'grantAgreement'],
    heldBy: ({ programme, grantAgreement }) =>
      grantAgreement === null ? null : { programme, grantAgreement },
  },
};
