import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import supertest from 'supertest';
import { ConfigError, readConfig } from '../../../server/config.ts';
import { securityText } from '../../../server/http/wellKnown.ts';
import { serveApp, testAddress } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';

/** What RFC 9116 asks of the file that this one has not. */
function findMissing(text: string, now: Date): string[] {
  const fields = text.split('\n').map(line => line.split(': '));
  const valueOf = (name: string) => fields.filter(([key]) => key === name).map(([, value = '']) => value);
  const [expires = '', ...more] = valueOf('Expires');
  const inDays = (new Date(expires).getTime() - now.getTime()) / 86_400_000;
  return [
    ...(valueOf('Contact').some(one => /^(mailto|https|tel):/.test(one)) ? [] : ['Contact']),
    ...(more.length === 0 && inDays > 1 && inDays < 365 ? [] : ['Expires']),
    ...(valueOf('Preferred-Languages').length === 1 ? [] : ['Preferred-Languages']),
  ];
}

describe('/.well-known/security.txt', () => {
  useDatabase();

  it('says whom to write to, until when, and in which languages', async () => {
    const address = await serveApp({ securityContact: 'security@example.org' });
    const { status, text, headers } = await supertest(address).get('/.well-known/security.txt');
    expect(status).to.equal(200);
    expect(headers['content-type']).to.match(/^text\/plain; charset=utf-8/);
    expect(findMissing(text, new Date())).to.deep.equal([]);
    expect(text)
      .to.include('Contact: mailto:security@example.org\n')
      .and.include('Preferred-Languages: en, nl\n');
    const [, policy = ''] = /^Policy: (.*)$/m.exec(text) ?? [];
    expect((await supertest(address).get(new URL(policy).pathname)).text).to.equal(
      readFileSync('SECURITY.md', 'utf8'),
    );
  });

  it('never goes stale while the program runs, and one that was written once is found out', () => {
    const begun = new Date('2026-11-24T10:00:00Z');
    const yearsLater = new Date('2029-01-01T00:00:00Z');
    const at = (now: Date) =>
      securityText('https://example.org/security', 'https://callfolio.example.org', now);
    expect(findMissing(at(yearsLater), yearsLater)).to.deep.equal([]);
    expect(findMissing(at(begun), yearsLater)).to.deep.equal(['Expires']);
    expect(findMissing('Hello', begun)).to.deep.equal(['Contact', 'Expires', 'Preferred-Languages']);
  });

  it('is not there where nobody said whom to write to: without a contact it would be none', async () => {
    const { status, text } = await supertest(await testAddress()).get('/.well-known/security.txt');
    expect(status).to.equal(404);
    expect(text).not.to.include('Contact:');
  });

  it('takes an e-mail address or a URI as its contact, and nothing that would begin another line', () => {
    for (const contact of ['a@example.org', 'mailto:a@example.org', 'https://example.org/x', 'tel:+32-2-123'])
      expect(readConfig({ SECURITY_CONTACT: contact }).securityContact).to.equal(contact);
    for (const contact of ['nobody', 'http://example.org', 'a@example.org\nExpires: 2020-01-01T00:00:00Z'])
      expect(() => readConfig({ SECURITY_CONTACT: contact }), contact).to.throw(ConfigError);
  });
});
