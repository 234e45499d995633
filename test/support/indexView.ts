import { collator } from '../../models/record/collator.ts';
import type { ColumnStore, FacetIndex } from '../../models/index/facetIndex.ts';
import type { TextIndex } from '../../models/index/textIndex.ts';
import { findRowAt, itemsOf, numberAt, textAt, type VersionRows } from '../../models/index/versionRows.ts';

/** What an index says of each record, whatever places it has for that: two that are alike have read the same. */
export function viewOf(table: FacetIndex) {
  checkOrder(table);
  const stores = [...table.stores];
  for (const [, store] of stores) checkUses(store, table.ids.length);
  const records = table.ids.map((id, record) => [
    id,
    {
      facts: stores.map(([name, store]) => [name, factsAt(store, record)]),
      words: wordsAt(table.words, record),
      parts: table.words.parts[record],
      recordAt: table.recordAt.get(id) === record,
    },
  ]);
  return {
    records: Object.fromEntries(records) as Record<string, unknown>,
    versions: table.versions && versionsIn(table.versions),
    sizes: [table.ids.length, table.recordAt.size, table.idOrder.size, table.words.parts.length],
  };
}

function factsAt({ column, facts, items, spellings, at }: ColumnStore, record: number): unknown {
  const place = at[record] ?? 0;
  if (column.keeps !== 'items') return facts[place];
  return items[place]?.map(spelling => spellings[spelling]?.item);
}

/** The bits of each word, in their order. */
function wordsAt({ words, stems, units, starts, lengths }: TextIndex, record: number): number[][] {
  const found: number[][] = [];
  const start = starts[record] ?? 0;
  for (let at = start; at < start + (lengths[record] ?? 0); at += 1) {
    let word = units[at] ?? 0;
    if (word >= 0x80_00) {
      at += 1;
      word = ((word & 0x3f_ff) << 14) | ((units[at] ?? 0) & 0x3f_ff);
    }
    found.push([
      words.first[word] ?? 0,
      words.second[word] ?? 0,
      stems[word * 2] ?? 0,
      stems[word * 2 + 1] ?? 0,
    ]);
  }
  return found;
}

/** By record, its versions from the newest on. */
function versionsIn(rows: VersionRows): Record<string, unknown> {
  const valuesAt = ({ texts, numbers }: VersionRows['own'], at: number) => [
    Object.entries(texts).map(([name, column]) => [name, textAt(rows, column, at)]),
    Object.entries(numbers).map(([name, column]) => [name, numberAt(column, at)]),
  ];
  const chainOf = (newest: number): unknown[] => {
    const chain: unknown[] = [];
    for (let row = newest; row !== 0; row = rows.before[row] ?? 0)
      chain.push([
        rows.version[row],
        rows.validFrom[row],
        findRowAt(rows, newest, rows.validFrom[row] ?? 0) === row,
        valuesAt(rows.own, row),
        itemsOf(rows, row).map(item => valuesAt(rows.ofItems, item)),
      ]);
    return chain;
  };
  return Object.fromEntries([...rows.newest].map(([id, newest]) => [id, chainOf(newest)]));
}

function checkUses({ column, at, uses }: ColumnStore, size: number): void {
  if (column.keeps === 'own') return;
  const counted = uses.map(() => 0);
  for (const place of at.subarray(0, size)) counted[place] = (counted[place] ?? 0) + 1;
  if (JSON.stringify(counted) !== JSON.stringify(uses)) throw new Error('the uses are not as counted');
}

function checkOrder({ ids, idOrder: { records, size } }: FacetIndex): void {
  const inOrder = [...records.subarray(0, size)].map(record => ids[record] ?? '');
  const sorted = ids.toSorted((one, other) => collator.compare(one, other));
  if (JSON.stringify(inOrder) !== JSON.stringify(sorted)) throw new Error('the ids are not in order');
}
