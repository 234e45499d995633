import { cellText, longestText } from '../cells.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text for XML, in an element or an attribute; it must be such as XML can hold. */
export const escapeXml = (text: string): string => text.replace(/[&<>"]/g, sign => escapes[sign] ?? '');

/** Whether a text must be looked at sign by sign: to be cleaned (`cellText`) or escaped. */
// oxlint-disable-next-line no-control-regex
const isOdd = /[\u0000-\u001f\u007f&<>"\ud800-\udfff\ufffe\uffff]|_x/;

/** The text of a cell as XML: nearly all are as they are. */
export const cellXml = (text: string): string =>
  text.length <= longestText && !isOdd.test(text) ? text : escapeXml(cellText(text));

/** An attribute of every tag that has one of that name. */
export const attribute = (name: string, value: string | number): string =>
  ` ${name}="${typeof value === 'number' ? value : escapeXml(value)}"`;

export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
