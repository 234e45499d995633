import Joi from 'joi';
import {
  field,
  line,
  stored,
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
  ({ ...field<Value<string, O>>('coded', label, line().max(100), stored, options), noun }) as Field<
    Value<string, O>
  >;

/** A link to a record by id or identifier; stored as both. The noun's `prepare` resolves it. */
export const reference = <O extends Options>(label: Label, noun: ReferencedNoun, options = {} as O) =>
  ({
    ...field<Value<Reference, O>>(
      'reference',
      label,
      Joi.alternatives(
        line()
          .max(200)
          .custom((value: string) => ({ id: value, identifier: value })),
        Joi.object({ id: line().max(200), identifier: line().max(200).allow('', null) })
          .or('id', 'identifier')
          .custom((value: { id?: string; identifier?: string | null }) => ({
            id: value.id ?? value.identifier,
            identifier: value.identifier ?? value.id,
          })),
      ),
      { type: { _id: false, id: String, identifier: String }, default: null },
      options,
    ),
    noun,
  }) as Field<Value<Reference, O>>;
