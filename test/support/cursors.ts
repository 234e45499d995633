/** Calls that answer a cursor, whichever of mongoose and the driver they are made of. */
const opensCursor =
  /\.(?:find|aggregate|cursor|listCollections|listIndexes|listSearchIndexes|watch|batchSize|addCursorFlag)\s*(?:<[^;{]*?>)?\(/;
/** What is done to a cursor alone, and to what it was cast to. */
const stepsThrough =
  /\.(?:hasNext|tryNext|eachAsync|readBufferedDocuments)\(|\bas unknown as AsyncIterable\b/;
/** What takes all of a cursor at once, and closes it. */
const takesAll = /\.(?:toArray|countDocuments)\b|\bawait\b/;

/** From a bracket on, as far as the one that closes it. */
function bracketed(text: string, open: number): string {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if ('([{'.includes(text[at] ?? '')) depth += 1;
    if (')]}'.includes(text[at] ?? '')) depth -= 1;
    if (depth === 0) return text.slice(open + 1, at);
  }
  return text.slice(open + 1);
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;
const escaped = (name: string): string => name.replaceAll('$', String.raw`\$`);

/** What a name stands for in its file: the right side of its declaration, or the body of the function. */
function meaningOf(name: string, text: string): string {
  const declared = new RegExp(String.raw`\b(?:const|let|var)\s+${escaped(name)}\b[^=;]*=(?!=|>)`).exec(text);
  if (declared) {
    const rest = text.slice(declared.index + declared[0].length);
    return /^[\s\S]*?;\n/.exec(rest)?.[0] ?? rest;
  }
  const made = new RegExp(String.raw`\bfunction\s*\*?\s*${escaped(name)}\s*[<(]`).exec(text);
  const body = made ? text.indexOf('{\n', made.index) : -1;
  return body === -1 ? '' : bracketed(text, body);
}

const handsOut = (expression: string): boolean =>
  opensCursor.test(expression) &&
  !/\biterate\s*(?:<[^()]*>)?\(/.test(expression) &&
  !takesAll.test(expression);

/**
 * Where a source iterates a cursor of the database itself instead of by `models/process/iterate.ts`: `line text` of each place.
 * It reads text, not types: what it looks for is every way this project could write it.
 */
export function cursorsIteratedIn(source: string): string[] {
  // Comments speak of cursors, too.
  const text = source.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*/g, said =>
    said.replaceAll(/[^\n]/g, ' '),
  );
  const lines = text.split('\n');
  const found: number[] = [];
  for (const loop of text.matchAll(/\bfor await \(|\byield\* /g)) {
    const open = loop.index + loop[0].length - 1;
    const head = loop[0].startsWith('for')
      ? bracketed(text, open)
      : (/^[^;]*/.exec(text.slice(open))?.[0] ?? '');
    const over = head.replace(/^[\s\S]*? of /, '').trim();
    const name = /^(?:await )?([A-Za-z_$][\w$]*)/.exec(over)?.[1] ?? '';
    if (name === 'iterate') continue;
    if (handsOut(over) || (/^(?:await )?[\w$]+(?:\(|$)/.test(over) && handsOut(meaningOf(name, text))))
      found.push(lineAt(text, loop.index));
  }
  for (const cursor of text.matchAll(/\.cursor\s*(?:<[^()]*>)?\(/g)) {
    const statement = text.slice(Math.max(0, text.lastIndexOf(';\n', cursor.index)), cursor.index);
    if (!/\biterate\s*(?:<[^()]*>)?\(\s*\(\)\s*=>/.test(statement)) found.push(lineAt(text, cursor.index));
  }
  lines.forEach((line, at) => {
    if (stepsThrough.test(line)) found.push(at + 1);
  });
  return [...new Set(found)]
    .toSorted((one, other) => one - other)
    .map(line => `${line} ${lines[line - 1]?.trim() ?? ''}`);
}
