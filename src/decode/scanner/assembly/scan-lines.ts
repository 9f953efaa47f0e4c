/**
 * Lines of Data Pipeline events into records, in one pass over their bytes. What is not surely an
 * event in its usual form is marked `plain`, and judged by the plain path: so nothing here refuses
 * a line, and nothing that JSON.parse would refuse is ever told as scanned.
 */
import { noTime, secondsFromActionTime, secondsFromMilliseconds } from './event-time';
import {
  fieldCount,
  fieldOf,
  treatmentAny,
  treatmentAnyPage,
  treatmentPage,
  treatmentRead,
  unread,
} from './fields';
import {
  fieldsAt,
  lineBytesMax,
  otherSitesBase,
  recordsBase,
  recordsMax,
  recordWords,
  scratchBase,
  spansBase,
  treatmentsBase,
} from './layout';
import { high, low, murmur3 } from './murmur3';
import {
  clearEscape,
  clearWide,
  closingQuote,
  hasEscape,
  hasWide,
  skipSpace,
  valueEnd,
} from './read-json';
import { digitsOf, isAbsent, isTrue, lengthOf, noNumber, setSpan, startOf } from './spans';
import { areValuesFull, valueOf } from './values';

/** What was found of a line: the first word of its record. */
const scanned: u32 = 0;
const plain: u32 = 1;
const oversized: u32 = 2;
const otherSite: u32 = 3;

/** Byte offsets in a record. The line lies in [start, end), its line end left out. */
const kindAt: usize = 0;
const startAt: usize = 4;
const endAt: usize = 8;
/** Epoch seconds. */
const timeAt: usize = 12;
/** 0 = none. */
const sessionNumberAt: usize = 16;
/** `unread` where there is none. */
const engagedAt: usize = 20;
const identityAt: usize = 24;
const visitorAt: usize = 40;
const sessionAt: usize = 48;
/** 1 where there are bytes above 7F, which must still be told valid UTF-8. */
const wideAt: usize = 56;
/** The number of the line's metadata as a whole: see `pageOf`. */
const pageAt: usize = 60;
/** Where the texts of event id and visitor lie, without their quotes: start, bytes. */
const eventIdTextAt: usize = 64;
const visitorTextAt: usize = 72;

/** Fields that are read here. The caller adds them first, in this order. */
const eventId: i32 = 0;
const visitor: i32 = 1;
const actionTime: i32 = 2;
const overrideTime: i32 = 3;
const serverTime: i32 = 4;
const sessionNumber: i32 = 5;
const engagedTime: i32 = 6;
const metadata: i32 = 7;
const site: i32 = 8;

const idBytesMax: u32 = 1024;
const sessionNumberMax: i64 = 2_147_483_647;
const engagedSecondsMax: i64 = 86_400;

/** Behind the last line that was scanned. */
export let scannedUntil: usize = 0;

/** Set where the values have no room for a further line: `clearValues`, then go on. */
export let isFull: bool = false;

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
    scanLine(recordsBase + <usize>lines * <usize>recordWords * 4, start, end);
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
  store<u32>(record, <u32>start, startAt);
  store<u32>(record, <u32>end, endAt);
  let kind = plain;
  if (end - start > lineBytesMax) kind = oversized;
  else if (readFields(start, lineEnd)) kind = recordOf(record);
  store<u32>(record, kind, kindAt);
  store<u32>(record, hasWide ? 1 : 0, wideAt);
}

/** The spans of all fields; false where the line is no plain JSON object. */
function readFields(start: usize, lineEnd: usize): bool {
  memory.fill(spansBase, 0, (<usize>fieldCount) << 3);
  clearWide();
  let at = skipSpace(start);
  if (load<u8>(at) != 0x7b) return false;
  at = skipSpace(at + 1);
  if (load<u8>(at) == 0x7d) return skipSpace(at + 1) == lineEnd;
  while (load<u8>(at) == 0x22) {
    const name = at + 1;
    clearEscape();
    const nameEnd = closingQuote(name);
    // A name with an escape might be one that is looked for.
    if (nameEnd == 0 || hasEscape) return false;
    const colon = skipSpace(nameEnd + 1);
    if (load<u8>(colon) != 0x3a) return false;
    const value = skipSpace(colon + 1);
    const end = valueEnd(value);
    if (end == 0) return false;
    const field = fieldOf(name, <u32>(nameEnd - name));
    if (field >= 0) setSpan(field, value, end);
    at = skipSpace(end);
    const next = load<u8>(at);
    if (next == 0x7d) return skipSpace(at + 1) == lineEnd;
    if (next != 0x2c) return false;
    at = skipSpace(at + 1);
  }
  return false;
}

