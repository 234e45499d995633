import type { Sight } from '../record/visibleTo.ts';
import type { Format } from '../values/format.ts';
import type { KeptUser } from './user.ts';

/** Who asks, with the rights of the token they came with: one value, which all takes that depends on who reads. */
export interface Reader extends Sight {
  /** Nobody is signed in: null. */
  user: KeptUser | null;
  /** Their language and notation. */
  format: Format;
}
