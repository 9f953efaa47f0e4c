/**
 * What lies where while events become records (layout.ts). Events come in chunks, column by column,
 * so that a chunk is still in the cache when it is read; each is read twice: what there is at all
 * (scan-events.ts), and once that is numbered, the record (write-records.ts).
 */
import { internedCount } from './intern-texts';

/** Events of a chunk at most: the distance of its columns. */
export const chunkEvents: usize = 2048;

/** Columns of the chunk, `chunkEvents` long each, of words but for hashes and segments (u16). */
export let chunkBase: usize = 0;
/** Number of its first event, and its events. */
export let chunkFirst: u32 = 0;
export let chunkCount: u32 = 0;

const timesAt: usize = 0;
const actionsAt: usize = 4 * chunkEvents;
const secondsAt: usize = 8 * chunkEvents;
const sessionNumbersAt: usize = 12 * chunkEvents;
const urlsAt: usize = 16 * chunkEvents;
const visitorsAt: usize = 20 * chunkEvents;
const sessionsAt: usize = 28 * chunkEvents;
const breakdownsAt: usize = 36 * chunkEvents;

export let segmentColumns: u32 = 0;
export let breakdownColumns: u32 = 0;

/** By entry of the chunk's dictionary: number of the text in the period. */
export let entriesBase: usize = 0;

/** A bit for each event: those that are copies, or of another period, are passed by. */
export let passedBitsBase: usize = 0;

/** One of each counted event: url entry (then address of the record), bucket, words, kind. */
export let placesBase: usize = 0;
export const placeBytes: usize = 16;
export const placeUrlAt: usize = 0;
export const placeBucketAt: usize = 4;
export const placeWordsAt: usize = 8;
export const placeKindAt: usize = 12;

/** By url entry: words of its records (then address of the next one), and its rank. */
export let urlPlacesBase: usize = 0;
export let urlRanksBase: usize = 0;

/** Tables (number-table.ts) of visitors, sessions, and pairs of breakdown value and action. */
export let visitorTable: usize = 0;
export let sessionTable: usize = 0;
export let pairTable: usize = 0;
/** By slot of `pairTable`: cells, `sharesMax` each. */
export let pairCellsBase: usize = 0;
export let sharesMax: u32 = 0;

/** Blocks of the kinds of events and the slots where they are found: see event-kinds.ts. */
export let kindKeysBase: usize = 0;
export let kindSlotsBase: usize = 0;
export let kindSlotMask: u32 = 0;

/** By entry of an action: address of its block, or 0 until the caller has described it. */
export let actionBlocksBase: usize = 0;

/**
 * Block of an action, in words: the distinct metrics that its events count in by visitor and by
 * session (bit d: metric d), how many events were scanned, shares, then for each share the metric
 * and whether it adds seconds.
 */
export const visitorBitsAt: usize = 0;
export const sessionBitsAt: usize = 4;
export const actionEventsAt: usize = 8;
export const actionSharesAt: usize = 12;
export const sharesListAt: usize = 16;

/** First slot of each segment. */
export let segmentFromsBase: usize = 0;

/** By slot of a segment * `metricNumbers` + metric: the cell, or 0. Additive metrics are first. */
export let segmentCellsBase: usize = 0;
export let metricNumbers: u32 = 0;

export function actionBlockOf(action: u32): usize {
  return <usize>load<u32>(actionBlocksBase + ((<usize>action) << 2));
}

export function timeOf(event: u32): u32 {
  return load<u32>(chunkBase + timesAt + ((<usize>event) << 2));
}

export function actionOf(event: u32): u32 {
  return textAt(chunkBase + actionsAt + ((<usize>event) << 2));
}

export function secondsOf(event: u32): u32 {
  return load<u32>(chunkBase + secondsAt + ((<usize>event) << 2));
}

export function hasSession(event: u32): bool {
  return load<u32>(chunkBase + sessionNumbersAt + ((<usize>event) << 2)) != 0;
}

export function urlOf(event: u32): u32 {
  return textAt(chunkBase + urlsAt + ((<usize>event) << 2));
}

/** With it, the order of unsigned numbers is the one in which sketches list signed hashes. */
const signBit: u64 = 1 << 63;

export function visitorOf(event: u32): u64 {
  return load<u64>(chunkBase + visitorsAt + ((<usize>event) << 3)) ^ signBit;
}

export function sessionOf(event: u32): u64 {
  return load<u64>(chunkBase + sessionsAt + ((<usize>event) << 3)) ^ signBit;
}

/** A number from `visitorOf` or `sessionOf` as it stands in a sketch: most significant first. */
export function sketchedHash(number: u64): u64 {
  return bswap<u64>(number ^ signBit);
}

/** Entry of an event's value in a breakdown; 0 = none. */
export function breakdownOf(event: u32, breakdown: u32): u32 {
  const column = chunkBase + breakdownsAt + ((<usize>breakdown) << 2) * chunkEvents;
  return textAt(column + ((<usize>event) << 2));
}

/** The period's text for the chunk's entry at an address. */
function textAt(address: usize): u32 {
  return load<u32>(entriesBase + ((<usize>load<u32>(address)) << 2));
}

export function segmentOf(event: u32, segment: u32): u32 {
  const columns = chunkBase + breakdownsAt + ((<usize>breakdownColumns) << 2) * chunkEvents;
  return load<u16>(columns + ((<usize>segment * chunkEvents + <usize>event) << 1));
}

/** The values of each breakdown are so many numbers as there are texts. Never 0: text 0 is none. */
export function pairOf(breakdown: u32, entry: u32, action: u32): u64 {
  return ((<u64>(breakdown * internedCount + entry)) << 32) | (<u64>action);
}

export function isPassedBy(event: u32): bool {
  const number = chunkFirst + event;
  return ((load<u32>(passedBitsBase + ((<usize>(number >> 5)) << 2)) >> (number & 31)) & 1) != 0;
}
