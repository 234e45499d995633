import type { Fields } from '../../models/record/fields.ts';
import type { Label } from '../../models/values/format.ts';
import type { Listed } from '../../models/record/noun.ts';

/** A line of the API as its page shows it. */
export interface ApiLine {
  method: string;
  path: string;
  says: Label;
  right: string;
  rules: Label | null;
  files: readonly string[];
  headers: readonly string[];
  /** The noun whose list's keys it takes. */
  list: Listed | null;
  /** Its own keys with their meaning. */
  keys: readonly { name: string; says: Label }[];
  body: Fields | null;
  /** Whether required fields are asked for. */
  isWhole: boolean;
}
