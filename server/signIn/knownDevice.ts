import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { cookieName } from './cookieName.ts';

/** Which browsers signed in before, and to which accounts. */
export interface KnownDevices {
  /** The device of a request, where it signed in to this account in the last 90 days; else null. */
  find(request: Request, userId: string, at: Date): string | null;
  /** Whether a request comes from any such device. */
  isAny(request: Request): boolean;
  /** The accounts that last signed in from the device of a request, the latest first; none from an unknown one. */
  accountsOf(request: Request): readonly string[];
  /** Gives a browser that has just signed in the cookie by which it is known. */
  remember(request: Request, response: Response, userId: string, at: Date): void;
}

/** What the cookie holds: the device, and when it last signed in to which account, in seconds. */
interface Device {
  id: string;
  accounts: readonly (readonly [userId: string, at: number])[];
}

const keptSeconds = 90 * 24 * 3600;
/** A device is shared by few; the latest are kept. */
const mostAccounts = 5;

/**
 * Devices that signed in before, known by a signed cookie. It opens nothing: it only gives its owner attempts of their own,
 * so that who guesses at their account from elsewhere does not use up theirs.
 */
export function knownDevices(secret: string, isSecure: boolean): KnownDevices {
  const name = cookieName('callfolio-device', isSecure);
  const pattern = new RegExp(`(?:^|;\\s*)${name}=([\\w-]{1,2000})\\.([\\w-]{43})(?:;|$)`);
  const sign = (text: string) => createHmac('sha256', secret).update(`device ${text}`).digest();
  const read = (request: Request): Device | null => {
    const [, text = '', signature = ''] = pattern.exec(request.get('cookie') ?? '') ?? [];
    if (text === '' || !timingSafeEqual(sign(text), Buffer.from(signature, 'base64url'))) return null;
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Device;
  };
  return {
    find: (request, userId, at) => {
      const device = read(request);
      const signedInAt = device?.accounts.find(([id]) => id === userId)?.[1];
      const isKnown = signedInAt !== undefined && at.getTime() / 1000 - signedInAt < keptSeconds;
      return isKnown && device ? device.id : null;
    },
    isAny: request => read(request) !== null,
    accountsOf: request => read(request)?.accounts.map(([id]) => id) ?? [],
    remember: (request, response, userId, at) => {
      const { id, accounts } = read(request) ?? { id: randomBytes(16).toString('base64url'), accounts: [] };
      const others = accounts.filter(([other]) => other !== userId).slice(0, mostAccounts - 1);
      const device: Device = { id, accounts: [[userId, Math.floor(at.getTime() / 1000)], ...others] };
      const text = Buffer.from(JSON.stringify(device)).toString('base64url');
      response.cookie(name, `${text}.${sign(text).toString('base64url')}`, {
        httpOnly: true,
        sameSite: 'strict',
        secure: isSecure,
        path: '/',
        maxAge: keptSeconds * 1000,
      });
    },
  };
}
