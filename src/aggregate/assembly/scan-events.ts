/** The first reading of events: the kinds, urls, visitors, sessions and pairs that there are. */
import { kindOf, sharesOf } from './event-kinds';
import {
  actionBlockOf,
  actionEventsAt,
  actionOf,
  breakdownColumns,
  breakdownOf,
  chunkCount,
  hasSession,
  isPassedBy,
  pairOf,
  pairTable,
  placeBucketAt,
  placeBytes,
  placeKindAt,
  placesBase,
  placeUrlAt,
  placeWordsAt,
  sessionOf,
  sessionTable,
  timeOf,
  urlOf,
  urlPlacesBase,
  visitorOf,
  visitorTable,
} from './event-layout';
import { cellsAt } from './layout';
import { addToTable } from './number-table';

/** As model/row.ts has it. */
const bucketSeconds: u32 = 300;

/** Counted events scanned since `beginScan`, the words of their records, their buckets. */
export let scannedCount: u32 = 0;
export let scannedWords: u32 = 0;
export let bucketFirst: u32 = 0;
export let bucketLast: u32 = 0;

export function beginScan(): void {
  scannedCount = 0;
  scannedWords = 0;
  bucketFirst = u32.MAX_VALUE;
  bucketLast = 0;
}

/**
 * Scans events of the chunk up to the first with a new action, which the caller describes.
 * @returns the event to go on with.
 */
export function scanEvents(from: u32): u32 {
  for (let event = from; event < chunkCount; event += 1) {
    if (isPassedBy(event)) continue;
    const action = actionBlockOf(actionOf(event));
    if (action == 0) return event;
    store<u32>(action, load<u32>(action, actionEventsAt) + 1, actionEventsAt);
    const kind = kindOf(event);
    addToTable(visitorTable, visitorOf(event));
    if (hasSession(event)) addToTable(sessionTable, sessionOf(event));
    addPlace(event, kind, <u32>(cellsAt >> 2) + addPairs(event, sharesOf(kind)));
  }
  return chunkCount;
}

/** @returns how many cells the event has in breakdowns. */
function addPairs(event: u32, shares: u32): u32 {
  if (shares == 0) return 0;
  const action = actionOf(event);
  let values: u32 = 0;
  for (let breakdown: u32 = 0; breakdown < breakdownColumns; breakdown += 1) {
    const entry = breakdownOf(event, breakdown);
    if (entry == 0) continue;
    addToTable(pairTable, pairOf(breakdown, entry, action));
    values += 1;
  }
  return values * shares;
}

function addPlace(event: u32, kind: u32, words: u32): void {
  const url = urlOf(event);
  const bucket = timeOf(event) / bucketSeconds;
  const place = placesBase + <usize>scannedCount * placeBytes;
  store<u32>(place, url, placeUrlAt);
  store<u32>(place, bucket, placeBucketAt);
  store<u32>(place, words, placeWordsAt);
  store<u32>(place, kind, placeKindAt);
  const urlWords = urlPlacesBase + ((<usize>url) << 2);
  store<u32>(urlWords, load<u32>(urlWords) + words);
  scannedCount += 1;
  scannedWords += words;
  bucketFirst = min<u32>(bucketFirst, bucket);
  bucketLast = max<u32>(bucketLast, bucket);
}
