export type JsonMark = '{' | '}' | '[' | ']' | ',' | ':';

/** What is told of JSON, part by part. */
export interface JsonParts {
  /** Some of a text, as it is written: escapes are whole. */
  inText(part: string): void;
  quote(isOpening: boolean): void;
  /** Outside of texts: blanks, and some of a number or a word. */
  between(part: string): void;
  mark(mark: JsonMark): void;
}

/** Lexical analysis of JSON that comes in pieces, wherever they are cut: what stands between quotes, and the marks outside. */
export function jsonScanner(parts: JsonParts) {
  const outside = /["{}[\]:,]/g;
  const inside = /["\\]/g;
  let isText = false;
  /** A backslash whose second half comes with the next piece. */
  let held = '';

  function readText(text: string, from: number): number {
    inside.lastIndex = from;
    const match = inside.exec(text);
    const to = match?.index ?? text.length;
    if (to > from) parts.inText(text.slice(from, to));
    if (!match) return to;
    if (match[0] === '"') {
      isText = false;
      parts.quote(false);
      return to + 1;
    }
    if (to + 1 === text.length) {
      held = '\\';
      return text.length;
    }
    let end = to + 2;
    while (text[end] === '\\' && end + 1 < text.length) end += 2;
    parts.inText(text.slice(to, end));
    return end;
  }

  function readBetween(text: string, from: number): number {
    outside.lastIndex = from;
    const match = outside.exec(text);
    const to = match?.index ?? text.length;
    if (to > from) parts.between(text.slice(from, to));
    if (!match) return to;
    if (match[0] === '"') {
      isText = true;
      parts.quote(true);
    } else parts.mark(match[0] as JsonMark);
    return to + 1;
  }

  return {
    write(piece: string): void {
      const text = held + piece;
      held = '';
      for (let at = 0; at < text.length;) at = isText ? readText(text, at) : readBetween(text, at);
    },
    isWithinText: () => isText,
  };
}
