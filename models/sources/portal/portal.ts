import { columnKey } from '../cells/cells.ts';
import { columnList } from '../eu/cordisFormat.ts';
import type { Read, RowProblem, Source, Where } from '../contract/incoming.ts';
import { potsOfCalls } from './portalPots.ts';
import { portalRecord, type PortalRecord } from './portalRecord.ts';
import { addRecord, callsOf, topicRead, type PortalTopic } from './portalTopic.ts';
import type { SourceFile, SourceTable } from '../contract/table.ts';

/** Keys that an answer has, a record of one, a topic page, and what is inside of that. */
const marks = [
  ['results', 'totalresults'],
  ['reference', 'metadata'],
  ['topicdetails'],
  columnList('identifier callIdentifier frameworkProgramme actions'),
] as const;

const isOfPortal = (table: SourceTable): boolean => {
  const own = new Set(table.columns.map(columnKey));
  return table.values !== undefined && marks.some(keys => keys.every(key => own.has(key)));
};

/** The records of a value: those of an answer, or the one it is. */
function recordsIn(value: unknown): unknown[] {
  const { results } = (value ?? {}) as { results?: unknown };
  return Array.isArray(results) ? (results as unknown[]) : [value];
}

async function* recordsOf(file: SourceFile): AsyncIterable<{ found: unknown; where: Where }> {
  for (const table of file.tables.filter(isOfPortal)) {
    let count = 0;
    for await (const { value } of table.values?.() ?? []) {
      for (const found of recordsIn(value)) {
        count += 1;
        yield { found, where: { table: table.name, row: count } };
      }
    }
  }
}

const rejectedRecord = (record: PortalRecord): Read => ({
  noun: 'call',
  where: record.where,
  name: record.identifier === '' ? record.title : record.identifier,
  rejected: record.problems,
});

const kinds = new Map(Object.entries({ '0': 'portalTender', '6': 'portalNotice' }));

/** What the portal's search finds besides topics: told of, and left out. */
function noTopic({ where, otherType }: PortalRecord): RowProblem {
  const type = otherType ?? '';
  const key = `importSource.${kinds.get(type) ?? 'portalOtherType'}`;
  return { where, column: 'type', value: type, problem: { key, values: { type } } };
}

const unread = (where: Where): Read => ({
  noun: 'call',
  where,
  name: null,
  rejected: [{ where, column: null, value: null, problem: { key: 'importSource.noPortalRecord' } }],
});

/**
 * The Funding & Tenders Portal: answers of its search (one or many in a file), and topic pages. A topic comes once for
 * each language and round, and is one record here; rows are counted through the answers of a table.
 */
export const portal: Source = {
  name: 'portal',
  recognises: async file => file.tables.some(isOfPortal),
  unused: file =>
    file.tables.filter(table => !isOfPortal(table)).map(({ name }) => ({ table: name, column: null })),
  async *read(file) {
    const topics = new Map<string, PortalTopic>();
    const pots = potsOfCalls();
    const others: PortalRecord[] = [];
    for await (const { found, where } of recordsOf(file)) {
      const record = portalRecord(found, where);
      if (record === null) yield unread(where);
      else if (record.otherType !== null) others.push({ ...record, html: null, problems: [noTopic(record)] });
      else if (record.problems.length > 0) yield rejectedRecord(record);
      else {
        pots.add(record.call ?? record.identifier, record.pots);
        const key = record.identifier.toLowerCase();
        topics.set(key, addRecord(topics.get(key), record));
      }
    }
    for (const one of others) {
      // Where the file has the topic, its news are told of with it.
      const topic = topics.get(one.identifier.toLowerCase());
      if (topic) topic.warnings.push(...one.problems);
      else yield rejectedRecord(one);
    }
    yield* callsOf(topics.values());
    for (const topic of topics.values()) yield topicRead(topic, pots);
  },
};
