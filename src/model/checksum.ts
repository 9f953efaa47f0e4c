/**
 * Canonical bytes and checksums of what a generation holds. The checksum is a sum, so shards and
 * workers verify alone and in any order.
 */
import { murmur3, murmur3Words } from '../base/murmur3.ts';
import type { PageRecord } from './page-record.ts';
import type { RowPart } from './row.ts';

const encoder = new TextEncoder();

/** Sum modulo 2^128 of the Murmur3 x64-128 of canonical bytes; 32 hex digits when written. */
export class Checksum {
  /** Little-endian limbs. */
  readonly #limbs = new Uint32Array(4);
  #scratch = new Uint8Array(64 * 1024);
  #length = 0;

  addRowPart(part: RowPart): void {
    this.#writeRowPart(part);
    this.#addScratch();
  }

  addPageRecord(record: PageRecord): void {
    this.#length = 0;
    this.#writeText(record.url);
    this.#writeNumber(record.seenAt);
    this.#writeText(record.metadata);
    this.#addScratch();
  }

  /** 32 lower-case hex digits, most significant first. */
  text(): string {
    return [...this.#limbs]
      .reverse()
      .map((limb) => limb.toString(16).padStart(8, '0'))
      .join('');
  }

  /** Canonical bytes of a part: url, bucket, part, then per cell key, value, sketch. */
  #writeRowPart(part: RowPart): void {
    const { keys, cells, values, sketches, sketchEnds } = part;
    this.#length = 0;
    this.#writeText(part.url ?? '');
    this.#writeNumber(part.bucket);
    this.#writeNumber(part.part);
    let sketchFrom = 0;
    for (let index = 0; index < cells.length; index += 1) {
      const sketchUntil = sketchEnds[index] as number;
      this.#writeKey(keys, cells[index] as number);
      this.#writeNumber(values[index] as number);
      this.#writeBytes(sketches, sketchFrom, sketchUntil);
      sketchFrom = sketchUntil;
    }
  }

  #addScratch(): void {
    murmur3(this.#scratch, 0, this.#length);
    const limbs = this.#limbs;
    let carry = 0;
    for (let index = 0; index < 4; index += 1) {
      const sum = (limbs[index] as number) + (murmur3Words[index] as number) + carry;
      limbs[index] = sum;
      carry = sum > 0xffffffff ? 1 : 0;
    }
  }

  #writeKey(keys: RowPart['keys'], key: number): void {
    const length = keys.byteLength(key);
    this.#reserve(4 + length);
    this.#writeWord(length);
    this.#length = keys.copyTo(key, this.#scratch, this.#length);
  }

  #writeText(text: string): void {
    this.#reserve(4 + text.length * 3);
    const { written } = encoder.encodeInto(text, this.#scratch.subarray(this.#length + 4));
    this.#writeWord(written);
    this.#length += written;
  }

  #writeBytes(source: Uint8Array, from: number, until: number): void {
    const length = until - from;
    this.#reserve(4 + length);
    this.#writeWord(length);
    const scratch = this.#scratch;
    // Most sketches hold one visitor (11 bytes); a copy call costs more than the loop.
    for (let at = from, to = this.#length; at < until; at += 1, to += 1) {
      scratch[to] = source[at] as number;
    }
    this.#length += length;
  }

  /** 64 bits, little endian; whole numbers from 0 to 2^53 - 1. */
  #writeNumber(value: number): void {
    this.#reserve(8);
    this.#writeWord(value % 0x100000000);
    this.#writeWord(Math.floor(value / 0x100000000));
  }

  #writeWord(word: number): void {
    const scratch = this.#scratch;
    const at = this.#length;
    scratch[at] = word;
    scratch[at + 1] = word >>> 8;
    scratch[at + 2] = word >>> 16;
    scratch[at + 3] = word >>> 24;
    this.#length = at + 4;
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#scratch.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#scratch.length * 2));
    grown.set(this.#scratch.subarray(0, this.#length));
    this.#scratch = grown;
  }
}

/** Counts and checksum of one grain, or of the page records, of a generation. */
export type Content = {
  /** Row parts, or page records. */
  readonly parts: number;
  /** Cells in them; of page records their number again. */
  readonly cells: number;
  readonly checksum: string;
};

/** Sums up a stream of row parts or page records while it flows past. */
export class ContentTally {
  readonly #checksum = new Checksum();
  #parts = 0;
  #cells = 0;

  addRowPart(part: RowPart): void {
    this.#checksum.addRowPart(part);
    this.#parts += 1;
    this.#cells += part.cells.length;
  }

  addPageRecord(record: PageRecord): void {
    this.#checksum.addPageRecord(record);
    this.#parts += 1;
    this.#cells += 1;
  }

  content(): Content {
    return { parts: this.#parts, cells: this.#cells, checksum: this.#checksum.text() };
  }
}
