/**
 * Lines into records, in one pass. What is not surely an event in its usual form is marked `plain`,
 * and judged by the plain path: so nothing here refuses a line.
 */
import { recordsMax } from './layout';
import { hasWide } from './read-json';
import { beginRecord, endRecord, kindOversized, kindPlain, recordOfLine } from './record';
import { scanEvent } from './scan-event';
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
  while (lines < recordsMax) {
    const end = lineFeed(start, until);
    if (end == 0) break;
    isFull = areValuesFull();
    if (isFull) break;
    scanLine(recordOfLine(lines), start, end);
    lines += 1;
    start = end + 1;
  }
  scannedUntil = start;
  return lines;
}

/** The next line feed before `until`, or 0. */
function lineFeed(start: usize, until: usize): usize {
  for (let at = start; at < until; at += 16) {
    const found = v128.bitmask<u8>(v128.eq<u8>(v128.load(at), v128.splat<u8>(0x0a)));
    if (found == 0) continue;
    const end = at + ctz(found);
    return end < until ? end : 0;
  }
  return 0;
}

function scanLine(record: usize, start: usize, lineEnd: usize): void {
  const end = lineEnd > start && load<u8>(lineEnd - 1) == 0x0d ? lineEnd - 1 : lineEnd;
  if (!beginRecord(record, start, end)) return endRecord(record, kindOversized, false);
  // An access log begins with a path or an address; what begins in an odd way is left alone.
  const first = load<u8>(start);
  if (first > 0x20 && first < 0x7f && first != 0x7b) {
    const kind = areHitsRead ? scanHit(record, start, end) : kindPlain;
    return endRecord(record, kind, isWideLine);
  }
  const kind = areEventsRead ? scanEvent(record, start, lineEnd) : kindPlain;
  endRecord(record, kind, hasWide);
}
