import type { ServerResponse } from 'node:http';
import type { Access } from '../../models/record/permissions.ts';
import type { UnderWay } from '../../models/record/underway.ts';
import type { Medium, Uploaded } from '../../routes/line/route.ts';

/** What the mount notes on a response before a route runs. */
interface Noted {
  medium?: Medium;
  isApi?: boolean;
  /** What the token of the request may; a person in a browser may all that the role may. */
  access?: Access;
  /** The token that it came with. */
  tokenId?: string;
  nonce?: string;
  requestId?: string;
  /** By what a browser is known that nobody is signed in with (formToken.ts). */
  visitor?: string | undefined;
  /** When it came, where it had to wait for its turn (admissionQueue.ts), in ms since 1970. */
  arrivedAt?: number;
  takesLong?: boolean;
  /** It shows what is kept nowhere: it is not compressed. */
  holdsSecret?: boolean;
  /** Its body is on its way; how long that may take is said where it is read. */
  isReceiving?: boolean;
  upload?: Uploaded;
  underWay?: UnderWay | null;
}

/** Express keeps the same object as `locals`, and takes one that is there already: admission notes before it does. */
export const noteOn = (response: ServerResponse & { locals?: Noted }): Noted => (response.locals ??= {});
