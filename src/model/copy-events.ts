/**
 * Events of a batch copied behind others, column by column: one loop of typed arrays of one kind
 * for each, or one copy where all of the batch is wanted.
 */
import type { ByteDictionary } from './byte-dictionary.ts';
import type { EventBatch, EventColumns } from './event-batch.ts';
import { scalarColumns, type Column } from './event-columns.ts';

export type EventSelection = {
  readonly batch: EventBatch;
  /** Indexes of the events to copy, in the order in which they shall stand; undefined = all. */
  readonly events: Uint32Array | undefined;
};

/** Where copied events go: from `at` on, dictionary entries translated by `translate`. */
export type EventTarget = {
  readonly columns: EventColumns;
  readonly at: number;
  readonly translate: EntryTranslation;
};

/** The target must have room for the events. */
export function copyEvents({ batch, events }: EventSelection, target: EventTarget): void {
  const { columns, at, translate } = target;
  const { columns: source, count } = batch;
  const copied = { events, count, at };
  for (const { name, words, holds } of scalarColumns) {
    const [from, to] = [source[name], columns[name]];
    if (holds === 'number') copyColumn(from, to, { ...copied, width: words });
    else translate.copyEntries(from as Uint32Array, to as Uint32Array, copied);
  }
  columns.segments.forEach((column, index) => {
    const from = source.segments[index];
    if (from !== undefined) copyColumn(from, column, { ...copied, width: 1 });
  });
  columns.breakdowns.forEach((column, index) => {
    const from = source.breakdowns[index];
    if (from !== undefined) translate.copyEntries(from, column, copied);
  });
}

/** The events of a column, `count` in all where they are not listed, and where they go. */
type CopiedEvents = {
  readonly events: Uint32Array | undefined;
  readonly count: number;
  readonly at: number;
};

/** Translates dictionary entries of one batch to those of another, each interned once. */
export class EntryTranslation {
  readonly #source: ByteDictionary;
  readonly #target: ByteDictionary;
  /** Target entry by source entry; -1 = not translated yet. */
  readonly #known: Int32Array;

  constructor(source: ByteDictionary, target: ByteDictionary) {
    this.#source = source;
    this.#target = target;
    this.#known = new Int32Array(source.count).fill(-1);
    // "No value" everywhere.
    this.#known[0] = 0;
  }

  copyEntries(source: Uint32Array, target: Uint32Array, { events, count, at }: CopiedEvents): void {
    const known = this.#known;
    const copied = events?.length ?? count;
    for (let index = 0; index < copied; index += 1) {
      const entry = source[events === undefined ? index : events[index]!]!;
      const translated = known[entry]!;
      target[at + index] = translated >= 0 ? translated : this.#translate(entry);
    }
  }

  #translate(entry: number): number {
    const translated = this.#target.internEntry(this.#source, entry);
    this.#known[entry] = translated;
    return translated;
  }
}

/** @param width words an event. */
function copyColumn(
  source: Column,
  target: Column,
  { events, count, at, width }: CopiedEvents & { readonly width: number },
): void {
  if (events === undefined) {
    target.set(source.subarray(0, count * width), at * width);
  } else if (source instanceof Uint16Array) {
    copyShorts(source, target as Uint16Array, events, at);
  } else if (width === 1) copyWords(asWords(source), asWords(target), events, at);
  else if (width === 2) copyPairs(asWords(source), asWords(target), events, at);
  else copyFours(asWords(source), asWords(target), events, at);
}

/** A loop that meets arrays of two kinds is compiled for neither. */
function asWords(column: Column): Uint32Array {
  if (column instanceof Uint32Array) return column;
  return new Uint32Array(column.buffer, column.byteOffset, column.length);
}

function copyShorts(from: Uint16Array, to: Uint16Array, events: Uint32Array, at: number): void {
  for (let index = 0; index < events.length; index += 1) to[at + index] = from[events[index]!]!;
}

function copyWords(from: Uint32Array, to: Uint32Array, events: Uint32Array, at: number): void {
  for (let index = 0; index < events.length; index += 1) to[at + index] = from[events[index]!]!;
}

function copyPairs(from: Uint32Array, to: Uint32Array, events: Uint32Array, at: number): void {
  let next = at * 2;
  for (let index = 0; index < events.length; index += 1, next += 2) {
    const word = events[index]! * 2;
    to[next] = from[word]!;
    to[next + 1] = from[word + 1]!;
  }
}

function copyFours(from: Uint32Array, to: Uint32Array, events: Uint32Array, at: number): void {
  let next = at * 4;
  for (let index = 0; index < events.length; index += 1, next += 4) {
    const word = events[index]! * 4;
    to[next] = from[word]!;
    to[next + 1] = from[word + 1]!;
    to[next + 2] = from[word + 2]!;
    to[next + 3] = from[word + 3]!;
  }
}
