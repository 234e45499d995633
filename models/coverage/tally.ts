/**
 * Sums under keys that are small integers, in one typed array: what is added can be taken away again exactly, as long as
 * both are integers.
 */
export interface Tally {
  /** How many sums there are under each key. */
  readonly width: number;
  /** By key, where its sums begin. */
  readonly places: Map<number, number>;
  values: Float64Array;
}

export const emptyTally = (width: number): Tally => ({
  width,
  places: new Map(),
  values: new Float64Array(width * 16),
});

/** Where the sums of a key begin; they are 0 at first. */
export function placeOfKey(tally: Tally, key: number): number {
  const known = tally.places.get(key);
  if (known !== undefined) return known;
  const place = tally.places.size * tally.width;
  if (place + tally.width > tally.values.length) {
    const longer = new Float64Array(tally.values.length * 2);
    longer.set(tally.values);
    tally.values = longer;
  }
  tally.places.set(key, place);
  return place;
}

export function add({ values }: Tally, place: number, amount: number): void {
  values[place] = (values[place] ?? 0) + amount;
}

export const sumAt = ({ values }: Tally, place: number): number => values[place] ?? 0;

/** Bytes of memory, as nearly as can be said: an entry of a map takes about forty. */
export const bytesOfTally = ({ places, values }: Tally): number => values.byteLength + 40 * places.size;

/** Numbers places among many texts anew, from 0 on, so that several of them make one small key. */
export interface Numbering {
  readonly numbers: Map<number, number>;
  readonly places: number[];
}

export const emptyNumbering = (): Numbering => ({ numbers: new Map(), places: [] });

export function numberOf({ numbers, places }: Numbering, place: number): number {
  const known = numbers.get(place);
  if (known !== undefined) return known;
  const number = places.push(place) - 1;
  numbers.set(place, number);
  return number;
}
