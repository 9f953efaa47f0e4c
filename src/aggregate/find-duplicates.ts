/** Duplicates: of the events with one identity the first in archive order counts. */
import { bucketSeconds } from '../model/row.ts';
import type { EventTable } from './event-table.ts';
import { RowMemory } from './row-memory.ts';

export type Duplicates = {
  /** Indexes of the copies, ascending. */
  readonly copies: Uint32Array;
  /** Of each copy the index of the event that counts in its place. */
  readonly firsts: Uint32Array;
  /** Copies whose 5-minute bucket differs from that of the first. */
  readonly conflicts: number;
};

/** Finds the copies among the events of one period. */
export function findDuplicates({ count, columns }: EventTable): Duplicates {
  const { identity, time } = columns;
  const { copies, firsts } = findCopies(identity, count);
  let conflicts = 0;
  copies.forEach((copy, index) => {
    const first = firsts[index] as number;
    if (bucketOf(time[copy] as number) !== bucketOf(time[first] as number)) conflicts += 1;
  });
  return { copies, firsts, conflicts };
}

/**
 * Finds the copies among identities, 128 bits of hash each: see assembly/find-copies.ts. Memory: 32
 * to 48 bytes an event, before the records need it.
 */
export function findCopies(
  identity: Uint32Array,
  count: number,
): Pick<Duplicates, 'copies' | 'firsts'> {
  const memory = RowMemory.take();
  const identities = memory.allocate(count * 16);
  memory.words.set(identity.subarray(0, count * 4), identities / 4);
  const slots = 2 ** Math.ceil(Math.log2(Math.max(count, 4) * 2));
  memory.set('identitiesBase', identities);
  memory.set('identitySlotsBase', memory.allocateZeros(slots * 8));
  memory.set('identitySlotMask', slots - 1);
  const bits = memory.allocateZeros(Math.ceil(count / 32) * 4);
  const found = memory.exports.findCopies(count, bits);
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

/** Indexes of the events that count, ascending. */
export function countedEvents({ count }: EventTable, copies: Uint32Array): Uint32Array {
  const counted = new Uint32Array(count - copies.length);
  for (let event = 0, copy = 0; event < count; event += 1) {
    if (event === copies[copy]) copy += 1;
    else counted[event - copy] = event;
  }
  return counted;
}

export function bucketOf(time: number): number {
  return Math.floor(time / bucketSeconds);
}
