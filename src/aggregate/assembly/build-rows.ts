/** Rows, one after another, from the records that belong to each. */
import {
  amountsPerRecord,
  bitsAt,
  bucketAt,
  byBucketBase,
  cellListBase,
  cellSetBase,
  cellsPerAmount,
  maskWords,
  masksAt,
  metricCount,
  metricsBase,
  recordCount,
  recordsBase,
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

/**
 * Builds rows from place `from` on, in the order of that grouping, until parts have no room left.
 * The last row may be open.
 * @returns the place behind the records that were taken.
 */
export function buildRows(grouping: u32, from: u32): u32 {
  clearParts();
  let place = from;
  while (place < recordCount && hasRoomForPart()) {
    const first = recordAt(grouping, place);
    do {
      addRecord(recordAt(grouping, place));
      place += 1;
    } while (place < recordCount && isSameRow(grouping, first, recordAt(grouping, place)));
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

function recordBytes(): usize {
  return masksAt + ((<usize>maskWords) << 2) + <usize>amountsPerRecord * shareBytes();
}

function shareBytes(): usize {
  return 4 + ((<usize>cellsPerAmount) << 2);
}

function recordAt(grouping: u32, place: u32): usize {
  const number = grouping == siteBucket ? load<u32>(byBucketBase + ((<usize>place) << 2)) : place;
  return recordsBase + <usize>number * recordBytes();
}

function isSameRow(grouping: u32, first: usize, record: usize): bool {
  if (grouping == wholeSite) return true;
  if (grouping != siteBucket && load<u32>(first, urlAt) != load<u32>(record, urlAt)) return false;
  return grouping == wholeUrl || load<u32>(first, bucketAt) == load<u32>(record, bucketAt);
}

function addRecord(record: usize): void {
  const bytes = shareBytes();
  const until = record + recordBytes();
  let share = record + masksAt + ((<usize>maskWords) << 2);
  for (; share < until; share += bytes) {
    const amount = load<u32>(share);
    if (amount != 0) addAmount(<f64>amount, share + 4, share + bytes);
  }
  for (let bits = load<u32>(record, bitsAt); bits != 0; bits &= bits - 1) {
    addMember(metricsBase + <usize>ctz(bits) * metricBytes, record);
  }
}

function addAmount(amount: f64, cells: usize, until: usize): void {
  for (let at = cells; at < until; at += 4) {
    const cell = load<u32>(at);
    if (cell == 0) continue;
    const sum = sumsBase + ((<usize>cell) << 3);
    const before = load<f64>(sum);
    if (before == 0) addNumber(cellSetBase, cell);
    store<f64>(sum, before + amount);
  }
}

function closeRow(record: usize): void {
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
