import type { Collection, Document } from 'mongodb';

/** Opens a collection by its usual name; while a backup is restored it is the one that will have that name. */
export type OpenCollection = <T extends Document>(name: string) => Collection<T>;
