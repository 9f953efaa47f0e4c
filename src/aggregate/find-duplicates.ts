/** Duplicates: of the events with one identity the first in archive order counts. */
import { bucketSeconds } from '../model/row.ts';
import type { EventTable } from './event-table.ts';

export type Duplicates = {
  /** Indexes of the events that count, ascending. */
  readonly counted: Uint32Array;
  /** Indexes of the copies, ascending. */
  readonly copies: Uint32Array;
  /** Of each copy the index of the event that counts in its place. */
  readonly firsts: Uint32Array;
  /** Copies whose 5-minute bucket differs from that of the first. */
  readonly conflicts: number;
};

/**
 * Splits the events of one period (or of one identity partition of it) into firsts and copies.
 * Identity is 128 bits of hash. Memory: 8 to 16 bytes an event.
 */
export function findDuplicates(table: EventTable): Duplicates {
  const { count } = table;
  const { identity, time } = table.columns;
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(count, 4) * 2)));
  const mask = slots.length - 1;
  const counted = new Uint32Array(count);
  const copies = new Uint32Array(count);
  let firstCount = 0;
  let conflicts = 0;
  const slotOf = (event: number): number => {
    let slot = (identity[event * 4] as number) & mask;
    while (slots[slot] !== 0 && !sameIdentity(identity, event, (slots[slot] as number) - 1)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  for (let event = 0; event < count; event += 1) {
    const slot = slotOf(event);
    if (slots[slot] === 0) {
      slots[slot] = event + 1;
      counted[firstCount] = event;
      firstCount += 1;
      continue;
    }
    const first = (slots[slot] as number) - 1;
    copies[event - firstCount] = event;
    if (bucketOf(time[event] as number) !== bucketOf(time[first] as number)) conflicts += 1;
  }
  const found = copies.subarray(0, count - firstCount);
  return {
    counted: counted.subarray(0, firstCount),
    copies: found,
    // Looked up once more, because copies are few: a column of all events would cost all.
    firsts: found.map((copy) => (slots[slotOf(copy)] as number) - 1),
    conflicts,
  };
}

function bucketOf(time: number): number {
  return Math.floor(time / bucketSeconds);
}

function sameIdentity(identity: Uint32Array, a: number, b: number): boolean {
  const left = a * 4;
  const right = b * 4;
  return (
    identity[left] === identity[right] &&
    identity[left + 1] === identity[right + 1] &&
    identity[left + 2] === identity[right + 2] &&
    identity[left + 3] === identity[right + 3]
  );
}
