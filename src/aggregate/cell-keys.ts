/**
 * The cells that occur in a period, numbered in canonical order: segments before breakdowns, each
 * by the key's bytes. Rows are counted and sorted by these numbers, and row parts refer to them as
 * entries of the dictionary of keys.
 */
import { bytesFromText } from '../base/bytes.ts';
import { ByteDictionary } from '../model/byte-dictionary.ts';
import { allSegment, keyFromCellName, type CellName } from '../model/segments.ts';
import type { EventKinds } from './event-kinds.ts';
import type { NumberTable } from './number-table.ts';
import type { RowMemory } from './row-memory.ts';
import { distinctMetrics, segmentSlotsOf, type RowShape } from './row-shape.ts';
import { sortTexts, type TextStarts } from './sort-texts.ts';

/** What occurs in a period. */
export type CellSources = {
  readonly shape: RowShape;
  readonly kinds: EventKinds;
  /** Numbers of breakdown and value above the entry of an action. */
  readonly pairs: NumberTable;
};

export class CellKeys {
  readonly #memory: RowMemory;
  readonly #sources: CellSources;
  /** Additive metrics, then the distinct ones. */
  readonly #metrics: readonly string[];
  readonly #segmentCells: number;

  /** Lays out where the cells are written; the kinds and pairs are known. */
  constructor(memory: RowMemory, sources: CellSources) {
    const { shape, kinds, pairs } = sources;
    this.#memory = memory;
    this.#sources = sources;
    this.#metrics = [...kinds.metricNames, ...distinctMetrics(shape).map(({ name }) => name)];
    const { segmentFrom, segmentSlots } = segmentSlotsOf(shape);
    const froms = memory.allocate(segmentFrom.length * 4);
    memory.words.set(segmentFrom, froms / 4);
    this.#segmentCells = memory.allocateZeros(segmentSlots * this.#metrics.length * 4);
    const { sharesMax } = kinds;
    memory.set('segmentFromsBase', froms);
    memory.set('segmentCellsBase', this.#segmentCells);
    memory.set('metricNumbers', this.#metrics.length);
    memory.set('pairCellsBase', memory.allocate(pairs.slotCount * sharesMax * 4));
    memory.set('sharesMax', sharesMax);
  }

  /** By number of a distinct metric, its cell for every segment slot. */
  ofDistinct(index: number): Uint32Array {
    const { shape, kinds } = this.#sources;
    const first = this.#segmentCells / 4 + kinds.metricNames.length + index;
    return Uint32Array.from(
      { length: segmentSlotsOf(shape).segmentSlots },
      (_, slot) => this.#memory.words[first + slot * this.#metrics.length]!,
    );
  }

  /**
   * Numbers all cells.
   * @returns the key of cell n as entry n; entry 0 stands for "no cell".
   */
  number(): ByteDictionary {
    const memory = this.#memory;
    return memory.borrow(() => {
      const places = this.#segmentPlaces();
      const names = places.map((place) => bytesFromText(keyFromCellName(this.#nameOf(place))));
      const nameBytes = names.reduce((sum, { length }) => sum + length, 0);
      this.#layOutNames();
      const { exports } = memory;
      exports.measurePairs();
      const pairKeys = exports.pairKeys.value;
      const count = names.length + pairKeys;
      const starts = { address: memory.allocate((count + 1) * 4) };
      const bytesMax = nameBytes + exports.pairKeyBytes.value;
      writeTexts(memory, names, { starts, at: memory.allocate(bytesMax + 8) });
      memory.set('textStartsBase', starts.address);
      exports.writePairKeys(names.length);
      const list = memory.allocate(count * 4);
      for (let text = 0; text < count; text += 1) memory.words[list / 4 + text] = text;
      sortTexts(memory, starts, { list, count: names.length });
      sortTexts(memory, starts, { list: list + names.length * 4, count: pairKeys });
      const cells = memory.allocate(count * 4);
      const keys = joinedTexts(memory, { list, count, bytesMax, cells });
      const { words } = memory;
      places.forEach((place, text) => {
        words[this.#segmentCells / 4 + place] = words[cells / 4 + text]!;
      });
      exports.writePairCells(cells + names.length * 4);
      return keys;
    });
  }

  /** Slots of segments with their metrics, as slot * metrics + metric. */
  #segmentPlaces(): readonly number[] {
    const memory = this.#memory;
    memory.exports.markSegmentCells();
    const additive = this.#sources.kinds.metricNames.length;
    const { segmentSlots } = segmentSlotsOf(this.#sources.shape);
    const places: number[] = [];
    for (let place = 0; place < segmentSlots * this.#metrics.length; place += 1) {
      const isMarked = memory.words[this.#segmentCells / 4 + place] === 1;
      if (isMarked || place % this.#metrics.length >= additive) places.push(place);
    }
    return places;
  }

  #nameOf(place: number): CellName {
    const metric = this.#metrics[place % this.#metrics.length]!;
    const slot = Math.floor(place / this.#metrics.length);
    if (slot === 0) return { dimension: allSegment, value: undefined, metric };
    const { shape } = this.#sources;
    const { segmentFrom } = segmentSlotsOf(shape);
    const segment = segmentFrom.findLastIndex((from) => from <= slot);
    const { name, values } = shape.segments[segment]!;
    return { dimension: name, value: values[slot - segmentFrom[segment]!], metric };
  }

  /** What keys of pairs are made of. */
  #layOutNames(): void {
    const memory = this.#memory;
    const { breakdowns } = this.#sources.shape;
    // A value stands between these two: the key of an empty one shows where.
    const before = breakdowns.map(({ name }) =>
      keyFromCellName({ dimension: name, value: '', metric: '' }).slice(0, -1),
    );
    const [dimension, cut] = ['x', 2];
    const after = this.#metrics.map((metric) =>
      keyFromCellName({ dimension, value: '', metric }).slice(cut),
    );
    memory.set('beforesBase', layOutPieces(memory, before));
    memory.set('aftersBase', layOutPieces(memory, after));
  }
}

/** Begin and end of each text, in words. */
function layOutPieces(memory: RowMemory, texts: readonly string[]): number {
  const pieces = memory.allocate(texts.length * 8);
  texts.map(bytesFromText).forEach((bytes, index) => {
    const at = memory.allocate(bytes.length);
    memory.bytes.set(bytes, at);
    memory.words.set([at, at + bytes.length], pieces / 4 + index * 2);
  });
  return pieces;
}

function writeTexts(
  { words, bytes }: RowMemory,
  texts: readonly Uint8Array[],
  { starts, at }: { readonly starts: TextStarts; readonly at: number },
): void {
  let start = at;
  words[starts.address / 4] = start;
  texts.forEach((text, index) => {
    bytes.set(text, start);
    start += text.length;
    words[starts.address / 4 + index + 1] = start;
  });
}

/** The listed texts as a dictionary, the same ones once; writes the entry of each text. */
function joinedTexts(
  memory: RowMemory,
  {
    list,
    count,
    bytesMax,
    cells,
  }: Readonly<Record<'list' | 'count' | 'bytesMax' | 'cells', number>>,
): ByteDictionary {
  const ends = memory.allocate(count * 4);
  const joined = memory.allocate(bytesMax);
  memory.set('joinedBase', joined);
  memory.set('joinedEndsBase', ends);
  const keys = memory.exports.joinTexts(list, count, cells);
  const { buffer } = memory.bytes;
  return ByteDictionary.fromDistinct(
    new Uint8Array(buffer, joined, bytesMax),
    new Uint32Array(buffer, ends, keys),
  );
}
