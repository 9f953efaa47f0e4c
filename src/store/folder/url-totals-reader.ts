/** Reads single urls from `totals-1d.bin` (see url-totals.ts). */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { textFromBytes } from '../../base/bytes.ts';
import { systemErrorCode } from '../../base/errors.ts';
import { Leb128Reader, SharingSearch } from './leb128.ts';
import { trailerBytes, trailerMark } from './url-totals.ts';

/** Of one url: value by metric. Empty for a url that the day does not know. */
export type UrlTotals = ReadonlyMap<string, number>;

export type TotalsPlace = {
  readonly path: string;
  /** The rows that it must have been made with. */
  readonly rowsPath: string;
};

/** Read at once from the end of the file: mostly all of the index. */
const tailBytes = 64 * 1024;

/**
 * The totals of each url, in their order, or undefined where there are none that fit to the rows:
 * whoever reads the rows instead learns what is wrong, if anything is.
 *
 * Reads synchronously: a warm read takes microseconds, less than handing it to another thread.
 */
export function readUrlTotals(
  { path, rowsPath }: TotalsPlace,
  urls: readonly Uint8Array[],
): readonly UrlTotals[] | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const index = readIndex(file, statSync(rowsPath).size);
    return urls.map((url) => totalsOf(index, url));
  } catch (error) {
    if (systemErrorCode(error) === undefined && !(error instanceof Unfit)) throw error;
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The file is not whole, or not of these rows. */
class Unfit extends Error {}

type TotalsIndex = {
  readonly file: number;
  readonly metrics: readonly string[];
  /** From its first block on. */
  readonly blocks: Uint8Array;
};

function readIndex(file: number, rowsFileBytes: number): TotalsIndex {
  const { size } = fstatSync(file);
  let tail = readAt(file, Math.max(0, size - tailBytes), Math.min(size, tailBytes));
  if (tail.length < trailerBytes) throw new Unfit();
  const trailer = tail.subarray(tail.length - trailerBytes);
  const offset = trailer.readDoubleLE(0);
  const length = trailer.readUInt32LE(16);
  const isFit =
    trailer.toString('latin1', 24) === trailerMark &&
    trailer.readDoubleLE(8) === rowsFileBytes &&
    offset + length + trailerBytes === size;
  if (!isFit) throw new Unfit();
  const checksum = trailer.readUInt32LE(20);
  if (length + trailerBytes > tail.length) tail = readAt(file, offset, length + trailerBytes);
  const index = tail.subarray(tail.length - trailerBytes - length, tail.length - trailerBytes);
  if (crc32(index) !== checksum) throw new Unfit();
  const reader = new Leb128Reader(index);
  const metrics = Array.from({ length: reader.number() }, () => textOf(reader));
  // The number of blocks: a search ends with the bytes.
  reader.number();
  return { file, metrics, blocks: index.subarray(reader.at) };
}

/** A text that shares nothing with another. */
function textOf(reader: Leb128Reader): string {
  reader.number();
  const length = reader.number();
  reader.at += length;
  return textFromBytes(reader.bytes.subarray(reader.at - length, reader.at));
}

function totalsOf({ file, metrics, blocks }: TotalsIndex, url: Uint8Array): UrlTotals {
  const totals = new Map<string, number>();
  const place = findBlock(blocks, url);
  if (place === undefined) return totals;
  const block = readAt(file, place.offset, place.length);
  if (crc32(block) !== place.checksum) throw new Unfit();
  const reader = new Leb128Reader(block);
  const search = new SharingSearch(url);
  while (!reader.isAtEnd) {
    const order = search.next(reader);
    if (order === 'after') break;
    for (let left = reader.number(); left > 0; left -= 1) {
      const metric = metrics[reader.number()] ?? '';
      const value = reader.number();
      if (order === 'equal') totals.set(metric, value);
    }
    if (order === 'equal') break;
  }
  return totals;
}

type BlockPlace = { readonly offset: number; readonly length: number; readonly checksum: number };

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

function readAt(file: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let at = 0; at < length;) {
    const read = readSync(file, bytes, at, length - at, offset + at);
    if (read === 0) throw new Unfit();
    at += read;
  }
  return bytes;
}
