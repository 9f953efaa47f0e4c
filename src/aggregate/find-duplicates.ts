/** Duplicates: of the events with one identity the first in archive order counts. */
import { bucketSeconds } from '../model/row.ts';
import { batchFinder, type EventTable } from './event-table.ts';
import { RowMemory } from './row-memory.ts';

export type Duplicates = {
  /** Numbers of the copies, ascending. */
  readonly copies: Uint32Array;
  /** Object and line of each copy, then those of the event that counts in its place. */
  readonly places: Uint32Array;
  /** Copies whose 5-minute bucket differs from that of the first. */
  readonly conflicts: number;
};

/** Finds the copies among the events of one period. */
export function findDuplicates(table: EventTable): Duplicates {
  const batches = table.batches();
  const { copies, firsts } = findCopies(
    batches.map(({ count, columns, others }) => ({ count, identity: columns.identity, others })),
  );
  const batchOf = batchFinder(batches);
  const places = new Uint32Array(copies.length * 4);
  let conflicts = 0;
  for (let index = 0, at = 0; index < copies.length; index += 1, at += 4) {
    const ofCopy = batchOf(copies[index]!);
    const ofFirst = batchOf(firsts[index]!);
    const copy = copies[index]! - ofCopy.first;
    const first = firsts[index]! - ofFirst.first;
    places[at] = ofCopy.columns.object[copy]!;
    places[at + 1] = ofCopy.columns.line[copy]!;
    places[at + 2] = ofFirst.columns.object[first]!;
    places[at + 3] = ofFirst.columns.line[first]!;
    const [copyTime, firstTime] = [ofCopy.columns.time[copy]!, ofFirst.columns.time[first]!];
    if (bucketOf(copyTime) !== bucketOf(firstTime)) conflicts += 1;
  }
  return { copies, places, conflicts };
}

/** Identities of events, 128 bits of hash each, numbered on from those of the list before. */
export type Identities = {
  readonly count: number;
  readonly identity: Uint32Array;
  /** Indexes of those that are none, ascending. */
  readonly others: Uint32Array;
};

export type FoundCopies = {
  /** Numbers of the copies, ascending. */
  readonly copies: Uint32Array;
  /** Of each copy the number of the event that counts in its place. */
  readonly firsts: Uint32Array;
};

/**
 * Finds the copies among identities: see assembly/find-copies.ts. Memory: 32 to 48 bytes an event,
 * before the records need it.
 */
export function findCopies(lists: readonly Identities[]): FoundCopies {
  const memory = RowMemory.take();
  const count = lists.reduce((sum, list) => sum + list.count, 0);
  const identities = memory.allocate(count * 16);
  const others = memory.allocateBits(count);
  let [first, searched] = [0, 0];
  for (const list of lists) {
    const words = list.identity.subarray(0, list.count * 4);
    memory.words.set(words, identities / 4 + first * 4);
    memory.setBits(others, list.others, first);
    first += list.count;
    searched += list.count - list.others.length;
  }
  const slots = 2 ** Math.ceil(Math.log2(Math.max(searched, 4) * 2));
  memory.set('identitiesBase', identities);
  memory.set('identitySlotsBase', memory.allocateZeros(slots * 8));
  memory.set('identitySlotMask', slots - 1);
  const bits = memory.allocateBits(count);
  const found = memory.exports.findCopies(count, others, bits);
  const pairs = memory.allocate(found * 8);
  memory.exports.listCopies(count, bits, pairs);
  const copies = new Uint32Array(found);
  const firsts = new Uint32Array(found);
  for (let index = 0; index < found; index += 1) {
    copies[index] = memory.words[pairs / 4 + index * 2] as number;
    firsts[index] = memory.words[pairs / 4 + index * 2 + 1] as number;
  }
  RowMemory.giveBack(memory);
  return { copies, firsts };
}

export function bucketOf(time: number): number {
  return Math.floor(time / bucketSeconds);
}
