import { load } from 'cheerio';

/** A page as a browser reads it, whatever the order of its attributes and however its signs are written. */
export const readPage = load;

/** A page without the comment of random length at its end (decision 0074): pages are compared by what they say. */
export const withoutPadding = (html: string): string => html.replace(/<!-- [\w-]* -->$/, '');

/** Whether a selector finds anything. */
export const holds = (html: string, selector: string): boolean => load(html)(selector).length > 0;

/** The words of each element that a selector finds, on one line each. */
export function wordsOn(html: string, selector: string): string[] {
  const page = load(html);
  return page(selector)
    .toArray()
    .map(element => page(element).text().replaceAll(/\s+/g, ' ').trim());
}

/** An attribute of each element that has it of those that a selector finds. */
export function attributesOn(html: string, selector: string, name: string): string[] {
  const page = load(html);
  return page(selector)
    .toArray()
    .flatMap(element => page(element).attr(name) ?? []);
}

/** What the first control of that name holds, of a choice what is chosen; undefined where there is none. */
export function valueOn(html: string, name: string): string | undefined {
  const control = load(html)(`[name="${name}"]`).first();
  if (control.length === 0) return undefined;
  const value = control.val();
  return typeof value === 'string' ? value : '';
}

/** The CSRF token of the first form of a page. */
export function tokenOn(html: string): string {
  const token = valueOn(html, '_csrf');
  if (token === undefined) throw new Error('The page has no form.');
  return token;
}

/** The path of the one-time link that a page shows once; empty where there is none. */
export const invitationOn = (html: string): string =>
  attributesOn(html, '#link', 'value').map(url => new URL(url).pathname)[0] ?? '';
