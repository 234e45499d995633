import { createHash } from 'node:crypto';

/** SHA-256 of a text, in hexadecimal. What is secret is kept under it, so that nobody who reads the database can use it. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
