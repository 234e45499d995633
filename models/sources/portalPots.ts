/** An amount of a call's budget table: the line of one topic and type of action. */
export interface PortalPot {
  /** The portal's number of it: lines of several topics under one number are one pot. */
  id: string;
  /** In lower case. */
  topic: string;
  /** By year, without those that are not stated. */
  amounts: readonly (readonly [year: string, amount: string])[];
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';

/** The lines of the budget table, which covers the whole call; those without an amount are left out. */
export function potsIn(overview: unknown): PortalPot[] {
  const map = isObject(overview) ? overview['budgetTopicActionMap'] : undefined;
  return Object.entries(isObject(map) ? map : {}).flatMap(([id, actions]) =>
    (Array.isArray(actions) ? (actions as unknown[]) : []).flatMap((action): PortalPot[] => {
      if (!isObject(action) || typeof action['action'] !== 'string') return [];
      const [topic = ''] = action['action'].trim().toLowerCase().split(/\s/);
      const years = isObject(action['budgetYearMap']) ? action['budgetYearMap'] : {};
      const amounts = Object.entries(years)
        .flatMap(([year, amount]) =>
          isScalar(amount) && Number(amount) !== 0 ? [[year, String(amount)] as const] : [],
        )
        .toSorted(([one], [other]) => one.localeCompare(other));
      return amounts.length === 0 || topic === '' ? [] : [{ id, topic, amounts }];
    }),
  );
}

/** Topics that state what a topic states: surely one pot, or perhaps. */
export interface Sharing {
  topics: string[];
  isSure: boolean;
}

/** What is known of the budgets of each call, by the tables that its topics carry. */
export function potsOfCalls() {
  const calls = new Map<string, Map<string, PortalPot>>();
  const signatureOf = (pots: readonly PortalPot[]): string =>
    pots
      .map(({ amounts }) => JSON.stringify(amounts))
      .toSorted()
      .join(' ');
  const byTopic = (call: string): Map<string, PortalPot[]> => {
    const topics = new Map<string, PortalPot[]>();
    for (const pot of calls.get(call.toLowerCase())?.values() ?? [])
      topics.set(pot.topic, [...(topics.get(pot.topic) ?? []), pot]);
    return topics;
  };
  return {
    add(call: string, pots: readonly PortalPot[]): void {
      const known = calls.get(call.toLowerCase()) ?? new Map<string, PortalPot>();
      calls.set(call.toLowerCase(), known);
      for (const pot of pots) known.set(JSON.stringify(pot), pot);
    },
    /**
     * The other topics of a call with which a topic shares its pot: surely, where a line of theirs has the same number and
     * amount, or all topics of the call state the very same; perhaps, where some do. Null where its budget is its own.
     */
    sharedWith(call: string, topic: string): Sharing | null {
      const topics = byTopic(call);
      const own = topics.get(topic.toLowerCase()) ?? [];
      const others = [...topics].filter(([other]) => other !== topic.toLowerCase());
      if (own.length === 0 || others.length === 0) return null;
      const isOfOnePot = (pots: readonly PortalPot[]): boolean =>
        pots.some(one =>
          own.some(
            ({ id, amounts }) => id === one.id && JSON.stringify(amounts) === JSON.stringify(one.amounts),
          ),
        );
      const onePot = others.filter(([, pots]) => isOfOnePot(pots));
      if (onePot.length > 0) return { topics: onePot.map(([other]) => other), isSure: true };
      const alike = others.filter(([, pots]) => signatureOf(pots) === signatureOf(own));
      if (alike.length === 0) return null;
      return { topics: alike.map(([other]) => other), isSure: alike.length === others.length };
    },
  };
}

export type PotsOfCalls = ReturnType<typeof potsOfCalls>;