function recordOf(record: usize): u32 {
  const siteValue = isAbsent(site) ? 0 : numberOf(site);
  store<u32>(fieldWord(record, site), siteValue);
  if (siteValue != 0 && load<u8>(otherSitesBase + siteValue) == 1) return otherSite;
  const time = timeOf();
  if (time == noTime || !writeNumbers(record) || !writeHashes(record)) return plain;
  store<u32>(record, <u32>time, timeAt);
  writeValues(record);
  return scanned;
}

function numberOf(field: i32): u32 {
  return valueOf(startOf(field), lengthOf(field));
}

function fieldWord(record: usize, field: i32): usize {
  return record + ((<usize>fieldsAt + <usize>field) << 2);
}

/** The first present of three decides. */
function timeOf(): i64 {
  if (!isAbsent(actionTime)) return secondsFromActionTime(actionTime);
  return secondsFromMilliseconds(isAbsent(overrideTime) ? serverTime : overrideTime);
}

function writeNumbers(record: usize): bool {
  const session = isAbsent(sessionNumber) ? 0 : digitsOf(sessionNumber, 10);
  if (session < 0 || session > sessionNumberMax) return false;
  // No session has the number 0: the plain path says what the line is.
  if (session == 0 && !isAbsent(sessionNumber)) return false;
  store<u32>(record, <u32>session, sessionNumberAt);
  const engaged: i64 = isAbsent(engagedTime) ? <i64>unread : digitsOf(engagedTime, 5);
  if (engaged < 0 || (engaged > engagedSecondsMax && engaged != <i64>unread)) return false;
  store<u32>(record, <u32>engaged, engagedAt);
  return true;
}

function writeHashes(record: usize): bool {
  if (!isPlainText(eventId) || !isPlainText(visitor)) return false;
  writeText(record + eventIdTextAt, eventId);
  writeText(record + visitorTextAt, visitor);
  murmur3(startOf(eventId) + 1, lengthOf(eventId) - 2);
  store<u64>(record, low, identityAt);
  store<u64>(record, high, identityAt + 8);
  const bytes = lengthOf(visitor) - 2;
  murmur3(startOf(visitor) + 1, bytes);
  store<u64>(record, low, visitorAt);
  if (load<u32>(record, sessionNumberAt) == 0) return true;
  memory.copy(scratchBase, startOf(visitor) + 1, bytes);
  store<u8>(scratchBase + bytes, 0x5f);
  memory.copy(scratchBase + bytes + 1, startOf(sessionNumber), lengthOf(sessionNumber));
  murmur3(scratchBase, bytes + 1 + lengthOf(sessionNumber));
  store<u64>(record, low, sessionAt);
  return true;
}

function writeText(at: usize, field: i32): void {
  store<u32>(at, <u32>startOf(field) + 1);
  store<u32>(at, lengthOf(field) - 2, 4);
}

/** A text that is not empty, holds no escape and is no longer than an id may be. */
function isPlainText(field: i32): bool {
  const bytes = lengthOf(field);
  const start = startOf(field);
  if (bytes < 3 || bytes > idBytesMax + 2 || load<u8>(start) != 0x22) return false;
  clearEscape();
  closingQuote(start + 1);
  return !hasEscape;
}

function writeValues(record: usize): void {
  const hasPage = isTrue(metadata);
  for (let field: i32 = 0; field < fieldCount; field += 1) {
    if (field != site) store<u32>(fieldWord(record, field), toldValue(field, hasPage));
  }
  store<u32>(record, hasPage ? pageOf(record) : 0, pageAt);
}

/** What the caller is told of a field: the number of its value, `unread` or 0. */
function toldValue(field: i32, hasPage: bool): u32 {
  if (lengthOf(field) == 0) return 0;
  const treatment = load<u32>(treatmentsBase + ((<usize>field) << 3));
  if (treatment == treatmentRead) return 0;
  if (treatment >= treatmentAny) return numberOf(field);
  if (isAbsent(field) || (treatment == treatmentPage && !hasPage)) return 0;
  const unless = load<i32>(treatmentsBase + ((<usize>field) << 3), 4);
  return unless >= 0 && !isAbsent(unless) ? unread : numberOf(field);
}

/**
 * The number of all metadata together: that of the words of its fields' numbers, behind a byte that
 * no value begins with. 0 where there is nothing but the mark.
 */
function pageOf(record: usize): u32 {
  let end = scratchBase + 4;
  let isEmpty = true;
  store<u32>(scratchBase, unread);
  for (let field: i32 = site + 1; field < fieldCount; field += 1) {
    const treatment = load<u32>(treatmentsBase + ((<usize>field) << 3));
    if (treatment != treatmentPage && treatment != treatmentAnyPage) continue;
    const value = load<u32>(fieldWord(record, field));
    if (value != 0) isEmpty = false;
    store<u32>(end, value);
    end += 4;
  }
  return isEmpty ? 0 : valueOf(scratchBase, <u32>(end - scratchBase));
}
