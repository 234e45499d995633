import {
  choice,
  instant,
  list,
  longText,
  percent,
  text,
  type Fields,
  type RecordOf,
} from '../record/fields.ts';
import type { Label } from '../values/format.ts';
import type { Problem } from '../values/errors.ts';
import { derivedColumn, type ListColumn } from '../record/listColumn.ts';
import type { Change } from '../record/noun.ts';
import { channelOf } from '../record/versionSource.ts';
import { coded, reference } from '../record/referenceFields.ts';

/** How a record supports an initiative; the words are docs/domain.md §2's. */
export const significanceLabels = {
  principal: { en: 'Principal', nl: 'Hoofddoel' },
  secondary: { en: 'Secondary', nl: 'Nevendoel' },
  examinedNotTargeted: { en: 'Examined, not targeted', nl: 'Onderzocht, niet beoogd' },
  namedUnrated: { en: 'Named, unrated', nl: 'Genoemd, nog niet gewogen' },
} as const satisfies Record<string, Label>;

/** One link of a call or project to an initiative of a strategy. */
export const supportFields = {
  initiative: coded({ en: 'Initiative', nl: 'Initiatief' }, 'initiative', { required: true }),
  significance: choice({ en: 'Significance', nl: 'Belang' }, significanceLabels, { required: true }),
  shareBp: percent({ en: 'Share', nl: 'Aandeel' }),
  justification: longText({ en: 'Justification', nl: 'Motivering' }),
  source: text({ en: 'Source', nl: 'Bron' }, { max: 2000 }),
  keyAction: coded({ en: 'Key action', nl: 'Kernactie' }, 'keyAction'),
  assessedBy: reference({ en: 'Assessed by', nl: 'Beoordeeld door' }, 'user', { readOnly: true }),
  assessedAt: instant({ en: 'Assessed at', nl: 'Beoordeeld op' }, { readOnly: true }),
} satisfies Fields;

export type Support = RecordOf<typeof supportFields>;

export const supports = () =>
  list({ en: 'Supported initiatives', nl: 'Ondersteunde initiatieven' }, supportFields);

/** The column of a list with the initiatives that its records support. */
export const supportsColumn: ListColumn<{ supports: readonly Support[] }> = {
  ...derivedColumn<{ supports: readonly Support[] }>(
    'supports',
    supports(),
    ['supports'],
    record => record.supports,
  ),
  heading: supportFields.initiative.label,
  sort: 'initiatives',
};

/** The strategy an initiative's code belongs to: `COM-2020-607.4` → `COM-2020-607`. */
export const strategyOf = (initiative: string): string => initiative.slice(0, initiative.lastIndexOf('.'));
/** The number in an initiative's code: `COM-2020-607.4` → 4. */
export const numberOf = (initiative: string): number =>
  Number(initiative.slice(initiative.lastIndexOf('.') + 1));

const isRating = ({ significance }: Support): boolean => significance !== 'namedUnrated';

/** What is refused in a record's links: an initiative twice, shares above the whole, a rating without its reason. */
export function checkSupports(supported: readonly Support[]): Problem[] {
  const problems: Problem[] = [];
  const totals = new Map<string, number>();
  supported.forEach((support, index) => {
    const field = (name: string) => `supports.${index}.${name}`;
    if (supported.findIndex(({ initiative }) => initiative === support.initiative) < index) {
      problems.push({
        field: field('initiative'),
        type: 'supports.twice',
        values: { initiative: support.initiative },
      });
    }
    if (isRating(support) && support.justification === null) {
      problems.push({ field: field('justification'), type: 'supports.justification' });
    }
    if (
      support.shareBp &&
      (support.significance === 'namedUnrated' || support.significance === 'examinedNotTargeted')
    ) {
      problems.push({ field: field('shareBp'), type: 'supports.unratedShare' });
    }
    const strategy = strategyOf(support.initiative);
    totals.set(strategy, (totals.get(strategy) ?? 0) + (support.shareBp ?? 0));
  });
  for (const [strategy, total] of totals) {
    if (total > 10_000) {
      const index = supported.findLastIndex(({ initiative }) => strategyOf(initiative) === strategy);
      problems.push({
        field: `supports.${index}.shareBp`,
        type: 'supports.above',
        values: { total: total / 100 },
      });
    }
  }
  return problems;
}

const judged = ['initiative', 'significance', 'shareBp', 'justification', 'source', 'keyAction'] as const;

/**
 * Marks each rating that is new or changed with who made it and when; an unchanged one keeps its marks. A record that an
 * import makes keeps those its file states: only callfolio's own files do.
 *
 * @param previous null for a new record
 */
export function attributeSupports(
  supported: readonly Support[],
  previous: readonly Support[] | null,
  change: Change,
): Support[] {
  return supported.map(support => {
    const before = previous?.find(({ initiative }) => initiative === support.initiative);
    const isUnchanged = before !== undefined && judged.every(key => before[key] === support[key]);
    if (isUnchanged) return { ...support, assessedBy: before.assessedBy, assessedAt: before.assessedAt };
    if (!isRating(support) || change.source.kind === 'reference')
      return { ...support, assessedBy: null, assessedAt: null };
    const isStated = support.assessedBy !== null && support.assessedAt !== null;
    if (isStated && channelOf(change.source) === 'import' && previous === null) return support;
    return {
      ...support,
      assessedBy: { id: change.by.id, identifier: change.by.name },
      assessedAt: change.at,
    };
  });
}
