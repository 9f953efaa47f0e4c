/**
 * Row parts out of chunks of stored cells, in the order in which they are stored.
 *
 * Ordinals (see text-ordinals.ts) say which texts are equal; a text itself is fetched only where
 * one begins that is not known. Both dictionaries, of keys and of what was seen last, are bounded:
 * they forget, and what was forgotten is fetched again.
 */
import { GrowingBytes, textFromBytes } from '../../base/bytes.ts';
import { ByteDictionary } from '../../model/byte-dictionary.ts';
import type { Grain, RowPart } from '../../model/row.ts';
import { RowPartBuilder } from './row-part-builder.ts';
import type { PartName } from './row-part-builder.ts';
import type { RowChunk } from './stream-query.ts';
import {
  bytesOfEntry,
  entryWords,
  inlineBytesMax,
  isValid,
  lengthOfEntry,
  numberOfRow,
  validityOfVector,
  wordsOfVector,
  wordsWithoutNull,
} from './vector-words.ts';

/** The columns in the order of `rowColumns`. */
type CellChunk = {
  readonly rows: number;
  readonly urls: Uint32Array;
  readonly urlValidity: Uint8Array | null;
  readonly urlOrdinals: Uint32Array;
  readonly buckets: Uint32Array;
  readonly parts: Uint32Array;
  readonly segments: Uint32Array;
  readonly segmentOrdinals: Uint32Array;
  readonly metrics: Uint32Array;
  readonly metricOrdinals: Uint32Array;
  readonly values: Uint32Array;
  readonly sketches: Uint32Array;
  /** The same memory as `sketches`. */
  readonly sketchBytes: Uint8Array;
  readonly sketchValidity: Uint8Array | null;
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

/** A new dictionary of keys begins with the next part when the old one holds this much. */
const keyBytesMax = 4 * 1024 * 1024;

export class RowPartReader {
  readonly #builder: RowPartBuilder;
  #keys = new ByteDictionary();
  readonly #keyCache = new KeyCache();
  readonly #keyBytes = new GrowingBytes();
  /** Of the part that is being collected. */
  #name: PartName = { url: null, bucket: 0, part: 0 };
  #urlOrdinal = 0;

  constructor(grain: Grain) {
    this.#builder = new RowPartBuilder(grain);
  }

  /** The parts that a chunk completes. */
  *add(chunk: RowChunk): Generator<RowPart, void, undefined> {
    const cells = cellsOfChunk(chunk);
    for (let row = 0; row < cells.rows; row += 1) {
      if (!this.#isSamePart(cells, row)) {
        yield* this.finish();
        this.#begin(cells, row);
      }
      if (isValid(cells.sketchValidity, row)) this.#addSketch(cells, row);
      this.#builder.add(this.#keyOf(cells, row), numberOfRow(cells.values, row));
    }
  }

  /** The part that the last chunk left incomplete, if any. */
  *finish(): Generator<RowPart, void, undefined> {
    if (!this.#builder.isEmpty) yield this.#builder.build(this.#name, this.#keys);
  }

  #isSamePart(cells: CellChunk, row: number): boolean {
    if (this.#builder.isEmpty) return false;
    const { url, bucket, part } = this.#name;
    if (numberOfRow(cells.parts, row) !== part) return false;
    if (numberOfRow(cells.buckets, row) !== bucket) return false;
    if (!isValid(cells.urlValidity, row)) return url === null;
    if (url === null) return false;
    if (cells.urlOrdinals[row] === this.#urlOrdinal) return true;
    // Another number may be the same text, if it was forgotten in between.
    if (textOfRow(cells.urls, row) !== url) return false;
    this.#urlOrdinal = cells.urlOrdinals[row] as number;
    return true;
  }

  #begin(cells: CellChunk, row: number): void {
    if (this.#keys.memoryBytes > keyBytesMax) {
      this.#keys = new ByteDictionary();
      this.#keyCache.clear();
    }
    this.#name = {
      url: isValid(cells.urlValidity, row) ? textOfRow(cells.urls, row) : null,
      bucket: numberOfRow(cells.buckets, row),
      part: numberOfRow(cells.parts, row),
    };
    this.#urlOrdinal = cells.urlOrdinals[row] as number;
  }

  #addSketch({ sketches, sketchBytes }: CellChunk, row: number): void {
    const length = lengthOfEntry(sketches, row);
    if (length <= inlineBytesMax) {
      const from = row * entryWords * 4 + 4;
      this.#builder.addSketch(sketchBytes, from, from + length);
    } else {
      this.#builder.addSketch(bytesOfEntry(sketches, row), 0, length);
    }
  }

  #keyOf(cells: CellChunk, row: number): number {
    const segment = cells.segmentOrdinals[row] as number;
    const metric = cells.metricOrdinals[row] as number;
    const known = this.#keyCache.find(segment, metric);
    if (known !== undefined) return known;
    const bytes = this.#keyBytes;
    bytes.length = 0;
    bytes.append(bytesOfEntry(cells.segments, row));
    bytes.append(slash);
    bytes.append(bytesOfEntry(cells.metrics, row));
    const key = this.#keys.internBytes(bytes.bytes, 0, bytes.length);
    this.#keyCache.set(segment, metric, key);
    return key;
  }
}

