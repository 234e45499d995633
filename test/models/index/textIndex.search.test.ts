import { stemmer as stemDutch } from '@orama/stemmers/dutch';
import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { expect } from 'chai';
import fc from 'fast-check';
import { selectIds } from '../../../models/index/select.ts';
import { searchWords as searchTerms } from '../../../models/index/searchWords.ts';
import { emptyTextIndex, moveWords, putWords, type TextIndex } from '../../../models/index/textIndex.ts';
import { findColumns, followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import { countRecords, databaseSourceOf, listIds, listRecords } from '../../../models/lists/list.ts';
import { projects } from '../../../models/projects/projects.ts';
import type { ListQuery, UrlQuery } from '../../../models/query/query.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { totalAmounts, totalByDatabase } from '../../../models/lists/totals.ts';
import { findableBy, fold, isSearch, parseSearch, type Findable } from '../../../models/record/search.ts';
import { createCollectionsAndIndexes } from '../../../server/database/indexes.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, edit, now } from '../../support/factories.ts';
import { projectValues, urlsOf } from '../../support/queries.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { everything } from '../../support/readers.ts';

const searchWords = (store: TextIndex, q: string) =>
  isSearch(q) ? searchTerms(store, parseSearch(q)) : null;

const words = ['network', 'networks', 'networking', 'the', 'of', 'onderzoeken', 'onderzoek', 'Müller', 'zoo'];
const acronyms = ['SU-FCT02', 'AviaTor', 'SAT', 'SATURN 2020', 'H2020', 'ab'];
const sentences = fc
  .array(fc.constantFrom(...words, ...acronyms), { minLength: 1, maxLength: 9 })
  .map(all => all.join(' '));
const values = fc.record({ acronym: fc.constantFrom(...acronyms), title: sentences, objective: sentences });

/** What people type, and what nobody should. */
const typed = fc
  .array(
    fc.oneof(
      fc.constantFrom(...words, ...acronyms),
      fc.constantFrom(
        '02',
        'sufct02',
        'u-fct',
        'saturn2020',
        'turn2',
        'a-b',
        'the-of',
        '(.*)',
        '$ne',
        '日',
        'nothing',
      ),
      sentences.map(sentence => `"${sentence.split(' ').slice(0, 4).join(' ')}"`),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map(all => all.join(' '));

const searched = fc
  .tuple(
    urlsOf(projectValues),
    typed,
    fc.constantFrom('acronym', '-title', '-updatedAt', 'phase', 'warnings'),
  )
  .map(([url, q, sort]): UrlQuery => ({ ...url, q, sort }));

async function byDatabase(query: ListQuery): Promise<string[]> {
  const { model, match } = await databaseSourceOf(projects, query);
  return (await model.distinct('_id', match)).map(String).sort();
}

/** The same without numbers and without arrays: word by word. */
function holds({ phraseText, identifierText }: Findable, q: string): boolean {
  const stemsOf = (word: string) => [stemEnglish(word), stemDutch(word)];
  const all = new Set(phraseText.trim().split(' ').flatMap(stemsOf));
  const phrases = [...q.matchAll(/"([^"]+)"/g)].map(([, phrase = '']) => fold(phrase)).filter(Boolean);
  const asked = q.replaceAll('"', ' ').split(/\s+/).map(fold).filter(Boolean);
  const hasWord = (folded: string): boolean => {
    const part = folded.replaceAll(' ', '');
    const isPart = part.length >= 2 && part.length <= 80 && identifierText.includes(part);
    return isPart || folded.split(' ').every(one => stemsOf(one).some(stem => all.has(stem)));
  };
  // Signs alone are in no text.
  if (asked.length === 0) return q.trim() === '';
  return asked.every(hasWord) && phrases.every(phrase => phraseText.includes(` ${phrase} `));
}

describe('a search answered from memory', () => {
  useDatabase();
  let columns: IndexFollower | null = null;
  const follow = async () => {
    columns = followIndex([projects]);
    await columns.ready;
  };
  afterEach('stop following', () => columns?.stop());

  it('finds what a reading of every word finds', () => {
    fc.assert(
      fc.property(fc.array(values, { maxLength: 6 }), typed, (rows, q) => {
        const store = emptyTextIndex();
        const entries = rows.map(({ acronym, title, objective }) =>
          findableBy([title, objective], [acronym]),
        );
        entries.forEach((one, at) => putWords(store, at, one.phraseText, one.identifierText));
        const found = searchWords(store, q);
        const isFound = (at: number) => found === null || found[at] === 1;
        expect(entries.map((_one, at) => isFound(at))).to.deep.equal(entries.map(one => holds(one, q)));
      }),
      { numRuns: 400 },
    );
  });

  it('finds, counts and orders what the database does', async () => {
    const added: { id: string; version: number }[] = [];
    for (const project of fc.sample(values, 60)) added.push(await addProject(project));
    const urls = fc.sample(searched, 120);
    const queries = urls.map(url => parseListQuery(projects, url, now));
    const asked = [...queries, ...fc.sample(typed, 120).map(q => parseListQuery(projects, { q }, now))];
    const alone = await Promise.all(asked.map(async query => listIds(projects, query)));
    await follow();
    let most = 0;
    for (const [at, query] of asked.entries()) {
      const said = JSON.stringify([query.search, query.chosen, query.excluded]);
      const ids = await selectIds(projects, query);
      expect(ids?.toSorted(), said).to.deep.equal(await byDatabase(query));
      expect(await listIds(projects, query), said).to.deep.equal(alone[at]);
      const { items, totalItems } = await listRecords(visibleTo(projects, everything), {
        ...query,
        pageSize: 25,
      });
      expect(
        items.map(({ id }) => id),
        said,
      ).to.deep.equal(alone[at]?.slice(0, 25));
      expect([totalItems, await countRecords(projects, query)], said).to.deep.equal([
        ids?.length,
        ids?.length,
      ]);
      const amounts = ['euContribution', 'totalCost'];
      expect(await totalAmounts(projects, query, amounts), said).to.deep.equal(
        await totalByDatabase(projects, query, amounts),
      );
      most = Math.max(most, totalItems);
    }
    expect(most, 'some of them find records').to.be.greaterThan(5);
  });

  it('reads a page in the order of the list where most records are found', async () => {
    const { id } = await addProject({ acronym: 'DENSE', title: 'A network' });
    const stored = await projects.current.findById(id).lean<Record<string, unknown>>();
    const { grantAgreement: _unique, ...shared } = stored ?? {};
    const copies = Array.from({ length: 2_400 }, (_, at) => ({
      ...shared,
      _id: `copy${at}`,
      acronym: `C${(at * 7919) % 2_400}`,
      title: `A network ${at % 9}`,
    }));
    await projects.current.collection.insertMany(copies as never[]);
    await createCollectionsAndIndexes();
    const asked = ['acronym', '-title', '-updatedAt', 'euContribution', 'phase'].flatMap(sort =>
      ['1', '3', '49'].map(page => parseListQuery(projects, { q: 'networks', sort, page }, now)),
    );
    const read = async () =>
      Promise.all(
        asked.map(async query => {
          const { items, totalItems } = await listRecords(visibleTo(projects, everything), query);
          return [totalItems, ...items.map(item => item.id)];
        }),
      );
    const [first] = asked;
    const byDatabaseAlone = [await read(), first && (await listIds(projects, first))];
    await follow();
    expect([await read(), first && (await listIds(projects, first))]).to.deep.equal(byDatabaseAlone);
    expect(byDatabaseAlone.at(-1)).to.have.lengthOf(2_401);
  });

  it('finds what this process wrote at once', async () => {
    await follow();
    const find = async (q: string) => listIds(projects, parseListQuery(projects, { q }, now));
    const one = await addProject({ acronym: 'FIRST', title: 'Unheard words' });
    expect(await find('unheard')).to.deep.equal([one.id]);
    const two = await addProject({ acronym: 'SECOND', title: 'Unheard words too' });
    expect(await find('"unheard words"')).to.have.members([one.id, two.id]);
    await edit(projects, one, { title: 'Otherwise' });
    expect(await find('unheard')).to.deep.equal([two.id]);
    expect(await find('otherwise firs')).to.deep.equal([one.id]);
    expect(await findColumns(projects)).not.to.equal(null);
  });
});

describe('the words of records in memory', () => {
  const put = (
    store: ReturnType<typeof emptyTextIndex>,
    record: number,
    text: string,
    identifier: string,
  ) => {
    const { phraseText, identifierText } = findableBy([text], [identifier]);
    putWords(store, record, phraseText, identifierText);
  };
  const find = (store: ReturnType<typeof emptyTextIndex>, q: string) => [...(searchWords(store, q) ?? [])];

  it('are told apart where there are more of them than 16 bits count', () => {
    const store = emptyTextIndex();
    const many = Array.from({ length: 70_000 }, (_, at) => `w${at}`);
    for (let at = 0; at < 70; at += 1) put(store, at, many.slice(at * 1000, at * 1000 + 1000).join(' '), 'x');
    const having = (q: string) => find(store, q).flatMap((found, record) => (found === 1 ? [record] : []));
    expect(having('w12')).to.deep.equal([0]);
    expect(having('w69999')).to.deep.equal([69]);
    expect(having('w40000 w40999')).to.deep.equal([40]);
    expect(having('"w50001 w50002 w50003"')).to.deep.equal([50]);
    expect(having('"w50001 w50003"')).to.deep.equal([]);
    expect(having('w1 w69999')).to.deep.equal([]);
  });

  it('are looked for thirty at a time, however many a word is made of', () => {
    const store = emptyTextIndex();
    const all = Array.from({ length: 65 }, (_, at) => `n${at}`);
    put(store, 0, all.join(' '), 'one');
    put(store, 1, all.slice(1).join(' '), 'two');
    put(store, 2, all.slice(0, 64).join(' '), 'three');
    expect(find(store, all.join('-'))).to.deep.equal([1, 0, 0]);
    expect(find(store, all.slice(1).join('-'))).to.deep.equal([1, 1, 0]);
  });

  it('stay what they are while records change again and again', () => {
    const store = emptyTextIndex();
    const say = (record: number, turn: number) =>
      `r${record} t${turn} ${'common '.repeat((record * turn) % 50)}`;
    for (let turn = 0; turn < 40; turn += 1)
      for (let record = 0; record < 30; record += 1) put(store, record, say(record, turn), 'x');
    for (let record = 0; record < 30; record += 1) {
      expect(find(store, `r${record} t39`).indexOf(1)).to.equal(record);
      expect(find(store, `r${record} t38`)).not.to.include(1);
    }
    // Each text anew would be 30 000 units; old ones are written over.
    expect(store.units.length).to.be.lessThan(5_000);
  });

  it('stay with their records when one is taken out', () => {
    const store = emptyTextIndex();
    put(store, 0, 'apple', 'one');
    put(store, 1, 'pear', 'two');
    put(store, 2, 'plum', 'three');
    expect(find(store, 'plum')).to.deep.equal([0, 0, 1]);
    moveWords(store, 2, 0);
    expect(find(store, 'plum')).to.deep.equal([1, 0]);
    expect(find(store, 'hre')).to.deep.equal([1, 0]);
    expect(find(store, 'apple')).to.deep.equal([0, 0]);
    moveWords(store, 1, 1);
    expect(find(store, 'pear')).to.deep.equal([0]);
    put(store, 0, 'plum', 'four');
    expect([find(store, 'fou'), find(store, 'hre')], 'another identifier').to.deep.equal([[1], [0]]);
  });
});
