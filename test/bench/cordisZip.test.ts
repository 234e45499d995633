import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cordis } from '../../models/sources/cordis/cordis.ts';
import { openSource } from '../../models/sources/files/openSource.ts';
import type { Incoming } from '../../models/sources/contract/incoming.ts';
import { readAll } from '../support/sourceFile.ts';
import {
  cordisFiles,
  cordisShapes,
  cordisZip,
  type CordisNoun,
  type CordisOptions,
  type QuirkRow,
} from './cordisZip.ts';

const size = { projects: 120, participations: 900 };
const manyQuirks = { quirkShare: 0.3 } as const;

async function readZip(options: CordisOptions) {
  const { zip, foretold } = cordisZip(size, options);
  const folder = await mkdtemp(join(tmpdir(), 'callfolio-cordis-'));
  try {
    const path = join(folder, 'upload');
    await writeFile(path, zip);
    const file = await openSource(path, `cordis-h2020projects-${options.shape}.zip`);
    expect(await cordis.recognises(file)).to.equal(true);
    const read = await readAll(cordis, file);
    await file.close();
    return { ...read, foretold };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What was read of the project or the participation of a row with a quirk: only the fields foretold. */
function readOf(projects: readonly Incoming[], { grantAgreement, pic, taken }: QuirkRow) {
  const project = projects.find(({ values }) => values['grantAgreement'] === grantAgreement)?.values;
  const participants = (project?.['participants'] ?? []) as Record<string, unknown>[];
  const found = pic === null ? project : participants.find(one => one['pic'] === pic);
  const plain = (value: unknown) =>
    (value as { identifier?: string } | null)?.identifier?.toLowerCase() ?? value;
  return found && Object.fromEntries(Object.keys(taken ?? {}).map(key => [key, plain(found[key])]));
}

describe('The CORDIS download of the bench', () => {
  it('is the same in every run', () => {
    expect(cordisZip(size).zip.equals(cordisZip(size).zip)).to.equal(true);
  });

  it('has as many rows as it is told, a quirk in one of a hundred, and texts of real length', () => {
    const { foretold, files } = cordisFiles({ projects: 1000, participations: 5000 });
    expect(foretold.counts.project.created).to.equal(997);
    expect(foretold.quirkRows.filter(({ table }) => table === 'project')).to.have.lengthOf(10);
    expect(foretold.quirkRows.filter(({ pic }) => pic !== null)).to.have.lengthOf(50);
    const bytes = Buffer.byteLength(files[0]?.content ?? '');
    expect(bytes / 1000).to.be.within(1900, 2400);
  });

  it('is that of Horizon 2020 unless it is told otherwise', () => {
    const { rows } = cordisFiles({ projects: 3539 });
    expect(rows.organization).to.equal(17_784);
  });

  for (const shape of cordisShapes) {
    it(`as ${shape} is read exactly as it foretells: rows refused, rows taken, counts`, async () => {
      const { projects, organisations, calls, rejected, foretold } = await readZip({
        shape,
        ...manyQuirks,
      });
      const places = (rows: readonly { table: string; row: number }[]) =>
        rows.map(({ table, row }) => `${table} ${row}`).toSorted();
      expect(
        places(
          rejected.map(({ where: { table, row } }) => ({ table: table.replace(/^.*\/|\.\w+$/g, ''), row })),
        ),
      ).to.deep.equal(places(foretold.quirkRows.filter(({ taken }) => taken === null)));
      for (const row of foretold.quirkRows.filter(({ taken }) => taken !== null)) {
        const isWithProject = projects.some(({ values }) => values['grantAgreement'] === row.grantAgreement);
        if (isWithProject)
          expect(readOf(projects, row), `${row.table} ${row.row}: ${row.quirk}`).to.deep.equal(row.taken);
      }
      const countsOf = (noun: CordisNoun, taken: number) => {
        const refused = rejected.filter(one => one.noun === noun).length;
        return { read: taken + refused, created: taken, rejected: refused };
      };
      // Those that only projects refused name are left out when the file is checked.
      const people = projects.flatMap(({ values }) => values['participants'] as { pic: string }[]);
      const named = new Set(people.map(({ pic }) => pic));
      const wanted = organisations.filter(({ values }) => named.has(String(values['pic'])));
      expect({
        project: countsOf('project', projects.length),
        organisation: countsOf('organisation', wanted.length),
        call: countsOf('call', calls.length),
        detail: countsOf('detail', 0),
      }).to.deep.equal(foretold.counts);
      expect(projects.flatMap(({ values }) => values['participants'])).to.have.lengthOf(
        foretold.participations,
      );
    });
  }
});
