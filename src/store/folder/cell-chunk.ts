/** Stored cells as columns of the engine's memory: what a query selects, and a chunk of it. */
import type { Grain } from '../../model/row.ts';
import { NearContents } from './near-contents.ts';
import type { RowChunk } from './stream-query.ts';
import { entryWords, refuseNull, validityOfVector, wordsOfVector } from './vector-words.ts';

/** Rows [from, until) of a chunk. */
export type CellRange = {
  readonly chunk: CellChunk;
  readonly from: number;
  readonly until: number;
};

/** What a query must select, given how a column's ordinals are called. */
export function rowColumns(grain: Grain, ordinalOf: (column: string) => string): readonly string[] {
  const bucket =
    grain === '1d' ? `bucket::DATE - DATE '1970-01-01'` : `epoch_us(bucket::TIMESTAMP) // 1000000`;
  // The casts cost nothing where the types are right; of others the memory would be misread.
  return [
    'url::VARCHAR',
    ordinalOf('url'),
    `(${bucket})::BIGINT`,
    'part::BIGINT',
    'segment::VARCHAR',
    ordinalOf('segment'),
    'metric::VARCHAR',
    ordinalOf('metric'),
    'value::BIGINT',
    'sketch::BLOB',
  ];
}

/**
 * The columns in the order of `rowColumns`. Texts are looked at when they are asked for: mostly
 * their ordinals say enough, and the collector runs by the size of what is looked at.
 */
export class CellChunk {
  readonly rows: number;
  readonly urlValidity: Uint8Array | null;
  readonly urlOrdinals: Uint32Array;
  readonly buckets: Uint32Array;
  readonly parts: Uint32Array;
  readonly segmentOrdinals: Uint32Array;
  readonly metricOrdinals: Uint32Array;
  readonly values: Uint32Array;
  readonly sketches: NearContents;
  readonly sketchValidity: Uint8Array | null;
  readonly #vector: RowChunk['vector'];
  #urls: NearContents | undefined;
  #segments: NearContents | undefined;
  #metrics: NearContents | undefined;

  /** @throws DataError if a value that every cell has is NULL. */
  constructor({ rows, vector }: RowChunk) {
    for (const column of [2, 3, 4, 6, 8]) refuseNull(vector(column), rows);
    const words = (column: number, wordsPerRow: number): Uint32Array =>
      wordsOfVector(vector(column), rows, wordsPerRow);
    this.rows = rows;
    this.#vector = vector;
    this.urlValidity = validityOfVector(vector(0), rows);
    this.urlOrdinals = words(1, 1);
    this.buckets = words(2, 2);
    this.parts = words(3, 2);
    this.segmentOrdinals = words(5, 1);
    this.metricOrdinals = words(7, 1);
    this.values = words(8, 2);
    this.sketchValidity = validityOfVector(vector(9), rows);
    this.sketches = new NearContents(words(9, entryWords), this.sketchValidity);
  }

  get urls(): NearContents {
    return (this.#urls ??= this.#texts(0, this.urlValidity));
  }

  get segments(): NearContents {
    return (this.#segments ??= this.#texts(4, null));
  }

  get metrics(): NearContents {
    return (this.#metrics ??= this.#texts(6, null));
  }

  #texts(column: number, validity: Uint8Array | null): NearContents {
    const words = wordsOfVector(this.#vector(column), this.rows, entryWords);
    return new NearContents(words, validity);
  }
}
