import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

const resolve = createRequire(import.meta.url).resolve;
// A machine's own fonts would make every picture differ; resvg reads no woff2, which the pages' font comes in.
const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map(name =>
  resolve(`dejavu-fonts-ttf/ttf/${name}`),
);

/** A chart, or its SVG, as a PNG of twice its size, sharp in print. */
export function pngOf(chart: VNode | string): Buffer {
  const resvg = new Resvg(typeof chart === 'string' ? chart : renderToString(chart), {
    fitTo: { mode: 'zoom', value: 2 },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'DejaVu Sans' },
  });
  return Buffer.from(resvg.render().asPng());
}
