/** Lines of bytes broken as disks, networks and programs break them. */
import type { Random } from '../../../src/simulate/random.ts';

const newline = 0x0a;

/** Bytes that mean something to a reader of JSON, of UTF-8 or of an access log. */
const tellingBytes: readonly number[] = [
  ...Buffer.from('"\\{}[]:,|%&=+? -0e.\r\t\0'),
  ...[0x7f, 0x80, 0xbf, 0xc0, 0xc3, 0xe2, 0xed, 0xf0, 0xf5, 0xff],
];

/** @returns a line made of `line`, which stays as it is. No line feed is in it. */
export function mutateBytes(line: Buffer, random: Random, other: Buffer): Buffer {
  const at = random.below(line.length + 1);
  const until = Math.min(line.length, at + random.below(12));
  switch (random.below(8)) {
    case 0:
      return line.subarray(0, at);
    case 1:
      return line.subarray(at);
    case 2:
      return Buffer.concat([line.subarray(0, at), line.subarray(until)]);
    case 3:
      return Buffer.concat([line.subarray(0, until), line.subarray(at)]);
    case 4:
      return Buffer.concat([line.subarray(0, at), other.subarray(random.below(other.length + 1))]);
    case 5:
      return Buffer.concat([line.subarray(0, at), byteOf(random), line.subarray(at)]);
    case 6:
      return Buffer.concat([line.subarray(0, at), byteOf(random), line.subarray(at + 1)]);
    default:
      return withBitFlipped(line, at % Math.max(1, line.length), random);
  }
}

function byteOf(random: Random): Buffer {
  const byte = random.chance(0.7) ? random.pick(tellingBytes) : random.below(256);
  return Buffer.of(byte === newline ? 0x20 : byte);
}

function withBitFlipped(line: Buffer, at: number, random: Random): Buffer {
  const flipped = Buffer.from(line);
  const byte = (flipped[at] ?? 0) ^ (1 << random.below(8));
  if (byte !== newline && flipped.length > 0) flipped[at] = byte;
  return flipped;
}
