/**
 * What a foreign file may cost before it is refused. Sizes are counted while the file is read; what its headers claim is
 * only a reason to refuse it sooner. A limit of `Infinity` is off.
 */
export interface SourceLimits {
  /** The file as it was uploaded. */
  packedBytes: number;
  /** Everything in it together, once unpacked. */
  unpackedBytes: number;
  /** Members of an archive. */
  entries: number;
  /** How many times its packed size a member may be, once it is larger than `ratioFromBytes`. */
  ratio: number;
  ratioFromBytes: number;
  /** Columns of a table, and cells of a row. */
  columns: number;
  /** Rows of a table that hold something. */
  rows: number;
  /** Bytes of one line of a CSV file: beyond it the file is refused before any of it is held. */
  lineBytes: number;
  /** Characters of one record of a CSV file: what is held while a quote is open. */
  recordLength: number;
  /** Characters of one cell. */
  cellLength: number;
  /** Characters of one value of a JSON list, and of what stands between two of them. */
  valueLength: number;
  /** How deep JSON or XML may be nested. */
  depth: number;
  /** Characters of the texts that the cells of a workbook share; beyond `sharedInMemory` they lie on disk. */
  sharedLength: number;
  sharedInMemory: number;
}

const mebi = 1_048_576;

/**
 * The whole of H2020 passes: some 30 MB packed and 150 MB unpacked as CSV, several times that as workbooks. Text packs
 * to a fifth, a sheet of short cells to a fortieth, zeros to a thousandth.
 */
export const defaultLimits: SourceLimits = {
  packedBytes: 500 * mebi,
  unpackedBytes: 2048 * mebi,
  entries: 1000,
  ratio: 200,
  ratioFromBytes: 8 * mebi,
  columns: 1000,
  rows: 2_000_000,
  lineBytes: 8 * mebi,
  recordLength: mebi,
  cellLength: 200_000,
  valueLength: 8 * mebi,
  depth: 60,
  sharedLength: 512 * mebi,
  sharedInMemory: 4 * mebi,
};
