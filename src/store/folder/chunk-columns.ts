/** Columns of the data chunk that is being filled; each holds one chunk and is used again. */
import duckdb from '@duckdb/node-bindings';
import {
  chunkRowsMax,
  entryWords,
  inlineBytesMax,
  wordsOfVector,
  writeValidity,
  writeWords,
} from './vector-words.ts';

/** What table function and columns agree on: one vector a chunk, set before the first row. */
export type ChunkColumn = {
  begin(vector: duckdb.Vector): void;
  finish(rows: number): void;
};

/** Whole numbers from 0 to 2^53 - 1, as BIGINT. */
export class NumberColumn implements ChunkColumn {
  readonly #words = new Uint32Array(chunkRowsMax * 2);
  #vector: duckdb.Vector | undefined;

  begin(vector: duckdb.Vector): void {
    this.#vector = vector;
  }

  put(row: number, value: number): void {
    this.#words[row * 2] = value;
    this.#words[row * 2 + 1] = value / 0x100000000;
  }

  finish(rows: number): void {
    if (this.#vector !== undefined) writeWords(this.#vector, this.#words, rows);
  }
}

/** Texts that repeat: each is assigned once a chunk, and its entry copied to every row. */
export class TextColumn implements ChunkColumn {
  readonly #slots = new Uint32Array(chunkRowsMax);
  readonly #entries = new Uint32Array(chunkRowsMax * entryWords);
  readonly #validity = new Uint8Array(chunkRowsMax / 8);
  #assigned = 0;
  #vector: duckdb.Vector | undefined;

  begin(vector: duckdb.Vector): void {
    this.#vector = vector;
    this.#assigned = 0;
    this.#validity.fill(0xff);
  }

  /** A slot for `put`, good in this chunk only. At most as many as the chunk has rows. */
  assign(bytes: Uint8Array): number {
    const slot = this.#assigned;
    if (this.#vector !== undefined) {
      duckdb.vector_assign_string_element_len(this.#vector, slot, bytes);
    }
    this.#assigned = slot + 1;
    return slot;
  }

  put(row: number, slot: number): void {
    this.#slots[row] = slot;
  }

  putNull(row: number): void {
    this.#slots[row] = 0;
    setInvalid(this.#validity, row);
  }

  finish(rows: number): void {
    if (this.#vector === undefined) return;
    const assigned = wordsOfVector(this.#vector, Math.max(this.#assigned, 1), entryWords);
    const entries = this.#entries;
    for (let row = 0, to = 0; row < rows; row += 1, to += entryWords) {
      const from = (this.#slots[row] as number) * entryWords;
      entries[to] = assigned[from] as number;
      entries[to + 1] = assigned[from + 1] as number;
      entries[to + 2] = assigned[from + 2] as number;
      entries[to + 3] = assigned[from + 3] as number;
    }
    writeWords(this.#vector, entries, rows);
    writeValidity(this.#vector, this.#validity);
  }
}

/** Sketches: mostly one visitor's, which fits into an entry; an empty one is NULL. */
export class SketchColumn implements ChunkColumn {
  readonly #entries = new Uint32Array(chunkRowsMax * entryWords);
  readonly #bytes = new Uint8Array(this.#entries.buffer);
  readonly #validity = new Uint8Array(chunkRowsMax / 8);
  /** Those that do not fit into an entry. */
  #long: { readonly row: number; readonly bytes: Uint8Array }[] = [];
  #vector: duckdb.Vector | undefined;

  begin(vector: duckdb.Vector): void {
    this.#vector = vector;
    this.#entries.fill(0);
    this.#validity.fill(0xff);
    this.#long = [];
  }

  put(row: number, source: Uint8Array, { from, until }: { from: number; until: number }): void {
    const length = until - from;
    if (length === 0) {
      setInvalid(this.#validity, row);
    } else if (length <= inlineBytesMax) {
      const start = row * entryWords * 4;
      this.#entries[row * entryWords] = length;
      for (let at = 0; at < length; at += 1) {
        this.#bytes[start + 4 + at] = source[from + at] as number;
      }
    } else {
      this.#long.push({ row, bytes: source.subarray(from, until) });
    }
  }

  finish(rows: number): void {
    if (this.#vector === undefined) return;
    writeWords(this.#vector, this.#entries, rows);
    for (const { row, bytes } of this.#long) {
      duckdb.vector_assign_string_element_len(this.#vector, row, bytes);
    }
    writeValidity(this.#vector, this.#validity);
  }
}

function setInvalid(validity: Uint8Array, row: number): void {
  validity[row >> 3] = (validity[row >> 3] as number) & ~(1 << (row & 7));
}
