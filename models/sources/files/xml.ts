import { SaxesParser } from 'saxes';
import { ExpectedError } from '../../values/errors.ts';
import type { ByteSource } from './bytes.ts';
import type { SourceLimits } from '../contract/limits.ts';

export type Attributes = Readonly<Record<string, string>>;

/** What is done with the parts of an XML file as they come; names are without prefix. */
export interface XmlHandlers {
  open(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

const withoutPrefix = (name: string): string => name.slice(name.indexOf(':') + 1);
/** A character may be written as an entity, and a tag has its attributes. */
const mostPerCharacter = 8;

/**
 * Reads an XML file piece by piece; yields after each piece, so that what the handlers found can be taken. Throws
 * `invalid` where it is no XML, has a document type (and so perhaps entities that grow or that read other files), or goes
 * beyond the limits on depth and on the length of one text or tag.
 */
export async function* readXml(
  source: ByteSource,
  limits: SourceLimits,
  handlers: XmlHandlers,
): AsyncGenerator<void> {
  const bad = () => new ExpectedError('invalid', 'importFile.badWorkbook', { member: source.name });
  const parser = new SaxesParser({ xmlns: false, position: false });
  let depth = 0;
  let silent = 0;
  parser.on('error', () => {
    throw bad();
  });
  parser.on('doctype', () => {
    throw new ExpectedError('invalid', 'importFile.documentType', { member: source.name });
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^utf-(8|16)$/i.test(encoding)) throw bad();
  });
  parser.on('opentag', ({ name, attributes }) => {
    silent = 0;
    depth += 1;
    if (depth > limits.depth) throw bad();
    handlers.open(withoutPrefix(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    silent = 0;
    depth -= 1;
    handlers.close?.(withoutPrefix(name));
  });
  parser.on('text', text => handlers.text?.(text));
  parser.on('cdata', text => handlers.text?.(text));
  let decoder: TextDecoder | null = null;
  const decoded = (chunk?: Buffer): string => {
    try {
      return decoder?.decode(chunk, { stream: chunk !== undefined }) ?? '';
    } catch {
      throw bad();
    }
  };
  for await (const chunk of source.read()) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    const text = decoded(chunk);
    silent += text.length;
    // Before it is given to the parser, which would hold all of it.
    if (silent > limits.cellLength * mostPerCharacter + text.length) throw bad();
    parser.write(text);
    yield;
  }
  parser.write(decoded());
  parser.close();
  yield;
}

function encodingOf(head: Buffer): string {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c) ? 'utf-16be' : 'utf-8';
}

/** Reads a whole XML file of a few parts. */
export async function readWholeXml(
  source: ByteSource,
  limits: SourceLimits,
  handlers: XmlHandlers,
): Promise<void> {
  for await (const _ of readXml(source, limits, handlers));
}
