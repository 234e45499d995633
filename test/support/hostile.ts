/** Texts that would be markup, code, operators or formulas somewhere; all of them may be stored and must come back. */
export const hostileTexts: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</textarea></title><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  'javascript:alert(1)',
  '<a href="javascript:alert(1)">x</a>',
  '<!-- --><b>bold</b>',
  '&lt;script&gt;&amp;',
  '{{7*7}}${7*7}<%= 7*7 %>#{7*7}',
  '$t(errors.unexpected)',
  "=cmd|' /C calc'!A0",
  "' OR 1=1 --",
  '{"$gt":""}',
  '$where',
  '__proto__',
  'constructor',
  'a.b',
  '[$ne]',
  '.*',
  '\\u0000\\',
  '\u202Eevil\u202C\u200B',
  'e\u0301\u{1F4A3}',
  '../../etc/passwd',
];

/** Texts no field takes: bytes that no workbook and no page can show. */
export const controlTexts: readonly string[] = ['a\u0000b', 'a\u0007b', 'a\u001bb', 'a\u007fb', 'a\uffffb'];

/** A word of no other meaning, of the same length; a semicolon stays, for it decides which fields take the text. */
export const harmlessLike = (text: string): string => text.replaceAll(/[^;]/g, 'x');

/** The elements and attribute names of a page, in order: what must not depend on the texts in it. */
export function skeletonOf(html: string): string[] {
  return [...html.matchAll(/<(\/?[a-zA-Z][^\s/>]*)((?:\s+[^\s=>"'/]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
    ([, name = '', attributes = '']) =>
      [
        name,
        ...[...attributes.matchAll(/\s([^\s=>"'/]+)(?:="[^"]*")?/g)].map(([, attribute = '']) => attribute),
      ].join(' '),
  );
}

/** What a page must not hold: a tag that is cut open, a handler, a foreign script, a link that runs. */
export function findMarkup(html: string): string[] {
  const tags = [...html.matchAll(/<[^!][^>]*/g)].map(([tag]) => tag);
  const stray = tags.filter(tag => !/^<\/?[a-zA-Z][a-zA-Z0-9]*(\s|\/|$)/.test(tag));
  const names = skeletonOf(html);
  const handlers = names.filter(one => /\son\w+/.test(one));
  const scripts = [...html.matchAll(/<script\b[^>]*>/g)].filter(([tag]) => !/\ssrc="\/assets\//.test(tag));
  const running = [
    ...html.matchAll(/\s(?:href|src|action|formaction)="\s*(?:javascript|data|vbscript):[^"]*"/gi),
  ];
  return [...stray, ...handlers, ...scripts.map(([tag]) => tag), ...running.map(([attribute]) => attribute)];
}

/** What no body may say: kept by the program, an operator, or a way around the fields. */
export const protectedBodies: readonly (readonly [string, string])[] = [
  ['_id', '{"_id":"x"}'],
  ['id', '{"id":"x"}'],
  ['version', '{"version":9}'],
  ['createdAt', '{"createdAt":"2020-01-01T00:00:00Z"}'],
  ['updatedBy', '{"updatedBy":{"id":"x","name":"y"}}'],
  ['warnings', '{"warnings":[]}'],
  ['attributions', '{"attributions":[]}'],
  ['archivedAt', '{"archivedAt":null}'],
  ['isArchived', '{"isArchived":true}'],
  ['$set', '{"$set":{"title":"x"}}'],
  ['participants.0.name', '{"participants.0.name":"x"}'],
  ['__proto__', '{"__proto__":{"title":"x"}}'],
  ['constructor', '{"constructor":{"prototype":{"title":"x"}}}'],
];
