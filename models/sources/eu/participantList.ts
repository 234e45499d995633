import type { Participation } from './cordisParticipation.ts';
import { refuse, warn, type Cells } from '../cells/cells.ts';

/** A participation with the row it stands in. */
export interface Part {
  cells: Cells;
  participation: Participation;
}

const former = 'Coordinator until its participation ended.';

/**
 * The participants of a project in the order the file gives them. A project has one coordinator: one whose
 * participation ended gives way to one who still takes part and is kept as a participant, with a note; a further one
 * is refused (its cells then say so).
 */
export function participantsIn(parts: readonly Part[], roleColumn = 'role'): Part[] {
  const inOrder = parts.toSorted((a, b) => a.participation.order - b.participation.order);
  const coordinators = inOrder.filter(
    ({ participation }) => participation.participant.role === 'coordinator',
  );
  const main = coordinators.find(({ participation }) => !participation.hasEnded) ?? coordinators[0];
  for (const part of coordinators) {
    if (part === main) continue;
    if (part.participation.hasEnded) {
      Object.assign(part.participation.participant, { role: 'participant', note: former });
      warn(part.cells, roleColumn, 'formerCoordinator');
    } else {
      refuse(part.cells, roleColumn, 'secondCoordinator', {
        name: main?.participation.participant.name ?? '',
      });
    }
  }
  return inOrder;
}
