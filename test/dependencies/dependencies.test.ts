import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { expect } from 'chai';
import semver from 'semver';

const run = promisify(execFile);

interface Locked {
  version: string;
  resolved?: string;
}
type Lock = Readonly<Record<string, Locked>>;

interface Advisory {
  id: string;
  package: string;
  /** Versions it concerns, as a range of semver. */
  affected: string;
}

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const { packages: lock } = read('package-lock.json') as { packages: Lock };
const { advisories } = read('test/dependencies/advisories.json') as { advisories: Advisory[] };

/** Below these a weakness or a fault is known that concerns callfolio (SECURITY.md). */
const floors: Readonly<Record<string, string>> = {
  mongoose: '>=9.9.2',
  multer: '>=2.1.1',
  uuid: '>=11.1.1 <12',
  unzipper: '>=0.12.3 <0.13',
  joi: '>=18.1.0',
  archiver: '<7.0.0',
  express: '>=5.2.0',
};

/** The versions of a package in a lock file: at the top, and inside other packages. */
const versionsOf = (name: string, packages: Lock): string[] =>
  Object.entries(packages)
    .filter(([path]) => path.endsWith(`node_modules/${name}`))
    .map(([, { version }]) => version);

const findBelow = (packages: Lock): string[] =>
  Object.entries(floors).flatMap(([name, range]) =>
    versionsOf(name, packages)
      .filter(version => !semver.satisfies(version, range))
      .map(version => `${name} ${version}: ${range}`),
  );

const findAffected = (packages: Lock): string[] =>
  advisories.flatMap(({ id, package: name, affected }) =>
    versionsOf(name, packages)
      .filter(version => semver.satisfies(version, affected, { includePrerelease: true }))
      .map(version => `${name} ${version}: ${id}`),
  );

describe('The packages in the lock file', () => {
  it('are none below what is asked for', () => {
    expect(findBelow(lock)).to.deep.equal([]);
    const old = { 'node_modules/exceljs/node_modules/uuid': { version: '8.3.2' } };
    expect(findBelow({ ...lock, ...old })).to.deep.equal(['uuid 8.3.2: >=11.1.1 <12']);
  });

  it('are in no advisory that is known', () => {
    expect(advisories.length).to.be.greaterThan(80);
    expect(new Set(advisories.map(({ id }) => id)).size).to.equal(advisories.length);
    expect(advisories.filter(({ affected }) => semver.validRange(affected) === null)).to.deep.equal([]);
    expect(findAffected(lock)).to.deep.equal([]);
    const old = { 'node_modules/x/node_modules/qs': { version: '6.14.0' } };
    expect(findAffected({ ...lock, ...old })).to.include('qs 6.14.0: GHSA-6rw7-vpxm-498p');
    const before = {
      'node_modules/joi': { version: '18.2.8' },
      'node_modules/mongoose': { version: '9.7.1' },
    };
    expect(findAffected({ ...lock, ...before })).to.deep.equal([
      'mongoose 9.7.1: GHSA-664h-wqgq-64gw',
      'joi 18.2.8: GHSA-wr44-6hxh-3jwq',
    ]);
  });

  it('hold one driver of the database', () => {
    expect(versionsOf('mongodb', lock)).to.have.length(1);
    expect(versionsOf('mongoose', lock)).to.have.length(1);
  });

  it('name no registry, so that they come from the one that is set', () => {
    const named = (packages: Lock) =>
      Object.values(packages).filter(({ resolved }) => resolved?.startsWith('http'));
    expect(named(lock)).to.deep.equal([]);
    expect(named({ x: { version: '1.0.0', resolved: 'https://registry.example/x.tgz' } })).to.have.length(1);
  });
});

/** Words of this machine, or of a registry, that a list of parts must not hold. */
const findPlaces = (text: string): string[] =>
  [process.cwd(), hostname(), 'https://registry.', 'localhost', '127.0.0.1'].filter(word =>
    text.includes(word),
  );

describe('npm run sbom', () => {
  it('lists what is delivered, as CycloneDX, with no word of this machine', async () => {
    const { stdout } = await run('npm', ['run', '--silent', 'sbom'], { maxBuffer: 64 * 1024 * 1024 });
    const bom = JSON.parse(stdout) as {
      bomFormat: string;
      specVersion: string;
      metadata: { component: { name: string } };
      components: { name: string; group?: string; version: string; purl: string }[];
    };
    expect(bom.bomFormat).to.equal('CycloneDX');
    expect(bom.specVersion).to.match(/^1\.[5-9]$/);
    // npm names it after the folder.
    expect(bom.metadata.component.name).to.equal('callfolio');
    const names = bom.components.map(({ group, name }) => (group ? `${group}/${name}` : name));
    expect(names).to.include.members(['mongoose', 'express', '@node-rs/argon2']).and.not.to.include('mocha');
    expect(bom.components.filter(({ purl }) => !purl.startsWith('pkg:npm/'))).to.deep.equal([]);
    const mongoose = bom.components.find(({ name }) => name === 'mongoose');
    expect(mongoose?.version).to.equal(lock['node_modules/mongoose']?.version);
    expect(findPlaces(stdout)).to.deep.equal([]);
    expect(findPlaces(`{"file": "${process.cwd()}/x"}`)).to.deep.equal([process.cwd()]);
  });
});

/** Images that are named by a tag alone, which may be another image tomorrow. */
const findMovable = (text: string): string[] =>
  [...text.matchAll(/^\s*(?:FROM|image:)\s+(\S+)/gm)]
    .map(([, image = '']) => image)
    .filter(image => image !== 'callfolio' && !/@sha256:[0-9a-f]{64}$/.test(image));

describe('The base images', () => {
  it('are named by their digest', () => {
    for (const file of ['Dockerfile', 'compose.yaml'])
      expect(findMovable(readFileSync(file, 'utf8')), file).to.deep.equal([]);
    expect(findMovable('FROM node:20-bookworm-slim AS build\n')).to.deep.equal(['node:20-bookworm-slim']);
  });
});
