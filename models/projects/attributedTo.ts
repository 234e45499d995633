import {
  attributionMethods,
  markerAmount,
  markerShare,
  type AttributionMethod,
} from '../assessments/attribution.ts';
import { strategyOf, supportFields } from '../assessments/support.ts';
import { initiativeCode } from '../assessments/supportFilters.ts';
import { money, type BasisPoints, type Cents } from '../record/fields.ts';
import { missing } from '../record/filters.ts';
import { derivedColumn, type ListColumn, type ListView, type View } from '../record/listColumn.ts';
import { attributedExpression } from './attributedExpression.ts';
import { bases, statedAmount, type Basis } from './basis.ts';
import type { Project, ProjectDerived } from './project.ts';

/** What of a project's money a cell of the matrix has; null is unknown. */
export interface AttributedPart {
  /** Of the project's amount; null where nobody rated the link, or (split) gave it a share. */
  shareBp: BasisPoints | null;
  /** Whole cents; null without a share, and where the project does not state its amount. */
  cents: Cents | null;
  /** The project is linked to the initiative, and no share follows from it. */
  isUnrated: boolean;
}

type Attributable = Pick<Project & ProjectDerived, Basis | 'supports' | 'attributions'>;

/** A cell of the matrix: an initiative, or (null) what none of its strategy receives. */
interface Position {
  strategy: string;
  initiative: string | null;
  basis: Basis;
  method: AttributionMethod;
}

function positionOf(view: View): Position | null {
  const to = view['attributedTo'];
  if (to === undefined) return null;
  return {
    strategy: strategyOf(to),
    initiative: to.endsWith(`.${missing}`) ? null : to,
    basis: view['basis'] as Basis,
    method: view['method'] as AttributionMethod,
  };
}

/** The value of `attributedTo` for what no initiative of a strategy receives. */
export const toNone = (strategy: string): string => `${strategy}.${missing}`;

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
const nothing: AttributedPart = { shareBp: null, cents: null, isUnrated: false };

/** What a cell has of a project: the parts of the split are those made when it was saved (docs/domain.md §3). */
export function attributedPart(project: Attributable, view: View): AttributedPart {
  const position = positionOf(view);
  if (!position) return nothing;
  const { strategy, initiative, basis, method } = position;
  const amount = statedAmount(project, basis);
  const split = project.attributions.find(one => isSame(one.strategy, strategy));
  if (initiative === null) {
    const shares = project.supports.filter(one => isSame(strategyOf(one.initiative), strategy));
    const shared = shares.reduce((sum, { shareBp }) => sum + (shareBp ?? 0), 0);
    const rest = split ? split.notAttributed[basis] : project[basis];
    return { shareBp: 10_000 - shared, cents: amount === null ? null : rest, isUnrated: false };
  }
  const support = project.supports.find(one => isSame(one.initiative, initiative));
  if (!support) return nothing;
  const { significance } = support;
  const shareBp = method === 'marker' ? markerShare(significance) : support.shareBp;
  if (significance === 'namedUnrated' || shareBp === null) return { ...nothing, isUnrated: true };
  const part = split?.parts.find(one => isSame(one.initiative, initiative));
  const cents = method === 'marker' ? markerAmount(significance, amount) : (part?.[basis] ?? 0);
  return { shareBp, cents: amount === null ? null : cents, isUnrated: false };
}

/** What these columns are made from. */
const read = ['supports', 'attributions', ...Object.keys(bases)];
const hereField = money({ en: 'Attributed here', nl: 'Hier toegerekend' });

/**
 * The columns that a list of projects opened from a cell of the matrix has beside its own: the sum of *Attributed here* is
 * the amount in the cell. `COM-2020-607.none` is what no initiative of the strategy receives, which the marker does not know.
 */
export const attributedView: ListView = {
  keys: {
    attributedTo: {
      label: { en: 'Attributed to', nl: 'Toegerekend aan' },
      takes: new RegExp(`^(${initiativeCode}|[A-Za-z0-9][A-Za-z0-9-]*\\.${missing})$`),
    },
    method: { label: { en: 'Method', nl: 'Methode' }, takes: attributionMethods, otherwise: 'split' },
    basis: { label: { en: 'Amount', nl: 'Bedrag' }, takes: bases, otherwise: 'euContribution' },
  },
  refuses: view => {
    const position = positionOf(view);
    return position?.method === 'marker' && position.initiative === null ? 'attributedTo' : null;
  },
  columns: (view): readonly ListColumn<Attributable>[] => [
    derivedColumn<Attributable>(
      'shareBp',
      supportFields.shareBp,
      read,
      project => attributedPart(project, view).shareBp,
    ),
    derivedColumn<Attributable>(
      'attributedHere',
      hereField,
      read,
      project => attributedPart(project, view).cents,
    ),
  ],
  sums: ({ attributedTo = '', basis, method }) => ({
    attributedHere: attributedExpression(attributedTo, basis as Basis, method as AttributionMethod),
  }),
  reads: read,
};
