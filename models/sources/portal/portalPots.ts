import { isJsonObject } from '../../values/jsonObject.ts';

/** An amount of a call's budget table: the line of one topic and type of action. */
export interface PortalPot {
  /** The portal's number of it: lines of several topics under one number are one pot. */
  id: string;
  /** In lower case. */
  topic: string;
  /** By year, without those that are not stated. */
  amounts: readonly (readonly [year: string, amount: string])[];
}

const isScalar = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';

/** The lines of the budget table, which covers the whole call; those without an amount are left out. */
export function potsIn(overview: unknown): PortalPot[] {
  const map = isJsonObject(overview) ? overview['budgetTopicActionMap'] : undefined;
  return Object.entries(isJsonObject(map) ? map : {}).flatMap(([id, actions]) =>
    (Array.isArray(actions) ? (actions as unknown[]) : []).flatMap((action): PortalPot[] => {
      if (!isJsonObject(action) || typeof action['action'] !== 'string') return [];
      const [topic = ''] = action['action'].trim().toLowerCase().split(/\s/);
      const years = isJsonObject(action['budgetYearMap']) ? action['budgetYearMap'] : {};
      const amounts = Object.entries(years)
        .flatMap(([year, amount]) =>
          isScalar(amount) && Number(amount) !== 0 ? [[year, String(amount)] as const] : [],
        )
        .toSorted(([one], [other]) => one.localeCompare(other));
      return amounts.length === 0 || topic === '' ? [] : [{ id, topic, amounts }];
    }),
  );
}

/** Topics that state what a topic states: how many and the first of them; surely one pot, or perhaps. */
export interface Sharing {
  count: number;
  topics: string[];
  isSure: boolean;
}

const mostNamed = 10;

const lineKey = ({ id, amounts }: PortalPot): string => JSON.stringify([id, amounts]);
const signatureOf = (pots: readonly PortalPot[]): string =>
  pots
    .map(({ amounts }) => JSON.stringify(amounts))
    .toSorted()
    .join(' ');

/** What the topics of one call state, each found without looking at all others. */
function callPots(pots: Iterable<PortalPot>) {
  const topics = new Map<string, PortalPot[]>();
  const byLine = new Map<string, Set<string>>();
  for (const pot of pots) {
    const own = topics.get(pot.topic) ?? [];
    own.push(pot);
    topics.set(pot.topic, own);
    byLine.set(lineKey(pot), (byLine.get(lineKey(pot)) ?? new Set()).add(pot.topic));
  }
  const bySignature = new Map<string, string[]>();
  for (const [topic, own] of topics) {
    const signature = signatureOf(own);
    const alike = bySignature.get(signature) ?? [];
    alike.push(topic);
    bySignature.set(signature, alike);
  }
  const ofLines = new Map<string, readonly string[]>();
  return {
    topics,
    /** The topics that have one of these lines: found once for all that have the same. */
    withLinesOf(own: readonly PortalPot[]): readonly string[] {
      const lines = own.map(lineKey).toSorted();
      const key = lines.join(' ');
      const found = ofLines.get(key) ?? [...new Set(lines.flatMap(line => [...(byLine.get(line) ?? [])]))];
      ofLines.set(key, found);
      return found;
    },
    alike: (own: readonly PortalPot[]): readonly string[] => bySignature.get(signatureOf(own)) ?? [],
  };
}

/** What is known of the budgets of each call, by the tables that its topics carry. */
export function potsOfCalls() {
  const calls = new Map<string, Map<string, PortalPot>>();
  const known = new Map<string, ReturnType<typeof callPots>>();
  const potsOf = (call: string) => {
    const found = known.get(call) ?? callPots(calls.get(call)?.values() ?? []);
    known.set(call, found);
    return found;
  };
  return {
    add(name: string, pots: readonly PortalPot[]): void {
      const call = name.toLowerCase();
      const all = calls.get(call) ?? new Map<string, PortalPot>();
      calls.set(call, all);
      known.delete(call);
      for (const pot of pots) all.set(JSON.stringify(pot), pot);
    },
    /**
     * The other topics of a call with which a topic shares its pot: surely, where a line of theirs has the same number and
     * amount, or all topics of the call state the very same; perhaps, where some do. Null where its budget is its own.
     */
    sharedWith(call: string, name: string): Sharing | null {
      const topic = name.toLowerCase();
      const found = potsOf(call.toLowerCase());
      const own = found.topics.get(topic);
      if (!own || found.topics.size < 2) return null;
      // The topic itself is one of them.
      const sharing = (others: readonly string[], isSure: boolean): Sharing => ({
        count: others.length - 1,
        topics: others
          .slice(0, mostNamed + 1)
          .filter(other => other !== topic)
          .slice(0, mostNamed),
        isSure,
      });
      const onePot = found.withLinesOf(own);
      if (onePot.length > 1) return sharing(onePot, true);
      const alike = found.alike(own);
      return alike.length > 1 ? sharing(alike, alike.length === found.topics.size) : null;
    },
  };
}

export type PotsOfCalls = ReturnType<typeof potsOfCalls>;
