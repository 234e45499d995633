import {
  field,
  type CodedNoun,
  type Field,
  type Options,
  type Reference,
  type ReferencedNoun,
  type Value,
} from './fields.ts';
import type { Label } from '../values/format.ts';

/** A link to a record known by its code (programme, strategy, initiative, key action); the code is stored. */
export const coded = <O extends Options>(label: Label, noun: CodedNoun, options = {} as O) =>
  ({ ...field('coded', label, options), noun }) as Field<Value<string, O>>;

/** A link to a record by id or identifier; stored as both. The noun's `prepare` resolves it. */
export const reference = <O extends Options>(label: Label, noun: ReferencedNoun, options = {} as O) =>
  ({ ...field('reference', label, options), noun }) as Field<Value<Reference, O>>;
