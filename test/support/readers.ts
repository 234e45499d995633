import { rightsOf } from '../../models/record/permissions.ts';
import type { Sight } from '../../models/record/visibleTo.ts';

/** Who may see all there is. */
export const everything: Sight = { rights: rightsOf('administrator') };
