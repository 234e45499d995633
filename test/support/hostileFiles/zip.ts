import { crc32, deflateRawSync } from 'node:zlib';

/** A member of an archive, and the lies its headers tell. */
export interface ZipMember {
  name: string;
  data: Buffer | string;
  /** 0 stored, 8 deflated (the default), or one nobody reads. */
  method?: number;
  flags?: number;
  /** In the header before the data; the directory's otherwise. */
  localName?: string;
  localMethod?: number;
  /** What both headers say, where it is not the truth. */
  size?: number;
  sum?: number;
  /** The data of the member at this place is this one's, too. */
  sharedWith?: number;
}

function header(signature: number, fields: readonly [bytes: 2 | 4, value: number][]): Buffer {
  const out = Buffer.alloc(4 + fields.reduce((sum, [bytes]) => sum + bytes, 0));
  out.writeUInt32LE(signature, 0);
  let at = 4;
  for (const [bytes, value] of fields) {
    out.writeUIntLE(value, at, bytes);
    at += bytes;
  }
  return out;
}

/** A zip archive with exactly these members, honest or not. */
export function zipOf(members: readonly ZipMember[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const starts: number[] = [];
  let at = 0;
  for (const member of members) {
    const data = Buffer.from(member.data);
    const method = member.method ?? 8;
    const packed = method === 8 ? deflateRawSync(data) : data;
    const name = Buffer.from(member.name);
    const localName = Buffer.from(member.localName ?? member.name);
    const flags = 0x800 | (member.flags ?? 0);
    const fields = (used: number, nameLength: number): [2 | 4, number][] => [
      [2, 20],
      [2, flags],
      [2, used],
      [4, 0],
      [4, member.sum ?? crc32(data)],
      [4, packed.length],
      [4, member.size ?? data.length],
      [2, nameLength],
      [2, 0],
    ];
    const start = member.sharedWith === undefined ? at : (starts[member.sharedWith] ?? 0);
    starts.push(start);
    if (member.sharedWith === undefined) {
      const local = header(0x04034b50, fields(member.localMethod ?? method, localName.length));
      parts.push(local, localName, packed);
      at += local.length + localName.length + packed.length;
    }
    const rest: [2 | 4, number][] = [
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, start],
    ];
    directory.push(header(0x02014b50, [[2, 20], ...fields(method, name.length), ...rest]), name);
  }
  const listed = Buffer.concat(directory);
  const end: [2 | 4, number][] = [
    [2, 0],
    [2, 0],
    [2, members.length],
    [2, members.length],
    [4, listed.length],
    [4, at],
    [2, 0],
  ];
  return Buffer.concat([...parts, listed, header(0x06054b50, end)]);
}
