import { expect } from 'chai';
import fc from 'fast-check';
import { ExpectedError } from '../../../models/values/errors.ts';
import { findAllRecords } from '../../../models/lists/list.ts';
import { projects } from '../../../models/projects/projects.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { findableBy, fold, parseSearch } from '../../../models/record/search.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, now } from '../../support/factories.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { everything } from '../../support/readers.ts';

async function found(q: string): Promise<string[]> {
  const query = parseListQuery(projects, { q }, now);
  const all = await findAllRecords(visibleTo(projects, everything), query);
  return all.map(({ acronym }) => acronym ?? '').sort();
}

/** Signs alone, as people type them. */
const signs = ['"', '""', '"€"', '.*', '*', '€', '🎈', '🚀', '--- ///', '%', '" - "', '\u200b'];

describe('fold', () => {
  it('leaves letters and digits, without accents or capitals', () => {
    expect(fold('  Müller–Ångström, Česká №4 ')).to.equal('muller angstrom ceska 4');
    expect(fold('“…!?” 🎈 //')).to.equal('');
  });

  it('takes letters that are two apart, and forms of a letter for that letter', () => {
    expect(fold('Œuvre STRAẞE Straße Æsir ﬁnance Ĳsland')).to.equal(
      'oeuvre strasse strasse aesir finance ijsland',
    );
    expect(fold('Łódź Ørsted Đorđe Þór Ħamrun Iğdır İzmir ǅ')).to.equal(
      'lodz orsted dorde thor hamrun igdir izmir dz',
    );
    // As they stand, so that what is stored is found by what is typed.
    for (const text of ['œ', 'ŀ', 'ŉ', 'ǉ', 'ﬆ', 'ſ']) expect(fold(fold(text)), text).to.match(/^[a-z]+$/);
  });
});

describe('searching projects', () => {
  useDatabase();
  beforeEach(async () => {
    await addProject({
      acronym: 'AviaTor',
      title: 'Augmented visual intelligence for targeted online research',
      objective: 'Reports about images of abused children are sorted.',
      aliases: ['SU-FCT02-2018-2019-2020'],
      grantAgreement: '821803',
    });
    await addProject({ acronym: 'SAT', title: 'Opsporing van kindermisbruik: onderzoeken en berichten' });
    await addProject({ acronym: 'SATURN', title: 'Données françaises (C++) of "quoted" things' });
  });

  it('finds words by their stems, in English and in Dutch', async () => {
    expect(await found('report')).to.deep.equal(['AviaTor']);
    expect(await found('REPORTING child')).to.deep.equal([]);
    expect(await found('image abuse')).to.deep.equal(['AviaTor']);
    expect(await found('onderzoek bericht')).to.deep.equal(['SAT']);
  });

  it('finds words without their accents, and with them', async () => {
    expect(await found('donnees francaises')).to.deep.equal(['SATURN']);
    expect(await found('DONNÉES')).to.deep.equal(['SATURN']);
  });

  it('finds any part of an acronym or identifier', async () => {
    expect(await found('SAT')).to.deep.equal(['SAT', 'SATURN']);
    expect(await found('viat')).to.deep.equal(['AviaTor']);
    expect(await found('FCT02')).to.deep.equal(['AviaTor']);
    expect(await found('su-fct-02-2018')).to.deep.equal(['AviaTor']);
    expect(await found('2180')).to.deep.equal(['AviaTor']);
    expect(await found('arget')).to.deep.equal([]);
  });

  it('wants every word, and quoted words beside each other', async () => {
    expect(await found('visual aviator')).to.deep.equal(['AviaTor']);
    expect(await found('visual saturn')).to.deep.equal([]);
    expect(await found('"visual intelligence"')).to.deep.equal(['AviaTor']);
    expect(await found('"intelligence visual"')).to.deep.equal([]);
    expect(await found('"telligence for"')).to.deep.equal([]);
  });

  it('is no filter where nothing was typed, and finds nothing where signs alone were', async () => {
    for (const nothing of ['', '   ', ' \n ']) expect((await found(nothing)).length, nothing).to.equal(3);
    for (const typed of signs) expect(await found(typed), typed).to.deep.equal([]);
    expect(await found('€ visual 🎈')).to.deep.equal(['AviaTor']);
  });

  it('is safe with any input', async () => {
    const hostile = ['.*+?^${}()|[]\\', '(a+)+$', '"unbalanced quote', '\\', 'a"b"c', '[', 'a'.repeat(500)];
    const more = [
      '👮‍♀️ police',
      'constructor __proto__',
      '$where',
      '{"$gt":""}',
      '\u0000',
      'a-'.repeat(250),
      '%00',
    ];
    for (const typed of [...hostile, ...more]) await found(typed);
    const anything = fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 40 }));
    await fc.assert(
      fc.asyncProperty(anything, async typed => {
        if (fold(typed).split(' ').length <= 12) await found(typed);
      }),
      { numRuns: 60 },
    );
  });
});

describe('parseSearch', () => {
  it('refuses more than twelve words', () => {
    expect(() => parseSearch('one '.repeat(12))).not.to.throw();
    expect(() => parseSearch('one '.repeat(13))).to.throw(ExpectedError);
  });
});

describe('findableBy', () => {
  it('stores all words, and the identifiers so that any part of them is found', () => {
    expect(findableBy(['Networks', null], ['A-1 b', null])).to.deep.equal({
      phraseText: ' a 1 b networks ',
      identifierText: ' a1b ',
    });
  });
});
