import { cleanText } from '../cells/fieldValues.ts';

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bull: '•',
  hellip: '…',
  euro: '€',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  uuml: 'ü',
  ouml: 'ö',
  auml: 'ä',
  ccedil: 'ç',
};

function characterOf(whole: string, name: string): string {
  if (!name.startsWith('#')) return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole;
  const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
  const isOne = code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff);
  return isOne ? String.fromCodePoint(code) : whole;
}

const breaking = /^(?:p|div|ul|ol|h[1-6]|tr|table|section|br)$/;
const silent = ['script', 'style'];

// A tag, a text, or a `<` that opens no tag: each sign is read once, whatever is opened and never closed.
const piece = /<(\/?)([a-z][a-z0-9]*|!)([^<>]*)>|[^<]+|</gi;

/**
 * The text of a piece of HTML: a line a paragraph, a dash before each entry of a list, no markup. What is between
 * `script` or `style` tags is no text.
 */
export function textOfHtml(html: string): string {
  let within: string | null = null;
  let isHeading = false;
  const lines = html.replace(/[\r\n\t]+/g, ' ').replace(piece, (whole, slash, tag, rest) => {
    const name = typeof tag === 'string' ? tag.toLowerCase() : '';
    const isEnd = slash === '/';
    if (within !== null) {
      if (isEnd && name === within) within = null;
      return '';
    }
    if (name === '') return whole;
    if (silent.includes(name) && !isEnd) {
      within = name;
      return ' ';
    }
    if (name === 'li') return isEnd ? '' : '\n- ';
    if (breaking.test(name)) return '\n';
    // Inside a paragraph the portal's sub-headings are spans of this class.
    const opensHeading = name === 'span' && /class="topicdescriptionkind"/.test(String(rest));
    const closesHeading = name === 'span' && isEnd && isHeading;
    isHeading = opensHeading || (isHeading && !closesHeading);
    return opensHeading || closesHeading ? '\n' : '';
  });
  const text = lines.replace(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi, characterOf);
  return cleanText(text).replace(/\n{2,}/g, '\n');
}
