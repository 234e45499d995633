import mongoose from 'mongoose';

/** Replies of MongoDB that say "not now" (src/mongo/base/error_codes.yml): the same request may succeed in a moment. */
const passingCodes: ReadonlySet<unknown> = new Set([
  24, // LockTimeout
  43, // CursorNotFound: of a server that has ended since
  50, // MaxTimeMSExpired
  64, // WriteConcernFailed: not on a majority in time
  91, // ShutdownInProgress
  112, // WriteConflict, met again at every attempt
  121, // DocumentValidationFailure: a restore puts other collections in their place
  134, // ReadConcernMajorityNotAvailableYet
  175, // QueryPlanKilled
  189, // PrimarySteppedDown
  237, // CursorKilled
  246, // SnapshotUnavailable
  251, // NoSuchTransaction: of a server that has ended since
  262, // ExceededTimeLimit
  290, // TransactionExceededLifetimeLimitSeconds
  10_107, // NotWritablePrimary
  11_600, // InterruptedAtShutdown
  11_602, // InterruptedDueToReplStateChange
  13_435, // NotPrimaryNoSecondaryOk
  13_436, // NotPrimaryOrSecondary
]);

/** What a socket says when its server has gone; the driver passes some of these on as they are. */
const brokenSocket: ReadonlySet<unknown> = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECONNREFUSED',
  'ENOTCONN',
  'ETIMEDOUT',
]);

const passingLabels = ['TransientTransactionError', 'RetryableWriteError', 'RetryableError'];
const unknownCommit = 'UnknownTransactionCommitResult';
const passingNames: ReadonlySet<string> = new Set([
  'MongoClientClosedError',
  'MongoNotConnectedError',
  'MongoServerClosedError',
  'MongoServerSelectionError',
  'MongoStalePrimaryError',
  'MongoTopologyClosedError',
  'MongoWaitQueueTimeoutError',
  'MongooseServerSelectionError',
]);

/** Whether an error says that the database cannot be reached, or not now, rather than that it was asked wrongly. */
export function isDatabaseAway(error: unknown): boolean {
  const { MongoError, MongoNetworkError, MongoServerError } = mongoose.mongo;
  if (!(error instanceof Error)) return false;
  if ('syscall' in error && 'code' in error && brokenSocket.has(error.code)) return true;
  if (error instanceof MongoNetworkError || passingNames.has(error.name)) return true;
  if (error instanceof MongoError && passingLabels.some(label => error.hasErrorLabel(label))) return true;
  return isCommitUnknown(error) || (error instanceof MongoServerError && passingCodes.has(error.code));
}

/** Whether it says that nobody knows if a write was kept: it was sent, and its answer did not come. */
export function isCommitUnknown(error: unknown): boolean {
  const { MongoError, MongoWriteConcernError } = mongoose.mongo;
  return (
    error instanceof MongoWriteConcernError ||
    (error instanceof MongoError && error.hasErrorLabel(unknownCommit))
  );
}
