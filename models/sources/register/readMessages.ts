import type { ExpectedError } from '../../values/errors.ts';
import type { EncodingName } from '../files/encodingNames.ts';
import type { SourceLimits } from '../contract/limits.ts';
import type { Read, ReadOptions, SourceName } from '../contract/incoming.ts';

/** What a thread is to read, and how. */
export interface ToRead {
  path: string;
  /** As the person named it. */
  name: string;
  limits: Partial<SourceLimits>;
  encoding: EncodingName | null;
  source: SourceName;
  options: Omit<ReadOptions, 'expectRows'>;
}

/** What the guard or a source refused, as it can be sent. */
export type Refusal = Pick<ExpectedError, 'kind' | 'key' | 'values' | 'problems'>;

/** What the reading thread says; of records it says no more until enough of them were taken. */
export type FromReader =
  { read: Read[] } | { bytes: number } | { expected: number } | { refused: Refusal } | { isDone: true };

/** What the reading thread is told: some records were taken. */
export type ToReader = 'taken';
