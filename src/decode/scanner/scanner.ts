/**
 * The compiled scanner (assembly/, WebAssembly) and its memory: lines in, records out. What the
 * words of a record mean is said in assembly/scan-lines.ts; this file and that are read together.
 */
import { assertThat } from '../../base/assert.ts';
import { CompiledModule } from '../../base/compiled-module.ts';
import { lineBytesMax, type InputFormat } from '../decode.ts';
import { hitDataKeys, hitParameters } from './hit-scan-fields.ts';
import type { ScannerExports, ScannerSteps } from './scanner-exports.ts';

/**
 * What was found of a line. Of `plain` ones the plain path must say what they are. The last two are
 * those of hits of the pixel.
 */
export const lineKinds = {
  ...{ scanned: 0, plain: 1, oversized: 2, otherSite: 3 },
  ...{ hit: 4, hitOfOtherSite: 5 },
} as const;

/** Where names of fields are looked for. */
export const fieldTables = { event: 0, query: 1, data: 2 } as const;
export type FieldTable = (typeof fieldTables)[keyof typeof fieldTables];

/** Words of a record, from its first one on. */
export const recordAt = {
  kind: 0,
  start: 1,
  end: 2,
  time: 3,
  sessionNumber: 4,
  engaged: 5,
  identity: 6,
  visitor: 10,
  session: 12,
  isWide: 14,
  page: 15,
  eventIdText: 16,
  visitorText: 18,
  /** What judging found. */
  fate: 20,
  site: 21,
  day: 22,
  url: 23,
  line: 24,
} as const;

/** How the value of a field is told: see assembly/fields.ts. */
export const treatments = { read: 0, number: 1, page: 2, any: 3, any_page: 4 } as const;
export type Treatment = keyof typeof treatments;

export type ScannedField = {
  readonly name: string;
  readonly treatment: Treatment;
  /** A field added before, in whose presence this one is told as not looked at: -1. */
  readonly unless?: number;
};

/** Values that are always numbered first: absent, `null` and `""`; others are larger. */
export const lastAbsentValue = 2;
const absentTexts = ['null', '""'];

/** Most fields, and most bytes of their names together, that fit into the memory. */
export const scannedFieldsMax = 47;
export const scannedNamesBytesMax = 16_000;

/** dist/decode/ as seen from src/decode/scanner/ and from dist/decode/scanner/ alike. */
const module = new CompiledModule(
  'the scanner of lines',
  new URL('../../../dist/decode/scan-lines.wasm', import.meta.url),
);

const pageBytes = 64 * 1024;

export class Scanner {
  /** What is done with records once there are some: see assembly/. */
  readonly steps: ScannerSteps;
  /** All of its memory, as bytes and as words: others after `allocate`. */
  bytes: Buffer;
  words: Int32Array<ArrayBuffer>;
  readonly inputBase: number;
  readonly inputBytes: number;
  /** Word index of the first record, words from one to the next, and most of them at once. */
  readonly recordsAt: number;
  readonly recordWords: number;
  readonly recordsMax: number;
  /** Word of a record that holds the number of the first field's value. */
  readonly fieldsAt: number;
  readonly #exports: ScannerExports;
  readonly #lookups = new Map<number, Lookup>();
  /** Behind what was allocated. */
  #end: number;
  /** Where the texts of absent values stand. */
  readonly #absentTexts: readonly { readonly at: number; readonly bytes: number }[];

