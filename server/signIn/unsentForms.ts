import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { findUnsent, keepUnsent, type UnsentForm } from '../../models/accounts/unsentForm.ts';
import type { KeptUser } from '../../models/accounts/user.ts';
import type { Route } from '../../routes/line/route.ts';
import { readTypedForm } from '../http/body.ts';
import type { FormFields } from '../http/formBody.ts';
import type { KnownDevices } from './knownDevice.ts';
import { unmaskToken } from './maskedToken.ts';
import { ownerOfToken } from './ownedToken.ts';

/** Forms that come when their session is over: kept for their account, so that nothing typed is lost. */
export interface UnsentForms {
  /**
   * Keeps what a request sends, where it comes from a form of a session that is over: of somebody who is not signed in, on
   * a device of theirs, or who has signed in again meanwhile, whose body is read already.
   * @returns where to go on, once signed in; null for what is nobody's
   */
  keep(route: Route, request: Request, response: Response, at: Date): Promise<string | null>;
  /** What an account typed and could not send; null for another's, and an hour later. */
  find(id: string, user: string, at: Date): Promise<UnsentForm | null>;
}

/** AES-256-GCM under a key of the account's own, made from the secret that signs its sessions. */
function sealing(secret: string) {
  const keyOf = (user: string) => Buffer.from(hkdfSync('sha256', secret, '', `unsent forms of ${user}`, 32));
  return {
    seal: (user: string, form: UnsentForm): Buffer => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keyOf(user), nonce);
      const text = Buffer.concat([cipher.update(JSON.stringify(form), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]);
    },
    open: (user: string, sealed: Buffer): UnsentForm | null => {
      const decipher = createDecipheriv('aes-256-gcm', keyOf(user), sealed.subarray(0, 12));
      decipher.setAuthTag(sealed.subarray(12, 28));
      try {
        const text = Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
        return JSON.parse(text.toString('utf8')) as UnsentForm;
      } catch {
        // Sealed under another secret: nobody can read it any more.
        return null;
      }
    },
  };
}

/** Whether a line takes a form that may be kept: no password, no file, nothing of a visitor. */
const mayKeep = (route: Route): boolean =>
  route.method === 'POST' &&
  route.right !== 'anyone' &&
  !route.takesPassword &&
  route.input?.file === undefined;

export function unsentForms(secret: string, devices: KnownDevices): UnsentForms {
  const { seal, open } = sealing(secret);
  return {
    keep: async (route, request, response, at) => {
      const signedIn = request.user as KeptUser | undefined;
      const accounts = signedIn ? [signedIn.id] : devices.accountsOf(request);
      if (!mayKeep(route) || accounts.length === 0) return null;
      const form = signedIn ? (request.body as FormFields) : await readTypedForm(route, request, response);
      const token = unmaskToken(form?.['_csrf']);
      const user = token === undefined ? null : ownerOfToken(secret, token, at);
      if (form === null || user === null || !accounts.includes(user)) return null;
      const { _csrf: _spent, ...fields } = form;
      const id = randomBytes(16).toString('base64url');
      await keepUnsent(id, user, seal(user, { to: request.originalUrl, says: route.says, fields }), at);
      const page = route.form?.(request.params as Record<string, string>);
      return page === undefined ? `/unsent/${id}` : `${page}?unsent=${id}`;
    },
    find: async (id, user, at) => {
      const sealed = await findUnsent(id, user, at);
      return sealed && open(user, sealed);
    },
  };
}
