/**
 * The keys of stored cells: found by the ordinals of their two texts, put together once. The
 * dictionary is bounded: a new one begins where the old one has become large.
 */
import { GrowingBytes } from '../../base/bytes.ts';
import { ByteDictionary } from '../../model/byte-dictionary.ts';
import type { CellChunk, CellRange } from './cell-chunk.ts';

const keyBytesMax = 4 * 1024 * 1024;

/** Slots of the cache: some times the distinct keys of a busy row group (chosen). */
const cacheSlots = 2 ** 15;

const slash = Uint8Array.of(0x2f);

export class StoredKeys {
  #keys = new ByteDictionary();
  readonly #keyBytes = new GrowingBytes();
  /** Keys by the ordinals of their two texts; a slot holds the pair that was there last. */
  readonly #segments = new Uint32Array(cacheSlots);
  readonly #metrics = new Uint32Array(cacheSlots);
  /** Key + 1; 0 = free. */
  readonly #known = new Uint32Array(cacheSlots);

  /** What the keys found since `refresh` are entries of. */
  get dictionary(): ByteDictionary {
    return this.#keys;
  }

  /** Between two parts: a part has one dictionary. */
  refresh(): void {
    if (this.#keys.memoryBytes <= keyBytesMax) return;
    this.#keys = new ByteDictionary();
    this.#known.fill(0);
  }

  /** Writes the keys of a range into `target` from `at` on. */
  find({ chunk, from, until }: CellRange, target: Uint32Array, at: number): void {
    const { segmentOrdinals, metricOrdinals } = chunk;
    const segments = this.#segments;
    const metrics = this.#metrics;
    const known = this.#known;
    for (let row = from, to = at; row < until; row += 1, to += 1) {
      const segment = segmentOrdinals[row]!;
      const metric = metricOrdinals[row]!;
      // Ordinals count up from 0, so that segments side by side and metrics far apart rarely meet.
      const slot = (segment + Math.imul(metric, 0x9e3779b1)) & (cacheSlots - 1);
      const isKnown = known[slot] !== 0 && segments[slot] === segment && metrics[slot] === metric;
      if (!isKnown) {
        segments[slot] = segment;
        metrics[slot] = metric;
        known[slot] = this.#intern(chunk, row) + 1;
      }
      target[to] = known[slot]! - 1;
    }
  }

  #intern(chunk: CellChunk, row: number): number {
    const bytes = this.#keyBytes;
    bytes.length = 0;
    bytes.append(chunk.segments.of(row));
    bytes.append(slash);
    bytes.append(chunk.metrics.of(row));
    return this.#keys.internBytes(bytes.bytes, 0, bytes.length);
  }
}