  /**
   * @param fields of events. Those of hits are always the same.
   * @throws SystemError if the module was not built.
   */
  constructor(fields: readonly ScannedField[], format: InputFormat) {
    this.#exports = module.instantiate() as ScannerExports;
    this.steps = this.#exports;
    this.#end = this.#exports.memoryBytes.value;
    // Its memory is laid out by it, so it is stated there once more.
    const isLimitSame = this.#exports.lineBytesMax.value === lineBytesMax;
    assertThat(isLimitSame, 'the scanner has the line limit of the plain path');
    const { memory, inputBase, inputBytes, recordsBase, recordWords, fieldsAt } = this.#exports;
    this.bytes = Buffer.from(memory.buffer);
    this.words = new Int32Array(memory.buffer);
    this.inputBase = inputBase.value;
    this.inputBytes = inputBytes.value;
    this.recordsAt = recordsBase.value / 4;
    this.recordWords = recordWords.value;
    this.recordsMax = this.#exports.recordsMax.value;
    this.fieldsAt = fieldsAt.value;
    const names = new NameWriter(this.bytes, this.#exports.namesBase.value);
    this.#absentTexts = absentTexts.map((text) => names.write(text));
    this.#exports.setFormats(format !== 'pixel', format !== 'dpl');
    this.#exports.clearFields();
    assertThat(fields.length <= scannedFieldsMax, 'the scanner has room for every field');
    const add = (table: FieldTable, name: string, place: number): void => {
      const { at, bytes } = names.write(name);
      this.#exports.addField(table, place, at, bytes);
    };
    for (const [place, { name, treatment, unless = -1 }] of fields.entries()) {
      add(fieldTables.event, name, place);
      this.#exports.treatField(place, treatments[treatment], unless);
    }
    for (const [name, place] of Object.entries(hitParameters)) add(fieldTables.query, name, place);
    for (const [name, place] of Object.entries(hitDataKeys)) add(fieldTables.data, name, place);
    this.clearValues();
  }

  /** Behind the last line that was scanned. */
  get scannedUntil(): number {
    return this.#exports.scannedUntil.value;
  }

  /** Set where values have no room left: `clearValues`, then scan on. */
  get isFull(): boolean {
    return this.#exports.isFull.value !== 0;
  }

  /**
   * Scans whole lines of the memory's [from, until), as far as there are records; bytes at `until`
   * and behind it may be anything.
   * @returns the number of records.
   */
  scanLines(from: number, until: number): number {
    return this.#exports.scanLines(from, until);
  }

  /**
   * Room for `bytes` behind all else, of zeros, for good. Whoever holds `bytes` or `words` of
   * before has nothing in hand.
   *
   * @returns its address, which 64 divides.
   */
  allocate(bytes: number): number {
    const start = Math.ceil(this.#end / 64) * 64;
    this.#end = start + bytes;
    const { memory } = this.#exports;
    const missing = this.#end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    this.bytes = Buffer.from(memory.buffer);
    this.words = new Int32Array(memory.buffer);
    return start;
  }

  /** @returns the address of a table for as many values as there can be, of a word each. */
  allocateLookup(lookup: Lookup): number {
    const address = this.allocate((this.#exports.valuesMax.value + 1) * 4);
    this.addLookup(address, lookup);
    return address;
  }

  /** Whom to ask for what a table at that address does not hold. */
  addLookup(address: number, lookup: Lookup): void {
    this.#lookups.set(address, lookup);
  }

  /** Does a step to its end: what it does not find in a table is worked out and looked up again. */
  run(step: (steps: ScannerSteps) => number): void {
    while (step(this.steps) === 0) {
      const { unknownTable, unknownValue, unknownTime } = this.steps;
      this.#lookups.get(unknownTable.value)!.learn(unknownValue.value, unknownTime.value >>> 0);
    }
  }

  /** Forgets the values that were numbered: their numbers will be those of others. */
  clearValues(): void {
    this.#exports.clearValues();
    for (const { at, bytes } of this.#absentTexts) this.#exports.valueOf(at, bytes);
  }

  /** Above the numbers of all values. */
  get valuesUntil(): number {
    return this.#exports.valueCount.value + 1;
  }

  /** Word where the accepted record of that number begins. */
  acceptedRecord(number: number): number {
    return this.words[this.#exports.acceptedBase.value / 4 + number]! / 4;
  }

  /** A view of a record's line, without its line end. @param at word of the record. */
  lineBytes(at: number): Buffer {
    return this.bytes.subarray(this.words[at + recordAt.start], this.words[at + recordAt.end]);
  }

  lineText(at: number): string {
    return this.lineBytes(at).toString('utf8');
  }

  /** The JSON text of a numbered value. */
  valueText(value: number): string {
    const ends = this.#exports.valueEndsBase.value / 4 + value;
    const arena = this.#exports.arenaBase.value;
    return this.bytes.toString('utf8', arena + this.words[ends - 1]!, arena + this.words[ends]!);
  }

  /** The numbers that the number of a line's metadata stands for. */
  pageValues(value: number): readonly number[] {
    const ends = this.#exports.valueEndsBase.value / 4 + value;
    const arena = this.#exports.arenaBase.value;
    const view = new DataView(this.words.buffer, arena);
    const numbers: number[] = [];
    // The first word is a mark that no JSON text begins with.
    for (let at = this.words[ends - 1]! + 4; at < this.words[ends]!; at += 4) {
      numbers.push(view.getUint32(at, true));
    }
    return numbers;
  }

  /** The text whose place and length stand at a word of a record. */
  textAt(word: number): string {
    const start = this.words[word]!;
    return this.bytes.toString('utf8', start, start + this.words[word + 1]!);
  }

  /**
   * Lines of a site of that name are told as of another site from now on, with no more of them.
   * @param table that of the format whose lines name it so.
   */
  markOtherSite(value: number, table: FieldTable): void {
    this.#exports.markOtherSite(value, table);
  }
}

/** Where an element of a column lies in the scanner's memory. */
export function addressIn(column: Uint16Array | Int32Array | Uint32Array, index: number): number {
  return column.byteOffset + index * column.BYTES_PER_ELEMENT;
}

/** Tables of what follows from values: see assembly/lookups.ts. */
export type Lookup = {
  /** Writes what follows from the value, in an event of that time, epoch seconds. */
  learn(value: number, time: number): void;
};

class NameWriter {
  readonly #memory: Buffer;
  #end: number;

  constructor(memory: Buffer, start: number) {
    this.#memory = memory;
    this.#end = start;
  }

  write(text: string): { readonly at: number; readonly bytes: number } {
    const at = this.#end;
    const bytes = this.#memory.write(text, at);
    this.#end += bytes;
    return { at, bytes };
  }
}
