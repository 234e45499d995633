import type { Fill, Style } from 'exceljs';
import type { Tone, Written } from './cells.ts';

export const blue = 'FF003399';
export const yellow = 'FFFFCC00';
export const white = 'FFFFFFFF';
const pale = 'FFE9EEF8';
const line = 'FFD3DAE8';
const ink = 'FF1B2540';
export const font = { name: 'Calibri', size: 10, color: { argb: ink } };

export const filled = (argb: string): Fill => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } });

/** What a cell looks like: of its row, its column and its value. */
export interface Look {
  wraps: boolean;
  isStrong: boolean;
  /** In a row so high that its cells stand at its top. */
  isTall: boolean;
  /** A line over it. */
  isTotal: boolean;
  align: Written['align'];
  format: string | undefined;
  isLink: boolean;
  tone: Tone | undefined;
}

const alignments = ['left', 'right', 'center'] as const;
// By format and tone, then by everything else as one number: a workbook asks a million times.
const plain = new Map<string | undefined, Partial<Style>[]>();
const toned = new Map<string, Partial<Style>[]>();

function shelfOf(format: string | undefined, tone: Tone | undefined): Partial<Style>[] {
  const key = tone ? `${tone.ink} ${tone.fill} ${format}` : format;
  const shelves: Map<string | undefined, Partial<Style>[]> = tone ? toned : plain;
  let shelf = shelves.get(key);
  if (!shelf) {
    shelf = [];
    shelves.set(key, shelf);
  }
  return shelf;
}

/**
 * The style of a look; the same object each time, and never to be changed: exceljs then works it out once instead of
 * once a cell.
 */
export function styleOf(look: Look): Partial<Style> {
  const shelf = shelfOf(look.format, look.tone);
  const place =
    (look.wraps ? 1 : 0) +
    (look.isStrong ? 2 : 0) +
    (look.isTall ? 4 : 0) +
    (look.isTotal ? 8 : 0) +
    (look.isLink ? 16 : 0) +
    32 * alignments.indexOf(look.align ?? 'left');
  return (shelf[place] ??= makeStyle(look));
}

function makeStyle({ wraps, isStrong, isTall, isTotal, align, format, isLink, tone }: Look): Partial<Style> {
  return {
    font: {
      ...font,
      bold: isStrong || tone !== undefined,
      ...(tone && { color: { argb: tone.ink } }),
      ...(isLink && { color: { argb: blue }, underline: true }),
    },
    alignment: {
      vertical: isTall ? 'top' : 'middle',
      wrapText: wraps,
      horizontal: align ?? 'left',
      // Only text is set in: programs do not agree on numbers.
      ...(align === undefined || align === 'left' ? { indent: 1 } : {}),
    },
    border: isTotal
      ? { top: { style: 'thin', color: { argb: blue } } }
      : { bottom: { style: 'hair', color: { argb: line } } },
    ...(tone ? { fill: filled(tone.fill) } : isStrong && { fill: filled(pale) }),
    ...(format !== undefined && { numFmt: format }),
  };
}
