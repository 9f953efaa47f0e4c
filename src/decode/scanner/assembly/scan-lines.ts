/**
 * Lines into records, in one pass. What is not surely an event in its usual form is marked `plain`,
 * and judged by the plain path: so nothing here refuses a line.
 */
import { recordsMax } from './layout';
import { beginRecord, endRecord, kindOversized, kindPlain, recordOfLine } from './record';
import { kindOfEvent, readEvent } from './scan-event';
import { scanHit } from './scan-hit';
import { isWideLine } from './split-access-log';
import { areValuesFull } from './values';

/** Behind the last line that was scanned. */
export let scannedUntil: usize = 0;

/** Set where the values have no room for a further line: `clearValues`, then go on. */
export let isFull: bool = false;

let areEventsRead: bool = true;
let areHitsRead: bool = true;

/** The formats that lines may be of; lines of others are left to the plain path. */
export function setFormats(events: bool, hits: bool): void {
  areEventsRead = events;
  areHitsRead = hits;
}

/**
 * Scans the lines of [from, until) that are ended, as far as there are records.
 * @returns the number of records.
 */
export function scanLines(from: usize, until: usize): i32 {
  let start = from;
  let lines: i32 = 0;
  isFull = false;
  const last = lastLineFeed(from, until);
  while (lines < recordsMax && start <= last) {
    isFull = areValuesFull();
    if (isFull) break;
    start = scanLine(recordOfLine(lines), start) + 1;
    lines += 1;
  }
  scannedUntil = start;
  return lines;
}

/** The last line feed of [from, until); 0 where there is none. */
function lastLineFeed(from: usize, until: usize): usize {
  for (let at = until; at > from; at -= 1) {
    if (load<u8>(at - 1) == 0x0a) return at - 1;
  }
  return 0;
}

/** The next line feed, which must be there. */
function lineFeed(start: usize): usize {
  let at = start;
  while (true) {
    const found = v128.bitmask<u8>(v128.eq<u8>(v128.load(at), v128.splat<u8>(0x0a)));
    if (found != 0) return at + ctz(found);
    at += 16;
  }
}

/** @returns the line feed that ends the line. */
function scanLine(record: usize, start: usize): usize {
  // An access log begins with a path or an address; what begins in an odd way is left alone.
  const first = load<u8>(start);
  const isHit = first > 0x20 && first < 0x7f && first != 0x7b;
  if (!isHit && areEventsRead) {
    const behind = readEvent(start);
    // An event says where it ends: looking for that first took a fourteenth (measured).
    if (behind != 0 && load<u8>(behind) == 0x0a) {
      const isRead = beginRecord(record, start, lineEnd(start, behind));
      endRecord(record, isRead ? kindOfEvent(record) : kindOversized, false);
      return behind;
    }
  }
  const feed = lineFeed(start);
  const end = lineEnd(start, feed);
  if (!beginRecord(record, start, end)) endRecord(record, kindOversized, false);
  else if (!isHit || !areHitsRead) endRecord(record, kindPlain, false);
  else endRecord(record, scanHit(record, start, end), isWideLine);
  return feed;
}

/** Before the line feed, and before the CR that may precede it. */
function lineEnd(start: usize, feed: usize): usize {
  return feed > start && load<u8>(feed - 1) == 0x0d ? feed - 1 : feed;
}
