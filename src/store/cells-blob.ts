/**
 * The cells of a row part as one blob, for stores that keep a part as one value.
 *
 * Layout: the byte 1; then per cell, in their one order, key, value and sketch. A key and a sketch
 * are their length and their bytes (no sketch: length 0), a value is its number. Lengths and
 * numbers are unsigned LEB128: seven bits a byte, lowest first, the high bit set on all but the
 * last.
 */
import { GrowingBytes } from '../base/bytes.ts';
import { DataError } from '../base/errors.ts';
import type { ByteDictionary } from '../model/byte-dictionary.ts';
import type { RowPart } from '../model/row.ts';

const layout = 1;

/** No number up to 2^53 - 1 takes more. */
const numberBytesMax = 8;

/** Reused for every part; what is returned is a copy. */
const scratch = new GrowingBytes(64 * 1024);

export function blobFromCells(part: RowPart): Buffer {
  const { keys, cells, values, sketches, sketchEnds } = part;
  scratch.length = 0;
  writeNumber(layout);
  let sketchFrom = 0;
  for (let index = 0; index < cells.length; index += 1) {
    const key = cells[index] as number;
    const sketchUntil = sketchEnds[index] as number;
    writeKey(keys, key);
    writeNumber(values[index] as number);
    writeNumber(sketchUntil - sketchFrom);
    writeBytes(sketches, sketchFrom, sketchUntil);
    sketchFrom = sketchUntil;
  }
  return Buffer.from(scratch.bytes.subarray(0, scratch.length));
}

function writeKey(keys: ByteDictionary, key: number): void {
  const length = keys.byteLength(key);
  writeNumber(length);
  const at = scratch.reserve(length);
  scratch.length = keys.copyTo(key, scratch.bytes, at);
}

function writeNumber(value: number): void {
  let at = scratch.reserve(numberBytesMax);
  const { bytes } = scratch;
  let rest = value;
  // Above 2^31 the bit operators would cut it.
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
    bytes[at] = (rest % 0x80) | 0x80;
    at += 1;
  }
  bytes[at] = rest;
  scratch.length = at + 1;
}

function writeBytes(source: Uint8Array, from: number, until: number): void {
  let to = scratch.reserve(until - from);
  const { bytes } = scratch;
  // Most sketches hold one visitor (11 bytes); a copy call costs more than the loop.
  for (let at = from; at < until; at += 1, to += 1) bytes[to] = source[at] as number;
  scratch.length = to;
}

type Cells = Pick<RowPart, 'cells' | 'values' | 'sketches' | 'sketchEnds'>;

/**
 * Keys are interned in `keys`; everything else is copied out of `blob`.
 * @throws DataError if it is of another layout or cut off.
 */
export function cellsFromBlob(blob: Uint8Array, keys: ByteDictionary): Cells {
  if (blob[0] !== layout) throw damaged(`it begins with ${String(blob[0])}, not ${layout}`);
  const reader = new BlobReader(blob);
  const cells: number[] = [];
  const values: number[] = [];
  const sketchEnds: number[] = [];
  const sketches: Uint8Array[] = [];
  let end = 0;
  while (reader.at < blob.length) {
    const key = reader.range();
    cells.push(keys.internBytes(blob, key.from, key.until));
    values.push(reader.number());
    const sketch = reader.range();
    if (sketch.until > sketch.from) sketches.push(blob.subarray(sketch.from, sketch.until));
    end += sketch.until - sketch.from;
    sketchEnds.push(end);
  }
  return {
    cells: Uint32Array.from(cells),
    values: Float64Array.from(values),
    sketches: joined(sketches, end),
    sketchEnds: Uint32Array.from(sketchEnds),
  };
}

class BlobReader {
  readonly #bytes: Uint8Array;
  at = 1;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.#bytes[this.at];
      if (byte === undefined) throw damaged('it is cut off');
      this.at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  range(): { readonly from: number; readonly until: number } {
    const length = this.number();
    const from = this.at;
    const until = from + length;
    if (until > this.#bytes.length) throw damaged('it is cut off');
    this.at = until;
    return { from, until };
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function damaged(why: string): DataError {
  return new DataError(`cells of a row part cannot be read: ${why}`, {
    hint: 'the rows were damaged or written by something else; rebuild the day with --force',
  });
}
