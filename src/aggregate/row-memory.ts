/**
 * The compiled row builder (assembly/, WebAssembly) and its memory. What lies in it is said in
 * assembly/layout.ts; this file and that are read together.
 */
import { CompiledModule } from '../base/compiled-module.ts';
import { SystemError } from '../base/errors.ts';
import { estimateFromRegisters } from '../model/sketch-estimate.ts';
import { registerCount } from '../model/sketch-format.ts';

/** What the caller lays out and sets: addresses in bytes, and numbers. */
export type Place =
  | 'recordsBase'
  | 'recordsUntil'
  | 'recordCount'
  | 'kindsBase'
  | 'kindBytes'
  | 'shareBytes'
  | 'maskWords'
  | 'kindSumsBase'
  | 'kindSetBase'
  | 'kindListBase'
  | 'byBucketBase'
  | 'sumsBase'
  | 'cellSetBase'
  | 'cellListBase'
  | 'cellKindsBase'
  | 'metricsBase'
  | 'metricCount'
  | 'slotsBase'
  | 'registersBase'
  | 'partsBase'
  | 'partsUntil'
  | 'headsBase'
  | 'headsMax'
  | 'partBytesMax'
  | 'chunkBase'
  | 'chunkFirst'
  | 'chunkCount'
  | 'segmentColumns'
  | 'breakdownColumns'
  | 'passedBitsBase'
  | 'entriesBase'
  | 'placesBase'
  | 'urlPlacesBase'
  | 'urlRanksBase'
  | 'visitorTable'
  | 'sessionTable'
  | 'pairTable'
  | 'pairCellsBase'
  | 'sharesMax'
  | 'kindKeysBase'
  | 'kindSlotsBase'
  | 'kindSlotMask'
  | 'identitiesBase'
  | 'identitySlotsBase'
  | 'identitySlotMask'
  | 'textStartsBase'
  | 'actionBlocksBase'
  | 'segmentFromsBase'
  | 'segmentCellsBase'
  | 'metricNumbers'
  | 'internedStartsBase'
  | 'internedHashesBase'
  | 'internedSlotsBase'
  | 'internedSlotMask'
  | 'internedCount'
  | 'beforesBase'
  | 'aftersBase'
  | 'joinedBase'
  | 'joinedEndsBase';

type Numbers<Name extends string> = Readonly<Record<Name, { readonly value: number }>>;

type RowExports = Readonly<Record<Place, { value: number }>> &
  Numbers<'kindCount' | 'scannedCount' | 'scannedWords' | 'bucketFirst' | 'bucketLast'> &
  Numbers<'pairKeys' | 'pairKeyBytes' | 'isRowOpen' | 'partCount' | 'partsEnd'> & {
    readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
    findCopies(count: number, others: number, bits: number): number;
    listCopies(count: number, bits: number, target: number): void;
    internTexts(at: number, ends: number, hashes: number, count: number, to: number): void;
    clearKinds(): void;
    placeKinds(): void;
    addTable(table: number, target: number): void;
    beginScan(): void;
    scanEvents(from: number): number;
    actionOf(event: number): number;
    listUrls(entries: number, target: number): number;
    rankUrls(list: number, until: number): void;
    placeRecords(starts: number): void;
    rankHashes(table: number, target: number, count: number): void;
    writeRecords(written: number): number;
    sortTexts(list: number, count: number, items: number): void;
    markSegmentCells(): void;
    writeKinds(): void;
    measurePairs(): void;
    writePairKeys(first: number): void;
    writePairCells(cells: number): void;
    joinTexts(list: number, count: number, cells: number): number;
    endOfRows(grouping: number): number;
    buildRows(grouping: number, from: number): number;
    goOn(): void;
  };

/** dist/aggregate/ as seen from src/aggregate/ and from dist/aggregate/ alike. */
const module = new CompiledModule(
  'the row builder',
  new URL('../../dist/aggregate/build-rows.wasm', import.meta.url),
);

