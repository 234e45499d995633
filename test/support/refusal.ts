import { ExpectedError } from '../../models/values/errors.ts';

/** How a deed was refused: the kind of the error and each field with its problem. */
export async function refusal(deed: Promise<unknown>): Promise<string> {
  const error: unknown = await deed.then(
    () => new Error('It was not refused.'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ExpectedError)) throw error;
  return [error.kind, ...error.problems.map(({ field, type }) => `${field} ${type}`)].join(' ');
}
