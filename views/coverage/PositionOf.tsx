import type { Coverage } from '../../models/coverage/matrix.ts';
import { PositionNote } from '../components/PositionNote.tsx';

/** How many of a matrix's projects are in its totals, undated, or not yet signed. */
export function PositionOf({ coverage: { totals, later, query } }: { coverage: Coverage }) {
  const { projects: counted, undated } = totals.overall;
  return <PositionNote counts={{ counted, undated, later: later.projects }} lists={query} />;
}
