import { missing } from '../record/filters.ts';
import { strategyOf } from '../assessments/support.ts';
import type { AttributionMethod } from '../assessments/attribution.ts';
import { statedExpression, type Basis } from './basis.ts';
import type { Expression } from '../record/facts.ts';

/** The item of a list whose code this is; codes are compared as the collection compares them, without case. */
const itemOf = (input: unknown, key: string, code: string): Expression => ({
  $first: {
    $filter: { input: { $ifNull: [input, []] }, cond: { $eq: [`$$this.${key}`, { $literal: code }] } },
  },
});

/** 40 %, half a cent up: whole numbers divide exactly where the remainder is taken off before. */
function fortyPercent(amount: string): Expression {
  const hundredths = { $add: [{ $multiply: [amount, 40] }, 50] };
  return { $divide: [{ $subtract: [hundredths, { $mod: [hundredths, 100] }] }, 100] };
}

const allParts = {
  $reduce: {
    input: { $ifNull: ['$attributions.parts', []] },
    initialValue: [],
    in: { $concatArrays: ['$$value', '$$this'] },
  },
};

function partOf(initiative: string, basis: Basis, method: AttributionMethod): Expression {
  const amount = `$${basis}`;
  const isRated = (significance: string) => ({ $eq: ['$$support.significance', significance] });
  const byMarker = {
    $cond: [isRated('principal'), amount, { $cond: [isRated('secondary'), fortyPercent(amount), 0] }],
  };
  const bySplit = {
    $let: {
      vars: { part: itemOf(allParts, 'initiative', initiative) },
      in: { $ifNull: [`$$part.${basis}`, 0] },
    },
  };
  const isUnrated = {
    $or: [
      { $eq: [{ $ifNull: ['$$support.significance', 'namedUnrated'] }, 'namedUnrated'] },
      ...(method === 'split' ? [{ $eq: [{ $ifNull: ['$$support.shareBp', null] }, null] }] : []),
    ],
  };
  return {
    $let: {
      vars: { support: itemOf('$supports', 'initiative', initiative) },
      in: { $cond: [isUnrated, null, method === 'marker' ? byMarker : bySplit] },
    },
  };
}

const restOf = (strategy: string, basis: Basis): Expression => ({
  $let: {
    vars: { own: itemOf('$attributions', 'strategy', strategy) },
    in: { $ifNull: [`$$own.notAttributed.${basis}`, `$${basis}`] },
  },
});

/**
 * The cents of `attributedPart` as an aggregation expression, null as there: a total of tens of thousands of records is made
 * where they are. A randomised test holds both equal.
 */
export function attributedExpression(to: string, basis: Basis, method: AttributionMethod): Expression {
  const isRest = to.endsWith(`.${missing}`);
  const cents = isRest ? restOf(strategyOf(to), basis) : partOf(to, basis, method);
  return { $cond: [{ $eq: [statedExpression(basis), 1] }, cents, null] };
}