const slash = Uint8Array.of(0x2f);

/** Slots of the key cache: some times the distinct keys of a busy row group (chosen). */
const cacheSlots = 2 ** 15;

/** Keys by the ordinals of their two texts; a slot holds the pair that was there last. */
class KeyCache {
  readonly #segments = new Uint32Array(cacheSlots);
  readonly #metrics = new Uint32Array(cacheSlots);
  /** Key + 1; 0 = free. */
  readonly #keys = new Uint32Array(cacheSlots);

  find(segment: number, metric: number): number | undefined {
    const slot = slotOf(segment, metric);
    const key = this.#keys[slot] as number;
    if (key === 0 || this.#segments[slot] !== segment) return undefined;
    return this.#metrics[slot] === metric ? key - 1 : undefined;
  }

  set(segment: number, metric: number, key: number): void {
    const slot = slotOf(segment, metric);
    this.#segments[slot] = segment;
    this.#metrics[slot] = metric;
    this.#keys[slot] = key + 1;
  }

  clear(): void {
    this.#keys.fill(0);
  }
}

/** Ordinals count up from 0, so that segments side by side and metrics far apart rarely meet. */
function slotOf(segment: number, metric: number): number {
  return (segment + Math.imul(metric, 0x9e3779b1)) & (cacheSlots - 1);
}

function textOfRow(words: Uint32Array, row: number): string {
  return textFromBytes(bytesOfEntry(words, row));
}

/** @throws DataError if a value that every cell has is NULL. */
function cellsOfChunk({ rows, vector }: RowChunk): CellChunk {
  const words = (column: number, wordsPerRow: number): Uint32Array =>
    wordsOfVector(vector(column), rows, wordsPerRow);
  const present = (column: number, wordsPerRow: number): Uint32Array =>
    wordsWithoutNull(vector(column), rows, wordsPerRow);
  const sketches = words(9, entryWords);
  return {
    rows,
    urls: words(0, entryWords),
    urlValidity: validityOfVector(vector(0), rows),
    urlOrdinals: words(1, 1),
    buckets: present(2, 2),
    parts: present(3, 2),
    segments: present(4, entryWords),
    segmentOrdinals: words(5, 1),
    metrics: present(6, entryWords),
    metricOrdinals: words(7, 1),
    values: present(8, 2),
    sketches,
    sketchBytes: new Uint8Array(sketches.buffer, sketches.byteOffset, sketches.byteLength),
    sketchValidity: validityOfVector(vector(9), rows),
  };
}
