import mongoose from 'mongoose';
import { invalid, type ExpectedError } from '../values/errors.ts';

/** Writing to a server that has just died, the driver passes on the bare error and repeats nothing: docs/decisions/0028. */
export function asRepeatable(error: unknown): unknown {
  const { MongoError, MongoNetworkError } = mongoose.mongo;
  const isOfSocket = error instanceof Error && 'syscall' in error && !(error instanceof MongoError);
  if (!isOfSocket) return error;
  const repeatable = new MongoNetworkError(error.message, { cause: error });
  repeatable.addErrorLabel('TransientTransactionError');
  return repeatable;
}

/** A unique index refused the write: says which field, in the words of the form. */
export function asDuplicate(error: unknown): ExpectedError | null {
  if (!(error instanceof mongoose.mongo.MongoServerError) || error.code !== 11_000) return null;
  const pattern = error['keyPattern'] as object | undefined;
  // Of many writes sent at once the error names the index only, in its message.
  const [, index = ''] = /index: (\S+)/.exec(error.message) ?? [];
  const keys = pattern ? Object.keys(pattern) : index.split(/_-?1(?:_|$)/).filter(key => key !== '');
  const field = keys.at(-1) ?? '';
  return invalid([{ field: field.startsWith('_id') ? 'code' : field, type: 'duplicate' }]);
}
