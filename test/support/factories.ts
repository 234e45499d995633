import { calls } from '../../models/calls/call.ts';
import { saveRecord } from '../../models/record/record.ts';
import { callfolioItself, type Change, type Noun, type NounName } from '../../models/record/noun.ts';
import { nouns } from '../../models/nouns.ts';
import { emptyRecord, type Fields } from '../../models/record/fields.ts';
import { ruleOf } from '../../models/record/fields.ts';
import { organisations } from '../../models/organisations/organisation.ts';
import { programmes } from '../../models/programmes/programme.ts';
import { projects } from '../../models/projects/projects.ts';
import { strategies } from '../../models/strategies/strategy.ts';
import type { Role } from '../../models/record/permissions.ts';
import { addUserWithPassword } from '../../models/accounts/credential.ts';

export const now = new Date('2026-11-24T10:00:00Z');

export const changeAt = (at: Date = now, over: Partial<Change> = {}): Change => ({
  by: callfolioItself,
  source: { kind: 'form' },
  reason: null,
  at,
  ...over,
});

let counter = 0;
const next = () => (counter += 1);

/** Saves a new record from what a form or the API would send. */
export async function add<F extends Fields, D>(noun: Noun<F, D>, input: object, change: Change = changeAt()) {
  const { value, error } = ruleOf(noun.fields).validate(input, { abortEarly: false });
  if (error) throw error;
  return saveRecord(
    noun,
    { id: null, version: null, values: { ...emptyRecord(noun.fields), ...value } },
    change,
  );
}

/** Saves changed fields of a record, from what a form or the API would send. */
export async function edit<F extends Fields, D>(
  noun: Noun<F, D>,
  record: { id: string; version: number },
  input: object,
  change: Change = changeAt(),
) {
  const values = Object.fromEntries(
    Object.entries(input).map(([key, value]) => [key, noun.fields[key]?.rule.validate(value).value]),
  );
  return saveRecord(noun, { id: record.id, version: record.version, values }, change);
}

export const addProgramme = (over: object = {}, change?: Change) => {
  const code = `P${next()}`;
  return add(programmes, { code, label: code, name: `Programme ${code}`, ...over }, change);
};

/** A strategy `S-1` with initiatives 1 to 3, unless told otherwise. */
export const addStrategy = (over: object = {}, change?: Change) =>
  add(
    strategies,
    {
      code: 'S-1',
      reference: 'S(1)',
      titleEn: 'Strategy one',
      titleNl: 'Strategie een',
      initiatives: [1, 2, 3].map(number => ({
        number,
        titleEn: `Initiative ${number}`,
        titleNl: `Initiatief ${number}`,
      })),
      ...over,
    },
    change,
  );

export const addCall = async (over: { programme?: string; [key: string]: unknown } = {}, change?: Change) =>
  add(
    calls,
    {
      kind: 'call',
      identifier: `CALL-${next()}`,
      ...over,
      programme: over.programme ?? (await addProgramme()).code,
    },
    change,
  );

export const addProject = (over: object = {}, change?: Change) =>
  add(projects, { kind: 'grant', scope: 'in', title: `Project ${next()}`, ...over }, change);

export const addOrganisation = (over: object = {}, change?: Change) =>
  add(organisations, { name: `Organisation ${next()}`, ...over }, change);

export const password = 'correct horse battery staple';

export const addUser = (role: Role, over: { email?: string; name?: string } = {}) =>
  addUserWithPassword(
    { email: `${role}${next()}@example.org`, name: `The ${role}`, role, ...over },
    password,
    changeAt(),
  );

/** A record of each noun, in the programme `ONE`: their ids, by the first part of their addresses. */
export async function addOneOfEach(): Promise<Record<string, string>> {
  const programme = await addProgramme({ code: 'ONE' });
  const call = await addCall({ programme: 'ONE' });
  const project = { programme: 'ONE', call: call.id, euContribution: '100.50', startsOn: '2021' };
  const made: Readonly<Record<NounName, { id: string }>> = {
    strategy: await addStrategy(),
    programme,
    call,
    project: await addProject(project),
    organisation: await addOrganisation(),
    user: await addUser('reader'),
  };
  return Object.fromEntries(Object.values(nouns).map(({ name, path }) => [path, made[name].id]));
}
