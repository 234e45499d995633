import { expect } from 'chai';
import {
  coverageFigures,
  importFigures,
  isMet,
  listFigures,
  pageFigures,
  programFigures,
  searchFigures,
  tableOf,
  workbookFigures,
  type Figure,
} from './figures.ts';
import { hostileQuestions, realisticQuestions } from './questions.ts';
import { median, percentile } from './timing.ts';

/** 1 to 100, the highest first. */
const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
const measuredOf = (figures: readonly Figure[]): number[] => figures.map(({ measured }) => measured);

describe('The bench', () => {
  it('tells what is met and what is missed', () => {
    const slow = { what: 'a page', measured: 301, unit: 'ms', target: { atMost: 300 } } as const;
    const quick = { what: 'a ratio', measured: 0.61, unit: '×', target: { atLeast: 0.6 } } as const;
    expect([slow, quick].map(isMet)).to.deep.equal([false, true]);
    expect(tableOf([slow, quick])).to.match(/a page +301 ms +≤ 300 ms +MISSED\n.*0\.61 × +≥ 0\.60 × +met/);
  });

  it('meets a target exactly on its bound, and judges nothing without one', () => {
    const bounds = [{ target: { atMost: 300 } }, { target: { atLeast: 300 } }, {}];
    const figures = bounds.map((bound): Figure => ({ what: 'it', measured: 300, unit: 'ms', ...bound }));
    expect(figures.map(isMet)).to.deep.equal([true, true, null]);
  });

  it('takes a percentile among what was measured', () => {
    expect([0.5, 0.95, 0.99, 1].map(share => percentile(hundred, share))).to.deep.equal([50, 95, 99, 100]);
    expect(median([9, 1, 5])).to.equal(5);
    expect(percentile([], 0.99)).to.be.NaN;
  });

  it('compares the median of our turns with that of the bare route', () => {
    expect(measuredOf(listFigures([30, 600, 10], [60, 40, 50]))).to.deep.equal([30, 50, 0.6]);
    expect(listFigures([29], [50]).map(isMet)).to.deep.equal([null, null, false]);
  });

  it('makes its figures of times in ms, seconds and MB', () => {
    const times = { lists: hundred, facets: hundred, records: [7] };
    expect(measuredOf(pageFigures(times))).to.deep.equal([99, 95, 7]);
    expect(measuredOf(searchFigures('realistic', hundred))).to.deep.equal([99, 50]);
    expect(measuredOf(coverageFigures(hundred, [8]))).to.deep.equal([95, 8]);
    const workbooks = { passing: 1016, portfolio: 1999, whole: 20_500, most: 267, others: hundred };
    expect(measuredOf(workbookFigures(workbooks))).to.deep.equal([1.999, 20.5, 267, 99]);
    expect(measuredOf(programFigures(1440, 233))).to.deep.equal([1.44, 233]);
    const imports = {
      once: { checked: 22, whole: 58 },
      again: { whole: 28 },
      bare: 14.5,
      most: 315,
      others: hundred,
    };
    expect(measuredOf(importFigures(imports))).to.deep.equal([22, 58, 28, 315, 99, 14.5, 4]);
    expect(importFigures(imports).map(isMet)).to.deep.equal([null, true, true, false, true, null, true]);
  });

  it('asks a hundred realistic and a hundred hostile questions', () => {
    expect(new Set(realisticQuestions()).size).to.be.greaterThan(80);
    expect(hostileQuestions()).to.have.lengthOf(100);
  });
});
