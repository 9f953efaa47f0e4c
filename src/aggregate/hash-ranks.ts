/**
 * Distinct 64-bit hashes of a period, numbered in the order in which sketches list them
 * (ascending as signed 64-bit integers), so that later steps sort and compare small integers.
 */
import { PairIds } from './pair-ids.ts';

export type HashRanks = {
  /** Rank of each given event's hash, in their order; 0 for events that have none. */
  readonly ranks: Uint32Array;
  /** The distinct hashes by rank: low word, high word. */
  readonly hashes: Uint32Array;
  readonly count: number;
};

/**
 * Ranks the hashes of the given events.
 *
 * `column` holds two words an event; `has` says which events have a hash. Memory: about 30 bytes
 * a distinct hash and 4 an event.
 */
export function rankHashes(
  column: Uint32Array,
  events: Uint32Array,
  has: (event: number) => boolean,
): HashRanks {
  const ids = new PairIds(Math.min(events.length, 1 << 16));
  const ranks = new Uint32Array(events.length);
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index] as number;
    if (!has(event)) continue;
    ranks[index] = ids.idOf(column[event * 2] as number, column[event * 2 + 1] as number);
  }
  const { rankOfId, hashes } = signedOrder(ids);
  for (let index = 0; index < ranks.length; index += 1) {
    ranks[index] = rankOfId[ranks[index] as number] ?? 0;
  }
  return { ranks, hashes, count: ids.count };
}

/** Ranks by id, and the pairs in signed 64-bit order. */
function signedOrder(ids: PairIds): { rankOfId: Uint32Array; hashes: Uint32Array } {
  // A pair (low, high) is a little-endian 64-bit integer as it lies in memory.
  const order = new BigInt64Array(ids.pairs().slice().buffer).sort();
  const rankOfId = new Uint32Array(ids.count);
  const hashes = new Uint32Array(order.buffer);
  for (let rank = 0; rank < ids.count; rank += 1) {
    rankOfId[ids.idOf(hashes[rank * 2] as number, hashes[rank * 2 + 1] as number)] = rank;
  }
  return { rankOfId, hashes };
}

/** Writes the hashes by rank as they stand in sketches: 8 bytes each, most significant first. */
export function writeHashes({ hashes }: HashRanks, words: Uint32Array, at: number): void {
  for (let word = 0; word < hashes.length; word += 2) {
    words[at + word] = swappedBytes(hashes[word + 1] as number);
    words[at + word + 1] = swappedBytes(hashes[word] as number);
  }
}

function swappedBytes(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}
