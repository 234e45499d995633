import { crc32, deflateRawSync } from 'node:zlib';

/** One file of an archive; what is already packed (another archive) is stored as it is. */
export interface Member {
  name: string;
  content: string | Buffer;
  isStored?: boolean;
}

/** MS-DOS has no earlier day than 1 January 1980: the same archive in every run. */
const firstDay = 0b0000000_0001_00001;
const namesInUtf8 = 0x0800;

/**
 * A zip archive of these members, the same bytes in every run with the same Node. As downloads are: each member
 * deflated, no 64-bit sizes.
 * @throws {RangeError} when a size does not fit into 32 bits
 */
export function zipOf(members: readonly Member[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, isStored = false } of members) {
    const plain = Buffer.from(content);
    const packed = isStored ? plain : deflateRawSync(plain);
    const path = Buffer.from(name);
    // From "version needed" to "length of the extra field": the same in both heads.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(namesInUtf8, 2);
    common.writeUInt16LE(isStored ? 0 : 8, 4);
    common.writeUInt16LE(firstDay, 8);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(path.length, 22);
    local.push(Buffer.from('PK\x03\x04'), common, path, packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x00'), common, rest, path);
    offset += 4 + common.length + path.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06'), end]);
}
