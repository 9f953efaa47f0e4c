/** Row parts out of the records of a period: built in WebAssembly, taken from there in chunks. */
import { bucketSeconds, partCellsMax, type RowPart } from '../model/row.ts';
import { registerCount } from '../model/sketch-format.ts';
import { sketchBytesMax } from '../model/sketch.ts';
import type { PeriodFacts } from './period-facts.ts';
import type { RowMemory } from './row-memory.ts';

/** Which events make one row, in the numbers of assembly/build-rows.ts. */
const groupings = { wholeSite: 0, siteBucket: 1, wholeUrl: 2, urlBucket: 3 } as const;

/**
 * Parts are taken in chunks of about this size: one copy, and one array buffer in place of four
 * small ones for each part. Parts are views of them, so that one that is kept keeps a chunk.
 */
const chunkBytes = 64 * 1024;

/** Parts in a chunk at most: a part of few cells has some hundred bytes. */
const headsMax = 1024;
const headWords = 6;

/** Block of a distinct metric, in words: see assembly/members.ts. */
const metricWords = 8;

/** Bytes of a part beside its sketches: value, cell, sketch end. */
const cellBytes = 16;

export class RowBuilder {
  readonly #facts: PeriodFacts;
  readonly #memory: RowMemory;
  readonly #headsAt: number;
  readonly #partsBase: number;

  /** Lays out, behind the records, what building takes; the memory is not released here. */
  constructor(facts: PeriodFacts) {
    const { memory, keys } = facts;
    this.#facts = facts;
    this.#memory = memory;
    const cells = keys.count;
    memory.set('kindSumsBase', memory.allocateZeros(facts.kindCount * 16));
    memory.set('kindSetBase', memory.allocateSet(facts.kindCount));
    memory.set('kindListBase', memory.allocate(facts.kindCount * 4));
    memory.set('sumsBase', memory.allocateZeros(cells * 8));
    memory.set('cellSetBase', memory.allocateSet(cells));
    memory.set('cellListBase', memory.allocate(cells * 4));
    memory.set('slotsBase', memory.allocate(facts.maskWords * 4));
    memory.set('registersBase', memory.allocate(registerCount));
    this.#layOutMetrics();
    const distinctCells = facts.metrics.reduce((sum, { cells: own }) => sum + own.length, 0);
    const sketchesMax = Math.min(partCellsMax, distinctCells);
    const partBytesMax = partCellsMax * cellBytes + sketchesMax * sketchBytesMax + 16;
    const heads = memory.allocate(headsMax * headWords * 4);
    this.#headsAt = heads / 4;
    this.#partsBase = memory.allocate(chunkBytes + partBytesMax);
    memory.set('headsBase', heads);
    memory.set('headsMax', headsMax);
    memory.set('partBytesMax', partBytesMax);
    memory.set('partsBase', this.#partsBase);
    memory.set('partsUntil', this.#partsBase + chunkBytes + partBytesMax);
  }

  /** The one row of the whole site. */
  siteDay(day: number): Generator<RowPart, void, undefined> {
    return this.#rows(groupings.wholeSite, { grain: '1d', isSite: true, day });
  }

  /** The site's rows, buckets ascending. */
  siteBuckets(): Generator<RowPart, void, undefined> {
    return this.#rows(groupings.siteBucket, { grain: '5m', isSite: true, day: 0 });
  }

  /** A row for each url, ascending. */
  urlDays(day: number): Generator<RowPart, void, undefined> {
    return this.#rows(groupings.wholeUrl, { grain: '1d', isSite: false, day });
  }

  /** Urls ascending, then buckets. */
  urlBuckets(): Generator<RowPart, void, undefined> {
    return this.#rows(groupings.urlBucket, { grain: '5m', isSite: false, day: 0 });
  }

  *#rows(grouping: number, kind: RowKind): Generator<RowPart, void, undefined> {
    const { exports } = this.#memory;
    for (let from = 0; from < exports.endOfRows(grouping);) {
      from = exports.buildRows(grouping, from);
      const chunks = [this.#takeParts(kind)];
      // Nothing is handed on while a row is open: another order of rows may be asked for between.
      while (exports.isRowOpen.value !== 0) {
        exports.goOn();
        chunks.push(this.#takeParts(kind));
      }
      for (const parts of chunks) yield* parts;
    }
  }

  /** Copies what was written since the last time. */
  #takeParts({ grain, isSite, day }: RowKind): readonly RowPart[] {
    const { exports, words } = this.#memory;
    const { urls, keys } = this.#facts;
    const buffer = exports.memory.buffer.slice(this.#partsBase, exports.partsEnd.value);
    const parts: RowPart[] = [];
    const until = this.#headsAt + exports.partCount.value * headWords;
    for (let head = this.#headsAt; head < until; head += headWords) {
      const cells = words[head + 3]!;
      const values = words[head + 4]!;
      const numbers = values + cells * 8;
      const ends = numbers + cells * 4;
      parts.push({
        grain,
        url: isSite ? null : urls.texts[words[head]!]!,
        bucket: grain === '1d' ? day : words[head + 1]! * bucketSeconds,
        part: words[head + 2]!,
        keys,
        cells: new Uint32Array(buffer, numbers, cells),
        values: new Float64Array(buffer, values, cells),
        sketches: new Uint8Array(buffer, ends + cells * 4, words[head + 5]),
        sketchEnds: new Uint32Array(buffer, ends, cells),
      });
    }
    return parts;
  }

  #layOutMetrics(): void {
    const { metrics, maskWords, keys } = this.#facts;
    const memory = this.#memory;
    const blocks = memory.allocate(metrics.length * metricWords * 4);
    const kinds = memory.allocateZeros(keys.count * 4);
    metrics.forEach(({ rankAt, hashesAt, hashCount, cells }, metric) => {
      const set = memory.allocateSet(hashCount);
      const list = memory.allocate(hashCount * 4);
      const masks = memory.allocateZeros(hashCount * maskWords * 4);
      const cellsOfSlot = memory.allocate(cells.length * 4);
      const block = [rankAt, set, list, 0, masks, hashesAt, cellsOfSlot];
      memory.words.set(block, blocks / 4 + metric * metricWords);
      memory.words.set(cells, cellsOfSlot / 4);
      cells.forEach((cell, slot) => {
        memory.words[kinds / 4 + cell] = ((metric + 1) << 16) | slot;
      });
    });
    memory.set('metricsBase', blocks);
    memory.set('metricCount', metrics.length);
    memory.set('cellKindsBase', kinds);
  }
}

type RowKind = {
  readonly grain: RowPart['grain'];
  /** True: rows of the whole site. */
  readonly isSite: boolean;
  readonly day: number;
};
