/** The record of a line: what the caller reads of it, and writes here only. */
import { fieldsAt, lineBytesMax, recordBytes, recordsBase } from './layout';

/** What was found of a line: the first word of its record. */
export const kindScanned: u32 = 0;
export const kindPlain: u32 = 1;
export const kindOversized: u32 = 2;
export const kindOtherSite: u32 = 3;
/** The same of hits of the pixel. */
export const kindHit: u32 = 4;
export const kindHitOfOtherSite: u32 = 5;

/** Byte offsets in a record. The line lies in [start, end), its line end left out. */
export const kindAt: usize = 0;
export const startAt: usize = 4;
export const endAt: usize = 8;
/** Epoch seconds. */
export const timeAt: usize = 12;
/** 0 = none. */
export const sessionNumberAt: usize = 16;
/** Seconds, `unread` where there are none; judged, 0 where the action has none. */
export const engagedAt: usize = 20;
export const identityAt: usize = 24;
export const visitorAt: usize = 40;
export const sessionAt: usize = 48;
/** 1 where a hit has bytes above 7F, which must still be told valid UTF-8. */
export const wideAt: usize = 56;
/** The number of the line's metadata as a whole. */
export const pageAt: usize = 60;
/** Where the texts of event id and visitor lie, without their quotes: start, bytes. */
export const eventIdTextAt: usize = 64;
export const visitorTextAt: usize = 72;
/** What judging found: fate, index of the site, local day, the url's value, number of the line. */
export const fateAt: usize = 80;
export const siteAt: usize = 84;
export const dayAt: usize = 88;
export const urlAt: usize = 92;
export const lineAt: usize = 96;

export function recordOfLine(line: i32): usize {
  return recordsBase + <usize>line * recordBytes;
}

/** Where the number of a field's value stands. */
export function fieldWord(record: usize, field: i32): usize {
  return record + ((<usize>fieldsAt + <usize>field) << 2);
}

/** @returns whether the line is short enough to be looked at. */
export function beginRecord(record: usize, start: usize, end: usize): bool {
  store<u32>(record, <u32>start, startAt);
  store<u32>(record, <u32>end, endAt);
  return end - start <= lineBytesMax;
}

export function endRecord(record: usize, kind: u32, isWide: bool): void {
  store<u32>(record, kind, kindAt);
  store<u32>(record, isWide ? 1 : 0, wideAt);
}
