import { expect } from 'chai';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import supertest from 'supertest';
import { brotliDecompressSync } from 'node:zlib';
import { testAddress } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';

const paths = [
  '/assets/app.css',
  '/assets/app.js',
  '/assets/forms.js',
  '/assets/bootstrap/bootstrap.min.css',
  '/assets/inter/index.css',
];

describe('the assets', () => {
  useDatabase();

  it('are sent in the smallest encoding that is taken, each with a tag of its own', async () => {
    const ask = supertest(await testAddress());
    for (const path of paths) {
      const tags = new Set<unknown>();
      const lengths: number[] = [];
      for (const [accepts, encoding] of [
        ['identity', undefined],
        ['gzip', 'gzip'],
        ['gzip, deflate, br', 'br'],
        ['br;q=0, gzip', 'gzip'],
        ['gzip;q=0, br;q=0', undefined],
      ] as const) {
        const { status, headers } = await ask.head(path).set('Accept-Encoding', accepts);
        expect([status, headers['content-encoding']], `${path} ${accepts}`).to.deep.equal([200, encoding]);
        expect(headers['vary']).to.include('Accept-Encoding');
        expect(headers['cache-control']).to.equal('public, max-age=3600');
        tags.add(headers['etag']);
        lengths.push(Number(headers['content-length']));
        const again = await ask
          .get(path)
          .set({ 'Accept-Encoding': accepts, 'If-None-Match': String(headers['etag']) });
        expect([again.status, again.headers['content-encoding']]).to.deep.equal([304, undefined]);
      }
      expect(tags.size, path).to.equal(3);
      expect(
        [lengths[0], lengths[1], lengths[2]].toSorted((one = 0, other = 0) => other - one),
      ).to.deep.equal(lengths.slice(0, 3));
    }
  });

  it('hold the same in each', async () => {
    const address = await testAddress();
    const file = readFileSync('views/assets/app.css', 'utf8');
    const ask = supertest(address);
    for (const accepts of ['identity', 'gzip']) {
      const { text, headers } = await ask.get('/assets/app.css').set('Accept-Encoding', accepts);
      expect(text).to.equal(file);
      expect(headers['content-type']).to.equal('text/css; charset=utf-8');
    }
    const brotli = await ask
      .get('/assets/app.css')
      .set('Accept-Encoding', 'br')
      .buffer(true)
      .parse((answer, done) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => done(null, Buffer.concat(parts)));
      });
    const body = brotli.body as Buffer;
    expect((body.equals(Buffer.from(file)) ? body : brotliDecompressSync(body)).toString()).to.equal(file);
  });

  it('hold no more script than a page may bring along: 40 kB, all of it together', () => {
    const scripts = readdirSync('views/assets').filter(name => name.endsWith('.js'));
    const bytes = scripts.map(name => statSync(`views/assets/${name}`).size);
    expect(bytes.reduce((sum, one) => sum + one, 0)).to.be.within(1_000, 40_000);
  });

  it('of what is compressed already are sent as they are, and nothing else is there', async () => {
    const ask = supertest(await testAddress());
    const font = await ask
      .head('/assets/inter/files/inter-latin-wght-normal.woff2')
      .set('Accept-Encoding', 'gzip, br');
    expect([font.status, font.headers['content-encoding']]).to.deep.equal([200, undefined]);
    for (const path of [
      '/assets/nothing.css',
      '/assets/%2e%2e/package.json',
      '/assets/inter/../../package.json',
    ])
      expect((await ask.get(path)).status, path).to.equal(404);
  });
});
