import { collator } from '../record/collator.ts';
import { longer } from './wordIds.ts';

/**
 * The records of an index in the order of their ids, as the database has it: a sorted array. Ids that are given later are
 * greater, so that a record that is put in stands last, and nothing is moved for it.
 */
export interface IdOrder {
  records: Uint32Array;
  size: number;
}

export const emptyIdOrder = (): IdOrder => ({ records: new Uint32Array(1024), size: 0 });

/** Binary search: the first place whose id is not before this one. */
function findPlace({ records, size }: IdOrder, ids: readonly string[], id: string): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (collator.compare(ids[records[middle] ?? 0] ?? '', id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Puts in a record that has its id already. */
export function addToOrder(order: IdOrder, ids: readonly string[], record: number): void {
  const id = ids[record] ?? '';
  const { size } = order;
  if (size >= order.records.length) order.records = longer(order.records, new Uint32Array(size * 2));
  const last = size === 0 ? null : (ids[order.records[size - 1] ?? 0] ?? '');
  const place = last === null || collator.compare(last, id) < 0 ? size : findPlace(order, ids, id);
  order.records.copyWithin(place + 1, place, size);
  order.records[place] = record;
  order.size += 1;
}

/** Takes out a record whose place the last one is to take; both have their ids still. */
export function takeFromOrder(order: IdOrder, ids: readonly string[], record: number): void {
  const last = ids.length - 1;
  const placeOfLast = findPlace(order, ids, ids[last] ?? '');
  const place = findPlace(order, ids, ids[record] ?? '');
  order.records[placeOfLast] = record;
  order.records.copyWithin(place, place + 1, order.size);
  order.size -= 1;
}
