import type { Visibility } from '../lists/list.ts';
import type { Format } from '../values/format.ts';
import type { Right } from '../record/permissions.ts';
import type { KeptUser } from './user.ts';

/** Who asks, with their rights: one value, which models take wherever what is read depends on who reads it. */
export interface Reader extends Visibility {
  /** Nobody is signed in: null. */
  user: KeptUser | null;
  /** Whether they hold a right, by the token they came with. */
  may(right: Right): boolean;
  /** Their language and notation. */
  format: Format;
}
