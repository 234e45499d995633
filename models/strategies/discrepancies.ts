import { strategies, type Strategy } from './strategy.ts';

/** A contradiction between sources, as recorded with a strategy. */
export interface Discrepancy {
  /** The strategy's code. */
  strategy: string;
  code: string;
  what: string;
  sources: string[];
}

/** Every recorded contradiction, by strategy, in the order recorded. */
export async function listDiscrepancies(): Promise<Discrepancy[]> {
  const stored = await strategies.current
    .find({}, { code: 1, discrepancies: 1 })
    .sort({ _id: 1 })
    .lean<Strategy[]>();
  return stored.flatMap(({ code: strategy, discrepancies }) =>
    discrepancies.map(({ code, what, sources }) => ({ strategy, code, what, sources })),
  );
}
