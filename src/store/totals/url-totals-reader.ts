/** Finds single urls in totals (see url-totals.ts). */
import { crc32 } from 'node:zlib';
import { textFromBytes } from '../../base/bytes.ts';
import { Leb128Reader, SharingSearch } from './leb128.ts';
import { trailerBytes, trailerMark } from './url-totals.ts';

/** Of one url: value by metric. Empty for a url that the day does not know. */
export type UrlTotals = ReadonlyMap<string, number>;

/** Totals wherever they lie. */
export type TotalsBytes = {
  readonly length: number;
  /** @throws UnfitTotals where they end before. */
  read(offset: number, length: number): Buffer;
};

/** They are not whole, or not of these rows. */
export class UnfitTotals extends Error {}

export function totalsFromMemory(bytes: Uint8Array): TotalsBytes {
  const { buffer, byteOffset, length } = bytes;
  return {
    length,
    read(offset, wanted) {
      if (offset + wanted > length) throw new UnfitTotals();
      return Buffer.from(buffer, byteOffset + offset, wanted);
    },
  };
}

export function endsWithMark(bytes: Uint8Array): boolean {
  return Buffer.from(trailerMark, 'latin1').equals(bytes.subarray(-trailerMark.length));
}

/** Read at once from the end: mostly all of the index. */
const tailBytes = 64 * 1024;

export type TotalsIndex = {
  readonly totals: TotalsBytes;
  readonly metrics: readonly string[];
  /** From its first block on. */
  readonly blocks: Uint8Array;
};

/**
 * @param rowsFileBytes of the rows that they must have been made with.
 * @throws UnfitTotals
 */
export function readTotalsIndex(totals: TotalsBytes, rowsFileBytes: number): TotalsIndex {
  const { length: size } = totals;
  let tail = totals.read(Math.max(0, size - tailBytes), Math.min(size, tailBytes));
  if (tail.length < trailerBytes) throw new UnfitTotals();
  const trailer = tail.subarray(tail.length - trailerBytes);
  const offset = trailer.readDoubleLE(0);
  const length = trailer.readUInt32LE(16);
  const isFit =
    trailer.toString('latin1', 24) === trailerMark &&
    trailer.readDoubleLE(8) === rowsFileBytes &&
    offset + length + trailerBytes === size;
  if (!isFit) throw new UnfitTotals();
  const checksum = trailer.readUInt32LE(20);
  if (length + trailerBytes > tail.length) tail = totals.read(offset, length + trailerBytes);
  const index = tail.subarray(tail.length - trailerBytes - length, tail.length - trailerBytes);
  if (crc32(index) !== checksum) throw new UnfitTotals();
  const reader = new Leb128Reader(index);
  const metrics = Array.from({ length: reader.number() }, () => textOf(reader));
  // The number of blocks: a search ends with the bytes.
  reader.number();
  return { totals, metrics, blocks: index.subarray(reader.at) };
}

/** A text that shares nothing with another. */
function textOf(reader: Leb128Reader): string {
  reader.number();
  const length = reader.number();
  reader.at += length;
  return textFromBytes(reader.bytes.subarray(reader.at - length, reader.at));
}

/** @throws UnfitTotals */
export function totalsOfUrl({ totals, metrics, blocks }: TotalsIndex, url: Uint8Array): UrlTotals {
  const found = new Map<string, number>();
  const place = findBlock(blocks, url);
  if (place === undefined) return found;
  const reader = new Leb128Reader(readBlock(totals, place));
  const search = new SharingSearch(url);
  while (!reader.isAtEnd) {
    const order = search.next(reader);
    if (order === 'after') break;
    for (let left = reader.number(); left > 0; left -= 1) {
      const metric = metrics[reader.number()] ?? '';
      const value = reader.number();
      if (order === 'equal') found.set(metric, value);
    }
    if (order === 'equal') break;
  }
  return found;
}

/** All blocks in their order. @throws UnfitTotals */
export function* blocksOfTotals({ totals, blocks }: TotalsIndex): Generator<Buffer> {
  const reader = new Leb128Reader(blocks);
  for (let offset = 0; !reader.isAtEnd;) {
    reader.number();
    const firstBytes = reader.number();
    reader.at += firstBytes;
    const [length, checksum] = [reader.number(), reader.number()];
    yield readBlock(totals, { offset, length, checksum });
    offset += length;
  }
}

type BlockPlace = { readonly offset: number; readonly length: number; readonly checksum: number };

function readBlock(totals: TotalsBytes, { offset, length, checksum }: BlockPlace): Buffer {
  const block = totals.read(offset, length);
  if (crc32(block) !== checksum) throw new UnfitTotals();
  return block;
}

/** The last block that does not begin after the url. */
function findBlock(blocks: Uint8Array, url: Uint8Array): BlockPlace | undefined {
  const reader = new Leb128Reader(blocks);
  const search = new SharingSearch(url);
  let [from, length, checksum, isFound] = [0, 0, 0, false];
  for (let offset = 0; !reader.isAtEnd;) {
    const order = search.next(reader);
    if (order === 'after') break;
    [from, length, checksum, isFound] = [offset, reader.number(), reader.number(), true];
    offset += length;
    if (order === 'equal') break;
  }
  return isFound ? { offset: from, length, checksum } : undefined;
}
