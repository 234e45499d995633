import { Schema, type SchemaDefinition, type SchemaDefinitionProperty, type SchemaOptions } from 'mongoose';
import type { Field, Fields } from './fields.ts';

/** The Mongoose schema of a whole record, or of one item of a list. */
export function storageOf(fields: Fields, more: SchemaDefinition = {}, options: SchemaOptions = {}): Schema {
  const own = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, propertyOf(field)]));
  return new Schema(
    { ...own, ...more },
    { _id: false, id: false, versionKey: false, minimize: false, ...options },
  );
}

const propertyOf = ({ storage, items }: Field): SchemaDefinitionProperty =>
  items ? { ...(storage as object), type: [storageOf(items)] } : storage;
