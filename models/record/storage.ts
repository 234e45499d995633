import { Schema, type SchemaDefinition, type SchemaDefinitionProperty, type SchemaOptions } from 'mongoose';
import { emptyValues, type Field, type FieldKind, type Fields } from './fields.ts';

/** How Mongoose stores a day, or the month or year that is all that is known. */
export const dayStorage = () => ({ _id: false, value: String, from: String, to: String });

/** How Mongoose stores a value of each kind of field. */
const types: Readonly<Record<FieldKind, (items: Fields) => unknown>> = {
  text: () => String,
  longText: () => String,
  texts: () => [String],
  url: () => String,
  country: () => String,
  choice: () => String,
  integer: () => Number,
  money: () => Number,
  percent: () => Number,
  day: dayStorage,
  instant: () => Date,
  yesNo: () => Boolean,
  coded: () => String,
  reference: () => ({ _id: false, id: String, identifier: String }),
  list: items => [storageOf(items)],
};

/** The Mongoose schema of a whole record, or of one item of a list. */
export function storageOf(fields: Fields, more: SchemaDefinition = {}, options: SchemaOptions = {}): Schema {
  const own = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, propertyOf(field)]));
  return new Schema(
    // In front of what a person writes: a list as known at an instant looks at it in every record.
    { ...more, ...own },
    { _id: false, id: false, versionKey: false, minimize: false, ...options },
  );
}

const propertyOf = ({ kind, items = {} }: Field) =>
  ({ type: types[kind](items), default: emptyValues[kind]() }) as SchemaDefinitionProperty;
