/**
 * The contents of a column's entries (vector-words.ts), those that are too long for their entries
 * many with one call: the engine copies them one behind another, so that a few views hold all of a
 * chunk. A view of each took a microsecond and left the collector a finalizer (measured: with it,
 * reading rows took twice as long).
 */
import duckdb from '@duckdb/node-bindings';
import { entryWords, inlineBytesMax, isValid, lengthOfEntry } from './vector-words.ts';

/** Bytes between two contents of one view at most: no page of memory fits in (chosen). */
const gapBytesMax = 64;

export class NearContents {
  /** The content that was found last is bytes[from, until): good as long as its chunk is. */
  bytes: Uint8Array;
  from = 0;
  until = 0;
  readonly #words: Uint32Array;
  readonly #validity: Uint8Array | null;
  /** The entries themselves. */
  readonly #inline: Uint8Array;
  /** A view of long contents, and the addresses that it begins and ends at. */
  #view: Uint8Array;
  #viewFrom = 0;
  #viewUntil = 0;

  constructor(words: Uint32Array, validity: Uint8Array | null) {
    this.#words = words;
    this.#validity = validity;
    this.#inline = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
    this.#view = this.#inline;
    this.bytes = this.#inline;
  }

  /** Finds the content of an entry that is not NULL. */
  find(row: number): void {
    const length = lengthOfEntry(this.#words, row);
    if (length <= inlineBytesMax) {
      this.bytes = this.#inline;
      this.from = row * entryWords * 4 + 4;
    } else {
      const address = this.#addressOf(row);
      const isInView = address >= this.#viewFrom && address + length <= this.#viewUntil;
      if (!isInView) this.#look(row, address);
      this.bytes = this.#view;
      this.from = address - this.#viewFrom;
    }
    this.until = this.from + length;
  }

  /** A view of the content of an entry that is not NULL. */
  of(row: number): Uint8Array {
    this.find(row);
    return this.bytes.subarray(this.from, this.until);
  }

  /** Takes in the contents of the rows that follow as long as they lie close behind. */
  #look(row: number, address: number): void {
    const words = this.#words;
    let until = address + lengthOfEntry(words, row);
    for (let next = row + 1; next * entryWords < words.length; next += 1) {
      const length = lengthOfEntry(words, next);
      if (length <= inlineBytesMax || !isValid(this.#validity, next)) continue;
      const from = this.#addressOf(next);
      if (from < address || from > until + gapBytesMax) break;
      until = Math.max(until, from + length);
    }
    const at = words.byteOffset + row * entryWords * 4 + 8;
    this.#view = duckdb.get_data_from_pointer(words.buffer as ArrayBuffer, at, until - address);
    this.#viewFrom = address;
    this.#viewUntil = until;
  }

  /** No memory of a process lies above 2^53. */
  #addressOf(row: number): number {
    const at = row * entryWords;
    return this.#words[at + 3]! * 0x100000000 + this.#words[at + 2]!;
  }
}
