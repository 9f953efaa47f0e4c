/**
 * Row parts out of chunks of stored cells, in the order in which they are stored.
 *
 * Ordinals (see text-ordinals.ts) say which texts are equal; a text itself is fetched only where
 * one begins that is not known. What is known is bounded: it is forgotten, and fetched again.
 */
import { textFromBytes } from '../../base/bytes.ts';
import type { Grain, RowPart } from '../../model/row.ts';
import { CellChunk } from './cell-chunk.ts';
import { RowPartBuilder, type PartName } from './row-part-builder.ts';
import { StoredKeys } from './stored-keys.ts';
import type { RowChunk } from './stream-query.ts';
import { isValid, numberOfRow } from './vector-words.ts';

export class RowPartReader {
  readonly #builder: RowPartBuilder;
  readonly #keys = new StoredKeys();
  /** Of the part that is being collected. */
  #name: PartName = { url: null, bucket: 0, part: 0 };
  #urlOrdinal = 0;

  constructor(grain: Grain) {
    this.#builder = new RowPartBuilder(grain);
  }

  /** The parts that a chunk completes. */
  *add(rowChunk: RowChunk): Generator<RowPart, void, undefined> {
    const chunk = new CellChunk(rowChunk);
    for (let from = 0; from < chunk.rows;) {
      if (!this.#isSamePart(chunk, from)) {
        yield* this.finish();
        this.#begin(chunk, from);
      }
      const until = endOfPart(chunk, from);
      this.#builder.add({ chunk, from, until }, this.#keys);
      from = until;
    }
  }

  /** The part that the last chunk left incomplete, if any. */
  *finish(): Generator<RowPart, void, undefined> {
    if (!this.#builder.isEmpty) yield this.#builder.build(this.#name, this.#keys.dictionary);
  }

  #isSamePart(chunk: CellChunk, row: number): boolean {
    if (this.#builder.isEmpty) return false;
    const { bucket, part } = this.#name;
    if (numberOfRow(chunk.parts, row) !== part) return false;
    return numberOfRow(chunk.buckets, row) === bucket && this.#hasUrl(chunk, row);
  }

  /** Whether the url is that of the part at hand. */
  #hasUrl(chunk: CellChunk, row: number): boolean {
    const { url } = this.#name;
    if (!isValid(chunk.urlValidity, row)) return url === null;
    if (url === null) return false;
    const ordinal = chunk.urlOrdinals[row]!;
    if (ordinal === this.#urlOrdinal) return true;
    // Another number may be the same text, if it was forgotten in between.
    if (textFromBytes(chunk.urls.of(row)) !== url) return false;
    this.#urlOrdinal = ordinal;
    return true;
  }

  #begin(chunk: CellChunk, row: number): void {
    this.#keys.refresh();
    this.#name = {
      url: this.#urlOf(chunk, row),
      bucket: numberOfRow(chunk.buckets, row),
      part: numberOfRow(chunk.parts, row),
    };
    this.#urlOrdinal = chunk.urlOrdinals[row]!;
  }

  #urlOf(chunk: CellChunk, row: number): string | null {
    if (!isValid(chunk.urlValidity, row)) return null;
    const { url } = this.#name;
    // The rows of a url follow each other.
    if (url !== null && chunk.urlOrdinals[row] === this.#urlOrdinal) return url;
    return textFromBytes(chunk.urls.of(row));
  }
}

/** The row behind those that are of one part for certain. */
function endOfPart(chunk: CellChunk, from: number): number {
  const { rows, urlValidity, urlOrdinals, buckets, parts } = chunk;
  const url = urlOrdinals[from];
  const hasUrl = isValid(urlValidity, from);
  const [bucketLow, bucketHigh] = [buckets[from * 2], buckets[from * 2 + 1]];
  const [partLow, partHigh] = [parts[from * 2], parts[from * 2 + 1]];
  let row = from + 1;
  for (; row < rows; row += 1) {
    if (urlOrdinals[row] !== url || isValid(urlValidity, row) !== hasUrl) break;
    if (buckets[row * 2] !== bucketLow || buckets[row * 2 + 1] !== bucketHigh) break;
    if (parts[row * 2] !== partLow || parts[row * 2 + 1] !== partHigh) break;
  }
  return row;
}