const pageBytes = 64 * 1024;

/** Addresses come back from the module as signed words: of no larger memory they would be right. */
export const rowMemoryBytesMax = 2 ** 31;

/** The compiler's own data lies below. */
const firstBytes = 16 * 1024;

/** One memory is kept when it is given back: most periods are derived one after another. */
let idle: RowMemory | undefined;

export class RowMemory {
  readonly exports: RowExports;
  /** All of it as words: another array after `allocate`. */
  words: Uint32Array;
  /** The same as bytes. */
  bytes: Uint8Array;
  #end = firstBytes;

  /** An empty one, for one user until `giveBack`. */
  static take(): RowMemory {
    const memory = idle ?? new RowMemory();
    idle = undefined;
    memory.#end = firstBytes;
    return memory;
  }

  /** @throws SystemError if the module was not built. */
  private constructor() {
    const sketches = { estimateFromRegisters: () => this.#estimateFromRegisters() };
    this.exports = module.instantiate({ sketches }) as RowExports;
    this.words = new Uint32Array(this.exports.memory.buffer);
    this.bytes = new Uint8Array(this.exports.memory.buffer);
  }

  static giveBack(memory: RowMemory): void {
    idle = memory;
  }

  /**
   * Room for `bytes` at an address that 8 divides; anything may stand there.
   * @throws SystemError where all would be more than `rowMemoryBytesMax`.
   */
  allocate(bytes: number): number {
    const start = this.#end;
    const end = Math.ceil((start + bytes) / 8) * 8;
    if (end > rowMemoryBytesMax) {
      throw new SystemError('a day of a site has too many events to be counted in memory at once', {
        hint: 'give less --memory: what does not fit into it is counted in parts, in --spill',
      });
    }
    this.#end = end;
    const { memory } = this.exports;
    const missing = this.#end - memory.buffer.byteLength;
    if (missing > 0) {
      memory.grow(Math.ceil(missing / pageBytes));
      this.words = new Uint32Array(memory.buffer);
      this.bytes = new Uint8Array(memory.buffer);
    }
    return start;
  }

  /** What was allocated from an address on is free again. */
  freeFrom(address: number): void {
    this.#end = Math.ceil(address / 8) * 8;
  }

  /** What `use` allocates is free again afterwards. */
  borrow<T>(use: () => T): T {
    const end = this.#end;
    try {
      return use();
    } finally {
      this.#end = end;
    }
  }

  allocateZeros(bytes: number): number {
    const start = this.allocate(bytes);
    this.words.fill(0, start / 4, this.#end / 4);
    return start;
  }

  /** A bit for each of `count` numbers, none of them set. */
  allocateBits(count: number): number {
    return this.allocateZeros(Math.ceil(count / 32) * 4);
  }

  /** Sets the bits of numbers that are counted from `first`. */
  setBits(bits: number, numbers: Uint32Array, first: number): void {
    const { words } = this;
    for (let index = 0; index < numbers.length; index += 1) {
      const number = first + numbers[index]!;
      words[bits / 4 + (number >>> 5)]! |= 1 << (number & 31);
    }
  }

  /** A set of the numbers below `size` (assembly/number-set.ts). */
  allocateSet(size: number): number {
    const wordsOfLevel = [6, 12, 18].map((bits) => Math.ceil(Math.max(size, 1) / 2 ** bits));
    const block = this.allocate(16);
    const levels = wordsOfLevel.map((words) => this.allocateZeros(words * 8));
    this.words.set([...levels, this.#end], block / 4);
    return block;
  }

  set(place: Place, value: number): void {
    this.exports[place].value = value;
  }

  #estimateFromRegisters(): number {
    const { memory, registersBase } = this.exports;
    return estimateFromRegisters(new Uint8Array(memory.buffer, registersBase.value, registerCount));
  }
}
