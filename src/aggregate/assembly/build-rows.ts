/** Rows, one after another, from the records that belong to each. */
import {
  bitsAt,
  bucketAt,
  byBucketBase,
  cellCountAt,
  cellListBase,
  cellsAt,
  cellSetBase,
  kindAt,
  kindBytes,
  kindListBase,
  kindsBase,
  kindSetBase,
  kindSumsBase,
  maskWords,
  masksAt,
  metricCount,
  metricsBase,
  recordCount,
  recordsBase,
  recordsUntil,
  secondsAt,
  shareBytes,
  sharesAt,
  sumsBase,
  urlAt,
} from './layout';
import { addMember, forgetMembers, listMembers, metricBytes } from './members';
import { addNumber, takeNumbers } from './number-set';
import { beginRow, clearParts, hasRoomForPart, writeParts } from './write-parts';

/** Which records make one row. Only buckets of the whole site lie apart in memory. */
const wholeSite: u32 = 0;
const siteBucket: u32 = 1;
const wholeUrl: u32 = 2;

/** Set while cells of the last row still wait for room: `goOn` until it is not. */
export let isRowOpen: bool = false;

/** The place where a grouping ends. Places begin at 0. */
export function endOfRows(grouping: u32): usize {
  return grouping == siteBucket ? (<usize>recordCount) << 2 : recordsUntil - recordsBase;
}

/**
 * Builds rows from a place on, in the order of that grouping, until parts have no room left. The
 * last row may be open.
 * @returns the place behind the records that were taken.
 */
export function buildRows(grouping: u32, from: usize): usize {
  clearParts();
  const until = endOfRows(grouping);
  let place = from;
  while (place < until && hasRoomForPart()) {
    const first = recordAt(grouping, place);
    do {
      const record = recordAt(grouping, place);
      addRecord(record);
      place += grouping == siteBucket ? 4 : recordBytes(record);
    } while (place < until && isSameRow(grouping, first, recordAt(grouping, place)));
    closeRow(first);
    if (isRowOpen) break;
  }
  return place;
}

/** Writes further parts of the open row in place of those before. */
export function goOn(): void {
  clearParts();
  finishRow();
}

function recordBytes(record: usize): usize {
  return cellsAt + ((<usize>load<u32>(record, cellCountAt)) << 2);
}

function recordAt(grouping: u32, place: usize): usize {
  return grouping == siteBucket ? <usize>load<u32>(byBucketBase + place) : recordsBase + place;
}

function isSameRow(grouping: u32, first: usize, record: usize): bool {
  if (grouping == wholeSite) return true;
  if (grouping != siteBucket && load<u32>(first, urlAt) != load<u32>(record, urlAt)) return false;
  return grouping == wholeUrl || load<u32>(first, bucketAt) == load<u32>(record, bucketAt);
}

function addRecord(record: usize): void {
  const kind = load<u32>(record, kindAt);
  const seconds = load<u32>(record, secondsAt);
  const sums = kindSumsBase + ((<usize>kind) << 4);
  const events = load<u64>(sums);
  if (events == 0) addNumber(kindSetBase, kind);
  store<u64>(sums, events + 1);
  store<u64>(sums, load<u64>(sums, 8) + <u64>seconds, 8);
  const block = kindsBase + <usize>kind * kindBytes;
  addValues(record, block, seconds);
  const slots = block + masksAt;
  for (let bits = load<u32>(block, bitsAt); bits != 0; bits &= bits - 1) {
    addMember(metricsBase + <usize>ctz(bits) * metricBytes, record, slots);
  }
}

/** Adds the event to the cells of its values in breakdowns. */
function addValues(record: usize, block: usize, seconds: u32): void {
  const until = record + recordBytes(record);
  const shares = load<u32>(block, sharesAt);
  const firstShare = sharesOf(block);
  for (let at = record + cellsAt; at < until;) {
    let share = firstShare;
    for (let number: u32 = 0; number < shares; number += 1) {
      addAmount(load<u32>(at), <f64>(load<u32>(share) == 0 ? 1 : seconds));
      share += shareBytes;
      at += 4;
    }
  }
}

/** Adds what a row has of a kind to the cells of segments. */
function addKind(kind: u32): void {
  const sums = kindSumsBase + ((<usize>kind) << 4);
  const events = <f64>load<u64>(sums);
  const seconds = <f64>load<u64>(sums, 8);
  store<u64>(sums, 0);
  store<u64>(sums, 0, 8);
  const block = kindsBase + <usize>kind * kindBytes;
  let share = sharesOf(block);
  for (let left = load<u32>(block, sharesAt); left > 0; left -= 1) {
    const amount = load<u32>(share) == 0 ? events : seconds;
    for (let at = share + 4; at < share + shareBytes; at += 4) addAmount(load<u32>(at), amount);
    share += shareBytes;
  }
}

function sharesOf(block: usize): usize {
  return block + masksAt + ((<usize>maskWords) << 2);
}

function addAmount(cell: u32, amount: f64): void {
  if (amount == 0) return;
  const sum = sumsBase + ((<usize>cell) << 3);
  const before = load<f64>(sum);
  if (before == 0) addNumber(cellSetBase, cell);
  store<f64>(sum, before + amount);
}

function closeRow(record: usize): void {
  const kinds = takeNumbers(kindSetBase, kindListBase);
  for (let index: usize = 0; index < <usize>kinds; index += 1) {
    addKind(load<u32>(kindListBase + (index << 2)));
  }
  for (let metric: usize = 0; metric < <usize>metricCount; metric += 1) {
    listMembers(metricsBase + metric * metricBytes, cellSetBase);
  }
  beginRow(record, takeNumbers(cellSetBase, cellListBase));
  finishRow();
}

function finishRow(): void {
  isRowOpen = !writeParts();
  if (isRowOpen) return;
  for (let metric: usize = 0; metric < <usize>metricCount; metric += 1) {
    forgetMembers(metricsBase + metric * metricBytes);
  }
}
