import type { Incoming, Where } from './incoming.ts';
import type { Values } from '../../record/fields.ts';

/** A call or topic as a project names it. */
export interface NamedCall {
  kind: 'call' | 'topic';
  identifier: string;
  programme: string;
  where: Where;
  title?: string | null;
  masterCall?: string | null;
}

/** The distinct calls and topics that the projects of a file name. */
export interface CallsNamed {
  add(named: NamedCall): void;
  count(): number;
  all(): Iterable<Incoming>;
}

/** Identifiers are one without case; what is told of one is what is told first. */
export function callsNamed(): CallsNamed {
  const found = new Map<string, NamedCall>();
  return {
    add: named => {
      const key = `${named.kind} ${named.identifier.toLowerCase()}`;
      const known = found.get(key);
      if (!known) found.set(key, named);
      else if (!known.title && named.title) found.set(key, { ...known, title: named.title });
    },
    count: () => found.size,
    *all() {
      for (const { kind, identifier, programme, where, title, masterCall } of found.values()) {
        yield {
          noun: 'call',
          where,
          values: {
            kind,
            identifier,
            programme,
            ...(title && { title }),
            ...(masterCall && masterCall !== identifier && { masterCall }),
          },
          isNamedOnly: true,
          statedOn: null,
          warnings: [],
        };
      }
    },
  };
}

/** Adds what a project's values name; what is call and topic in one is a call alone, as in the reference data. */
export function addNamed(
  calls: CallsNamed,
  values: Values,
  where: Where,
  titles: ReadonlyMap<string, string> = new Map(),
): void {
  const programme = values['programme'];
  if (typeof programme !== 'string') return;
  const [call, topic] = ['call', 'topic'].map(
    field => (values[field] as { identifier: string } | null | undefined)?.identifier,
  );
  if (call !== undefined) {
    const masterCall = (values['masterCall'] ?? null) as string | null;
    calls.add({ kind: 'call', identifier: call, programme, where, masterCall });
  }
  if (topic !== undefined && topic.toLowerCase() !== call?.toLowerCase()) {
    const title = titles.get(topic.toLowerCase()) ?? null;
    calls.add({ kind: 'topic', identifier: topic, programme, where, title });
  }
}
