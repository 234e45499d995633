import { readFileSync } from 'node:fs';
import type { RequestHandler } from 'express';
import { dayInMilliseconds } from '../../models/values/day.ts';
import { projectFile } from '../projectFolder.ts';

/** RFC 9116 advises less than a year. */
const validDays = 180;

/** What `security.txt` says at an instant (RFC 9116): how to reach whoever looks after this installation. */
export const securityText = (contact: string, baseUrl: string, now: Date): string =>
  [
    `Contact: ${contact.includes(':') ? contact : `mailto:${contact}`}`,
    `Expires: ${new Date(now.getTime() + validDays * dayInMilliseconds).toISOString()}`,
    'Preferred-Languages: en, nl',
    `Canonical: ${baseUrl}/.well-known/security.txt`,
    `Policy: ${baseUrl}/.well-known/security-policy.txt`,
    '',
  ].join('\n');

/**
 * `/.well-known/security.txt`, and the policy it names. A file without a contact would be none by its RFC, and ours is
 * not theirs: where nobody said whom to write to, there is no such file.
 */
export function wellKnown(contact: string | null, baseUrl: () => string): RequestHandler {
  const policy = readFileSync(projectFile('SECURITY.md'), 'utf8');
  return (request, response, next) => {
    if (request.path === '/security-policy.txt') response.type('text/plain').send(policy);
    else if (request.path === '/security.txt' && contact !== null)
      response.type('text/plain').send(securityText(contact, baseUrl(), new Date()));
    else next();
  };
}
