import type { CoverageQuery } from './coverageQuery.ts';
import type { CoverageState } from './coverageState.ts';
import type { Cents } from '../record/fields.ts';
import type { Label } from '../values/format.ts';
import type { Initiative } from '../strategies/strategy.ts';
import type { CoverageThresholds } from '../strategies/thresholds.ts';

/** What was found for an initiative in a programme, or overall. Projects are distinct. */
export interface CoverageCell {
  state: CoverageState;
  /** A call is open: said beside "lapsed". */
  isCallOpen: boolean;
  /** Linked as principal, secondary, or named and unrated: `principal + secondary + unrated`. */
  projects: number;
  principal: number;
  secondary: number;
  unrated: number;
  /** Examined, and found not to target the initiative; not among `projects`. */
  notTargeted: number;
  /** Counted projects (of the programme) that nobody has assessed for the initiative. */
  notAssessed: number;
  /** Of `projects`, by phase on the day. */
  ongoing: number;
  ended: number;
  upcoming: number;
  unknownPhase: number;
  /** The money of the basis by the method; 0 where none of them states it: see `stated`. */
  amountCents: Cents;
  /** How many of `projects` state the basis. */
  stated: number;
  /** Linked calls that are forthcoming, open or under evaluation. */
  callsAhead: number;
  callsOpen: number;
}

/** Money of a set of distinct projects, with how many of them state it. */
export interface CoverageSum {
  projects: number;
  /** Of `projects`, those with neither a signature nor a start: they are there on every day. */
  undated: number;
  amountCents: Cents;
  stated: number;
}

export interface CoverageColumn {
  /** The programme's code, or `none` for projects without one: the value of the URL's key. */
  programme: string;
  /** Its printed label and name; null for `none`. */
  label: string | null;
  name: string | null;
}

export interface CoverageRow {
  initiative: Initiative;
  /** In the order of the columns. */
  cells: CoverageCell[];
  overall: CoverageCell;
}

/** Money of the counted projects that no initiative of the strategy receives. */
export interface NotAttributed {
  amountCents: Cents;
  /** Projects linked to no initiative of the strategy; the amount also has what linked ones leave unshared. */
  unlinked: number;
}

/** Something by column, and of all. */
export interface ByColumn<T> {
  columns: T[];
  overall: T;
}

/** The matrix of a strategy's initiatives by programme, with what asked for it. */
export interface Coverage extends CoverageFigures {
  query: CoverageQuery;
  /** Since when there are records, where the question is about an instant before: nothing can be said of it. */
  firstRecordAt: Date | null;
}

/** The figures of a matrix: kept and given to everybody who asks for the same, so that nothing in them may be changed. */
export interface CoverageFigures {
  strategy: { code: string; reference: string; title: Label };
  /** The strategy's own on the day, as they were known at the instant. */
  thresholds: CoverageThresholds;
  columns: CoverageColumn[];
  rows: CoverageRow[];
  /**
   * The split method only: what no initiative receives, so that rows + not attributed = totals, to the cent.
   */
  notAttributed: ByColumn<NotAttributed> | null;
  /** All counted projects, linked or not, each once. */
  totals: ByColumn<CoverageSum>;
  /** Projects signed only after the day, which will be counted: in no other figure. Nothing where they were asked for. */
  later: CoverageSum;
  /** Projects of which nobody has said yet whether they belong to the portfolio: counted once, in no other figure. */
  candidates: CoverageSum;
  /** National programmes: not in any other figure. */
  apart: CoverageSum;
}
