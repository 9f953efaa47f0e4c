/** The second reading of events: their records, each at its place. */
import { sharesOf } from './event-kinds';
import {
  actionOf,
  breakdownColumns,
  breakdownOf,
  chunkCount,
  hasSession,
  isPassedBy,
  pairCellsBase,
  pairOf,
  pairTable,
  placeBucketAt,
  placeBytes,
  placeKindAt,
  placesBase,
  placeUrlAt,
  secondsOf,
  sessionOf,
  sessionTable,
  sharesMax,
  sketchedHash,
  urlOf,
  urlRanksBase,
  visitorOf,
  visitorTable,
} from './event-layout';
import {
  bucketAt,
  cellCountAt,
  cellsAt,
  kindAt,
  secondsAt,
  sessionAt,
  urlAt,
  visitorAt,
} from './layout';
import { rankTable, slotOf, wordOf } from './number-table';

/** Writes the hashes of a table by rank, as sketches hold them; the table then knows the ranks. */
export function rankHashes(table: usize, target: usize, count: u32): void {
  rankTable(table, target);
  for (let at = target; at < target + ((<usize>count) << 3); at += 8) {
    store<u64>(at, sketchedHash(load<u64>(at)));
  }
}

/**
 * Writes the records of the chunk's counted events.
 * @param written counted events of the chunks before.
 * @returns those of this chunk too.
 */
export function writeRecords(written: u32): u32 {
  let place = placesBase + <usize>written * placeBytes;
  let count = written;
  for (let event: u32 = 0; event < chunkCount; event += 1) {
    if (isPassedBy(event)) continue;
    const record: usize = load<u32>(place, placeUrlAt);
    const kind = load<u32>(place, placeKindAt);
    store<u32>(record, kind, kindAt);
    store<u32>(record, wordOf(visitorTable, visitorOf(event)), visitorAt);
    const session = hasSession(event) ? wordOf(sessionTable, sessionOf(event)) : 0;
    store<u32>(record, session, sessionAt);
    store<u32>(record, load<u32>(urlRanksBase + ((<usize>urlOf(event)) << 2)), urlAt);
    store<u32>(record, load<u32>(place, placeBucketAt), bucketAt);
    store<u32>(record, secondsOf(event), secondsAt);
    store<u32>(record, writeCells(event, record + cellsAt, sharesOf(kind)), cellCountAt);
    place += placeBytes;
    count += 1;
  }
  return count;
}

/** The cells of each value, one for each share; returns their number. */
function writeCells(event: u32, target: usize, shares: u32): u32 {
  if (shares == 0) return 0;
  const action = actionOf(event);
  let to = target;
  for (let breakdown: u32 = 0; breakdown < breakdownColumns; breakdown += 1) {
    const entry = breakdownOf(event, breakdown);
    if (entry == 0) continue;
    const slot: usize = slotOf(pairTable, pairOf(breakdown, entry, action));
    const cells = pairCellsBase + ((slot * <usize>sharesMax) << 2);
    for (let share: usize = 0; share < <usize>shares; share += 1) {
      store<u32>(to, load<u32>(cells + (share << 2)));
      to += 4;
    }
  }
  return <u32>((to - target) >> 2);
}
