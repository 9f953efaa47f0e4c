/**
 * A line of a Data Pipeline event into a record. What is not surely an event in its usual form is
 * left to the plain path: so nothing here refuses a line, and nothing that JSON.parse would refuse
 * is ever told as scanned.
 */
import { noTime, secondsFromActionTime, secondsFromMilliseconds } from './event-time';
import {
  eventFields,
  fieldCount,
  pageFields,
  toldFields,
  treatmentAny,
  treatmentPage,
  unread,
} from './fields';
import { scratchBase, treatmentsBase } from './layout';
import { high, low, murmur3 } from '../../../base/assembly/murmur3';
import { readMembers } from './read-members';
import {
  eventIdTextAt,
  fieldWord,
  identityAt,
  kindOtherSite,
  kindPlain,
  kindScanned,
  pageAt,
  sessionAt,
  sessionNumberAt,
  timeAt,
  visitorAt,
  visitorTextAt,
} from './record';
import {
  clearSpans,
  digitsOf,
  isAbsent,
  isPlainText,
  isTrue,
  lengthOf,
  numberOf,
  present,
  startOf,
} from './spans';
import { isOtherSite, valueOf } from './values';
import { absentNumber, writeNumbers } from './write-numbers';

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

/**
 * Finds the values of a line that a line feed ends.
 * @returns behind the event and white space; 0 where it is none in its usual form.
 */
export function readEvent(start: usize): usize {
  clearSpans();
  return readMembers(eventFields, start);
}

/** @returns the kind of the event that was read last, whose line is not too long. */
export function kindOfEvent(record: usize): u32 {
  const siteValue = isAbsent(site) ? 0 : numberOf(site);
  store<u32>(fieldWord(record, site), siteValue);
  if (siteValue != 0 && isOtherSite(siteValue, eventFields)) return kindOtherSite;
  const time = timeOf();
  const session = numberIn(sessionNumber, 10);
  const hasNumbers = time != noTime && writeNumbers(record, session, numberIn(engagedTime, 5));
  if (!hasNumbers || !writeHashes(record)) return kindPlain;
  store<u32>(record, <u32>time, timeAt);
  writeValues(record, siteValue);
  return kindScanned;
}

function numberIn(field: i32, digitsMax: u32): i64 {
  return isAbsent(field) ? absentNumber : digitsOf(field, digitsMax);
}

/** The first present of three decides. */
function timeOf(): i64 {
  if (!isAbsent(actionTime)) return secondsFromActionTime(actionTime);
  return secondsFromMilliseconds(isAbsent(overrideTime) ? serverTime : overrideTime);
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
  store<u64>(record, 0, sessionAt);
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

function writeValues(record: usize, siteValue: u32): void {
  const hasPage = isTrue(metadata);
  clearFieldWords(record);
  store<u32>(fieldWord(record, site), siteValue);
  // To ask for every field, there or not, took 3 % of scanning lean events (measured).
  let told = present & toldFields & ~((<u64>1) << site);
  for (; told != 0; told &= told - 1) {
    const field = <i32>ctz<u64>(told);
    store<u32>(fieldWord(record, field), toldValue(field, hasPage));
  }
  store<u32>(record, hasPage ? pageOf(record) : 0, pageAt);
}

function clearFieldWords(record: usize): void {
  const end = fieldWord(record, fieldCount);
  let at = fieldWord(record, 0);
  for (; at + 8 <= end; at += 8) store<u64>(at, 0);
  if (at < end) store<u32>(at, 0);
}

/** What the caller is told of a field that has a value: its number, `unread` or 0. */
function toldValue(field: i32, hasPage: bool): u32 {
  const treatment = load<u32>(treatmentsBase + ((<usize>field) << 3));
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
  for (let fields = pageFields; fields != 0; fields &= fields - 1) {
    const value = load<u32>(fieldWord(record, <i32>ctz<u64>(fields)));
    if (value != 0) isEmpty = false;
    store<u32>(end, value);
    end += 4;
  }
  return isEmpty ? 0 : valueOf(scratchBase, <u32>(end - scratchBase));
}
