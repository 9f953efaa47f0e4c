/** What a generation records: which metrics, under which segments and breakdowns. */
import { textFromBytes } from '../base/bytes.ts';
import { ByteDictionary } from '../model/byte-dictionary.ts';
import type { OrderedKey } from '../model/cell-key.ts';
import { metricFromName, type Metric } from '../model/catalogue.ts';
import {
  allSegment,
  breakdowns as everyBreakdown,
  cellNameFromKey,
  type Breakdown,
  type Segment,
} from '../model/segments.ts';

/** The catalogue and one site's segments, as they were when the rows were derived. */
export type RecordedShape = {
  readonly metrics: readonly Metric[];
  readonly segments: readonly Segment[];
  readonly breakdowns: readonly Breakdown[];
};

/**
 * Where a cell's value belongs. An additive cell of a segment has a slot from 0: metric number ×
 * number of segments + segment number, `$all` being segment 0.
 */
export const additiveBreakdownSlot = -1;
export const distinctSlot = -2;
export const unknownSlot = -3;

const slash = 0x2f;
const equalsSign = 0x3d;

/** Numbers segments and metrics, and finds the slots of keys. */
export class RecordedNames {
  readonly catalogue: readonly Metric[];
  /** Names of all segments, `$all` first. */
  readonly segments: readonly string[];
  /** Segment number of `$all` and of each `name=value`. */
  readonly #segmentOfPrefix = new Map<string, number>([[allSegment, 0]]);
  readonly #breakdowns: ReadonlySet<string>;
  /** Metric names that occurred; an entry is the metric's number. Custom events have no end. */
  readonly #metricNames = new ByteDictionary();
  readonly #metrics: (Metric | undefined)[] = [undefined];
  /** Keys of segments' cells that occurred, and their slots by entry. */
  readonly #segmentKeys = new ByteDictionary();
  readonly #slots: number[] = [];

  constructor({ metrics, segments, breakdowns }: RecordedShape) {
    this.catalogue = metrics;
    this.segments = [allSegment, ...segments.map(({ name }) => name)];
    segments.forEach(({ name, values }, index) => {
      for (const value of values) this.#segmentOfPrefix.set(`${name}=${value}`, index + 1);
    });
    this.#breakdowns = new Set(breakdowns.map(({ name }) => name));
  }

  /** The metric of an additive cell of a segment. */
  metricOfSlot(slot: number): Metric {
    return this.#metrics[Math.floor(slot / this.segments.length)]!;
  }

  /** Number of the segment of such a cell; 0 = `$all`. */
  segmentOfSlot(slot: number): number {
    return slot % this.segments.length;
  }

  slotOfKey({ key, isBreakdown }: OrderedKey): number {
    if (isBreakdown) return this.#slotOfBreakdown(key);
    // Segments' keys are few, and every dictionary has them.
    const known = this.#segmentKeys.internBytes(key, 0, key.length);
    return (this.#slots[known] ??= this.#slotOfSegment(key));
  }

  /** Breakdowns have additive metrics only, and an absent value makes no cell. */
  #slotOfBreakdown(key: Uint8Array): number {
    const end = key.lastIndexOf(slash);
    const kind = this.#metrics[this.#metricNumber(key, end)]?.kind;
    if (kind === undefined || kind === 'distinct') return unknownSlot;
    const isEmpty = key.indexOf(equalsSign) === end - 1;
    return isEmpty || !this.#recordsBreakdown(key) ? unknownSlot : additiveBreakdownSlot;
  }

  #slotOfSegment(key: Uint8Array): number {
    const end = key.lastIndexOf(slash);
    const number = this.#metricNumber(key, end);
    const kind = this.#metrics[number]?.kind;
    const segment = this.#segmentOfPrefix.get(textFromBytes(key.subarray(0, Math.max(end, 0))));
    if (segment === undefined || kind === undefined) return unknownSlot;
    return kind === 'distinct' ? distinctSlot : number * this.segments.length + segment;
  }

  /** Number of the metric whose name follows the last slash. */
  #metricNumber(key: Uint8Array, end: number): number {
    const number = this.#metricNames.internBytes(key, end + 1, key.length);
    if (number === this.#metrics.length) {
      this.#metrics.push(metricFromName(this.#metricNames.text(number), this.catalogue));
    }
    return number;
  }

  #recordsBreakdown(key: Uint8Array): boolean {
    // Nearly always all are recorded, and a name need not be read.
    if (this.#breakdowns.size === everyBreakdown.length) return true;
    return this.#breakdowns.has(cellNameFromKey(textFromBytes(key)).dimension);
  }
}
