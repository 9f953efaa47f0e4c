/**
 * Lines of the pixel server's access log taken apart: in its own piped form, with ` || ` between
 * fields, or in the combined one. Read with access-log.ts of the plain path, which says what they
 * are; a line that holds a control character, or a backslash in quotes, is left to it.
 */
import { separatorsBase, separatorsMax } from './layout';
import { setSpan } from './spans';
import { hitAddress, hitAgent, hitRequest, hitStatus, hitTime } from './hit-fields';

/** Set where the line holds bytes above 7F. */
export let isWideLine: bool = false;

const space: u8 = 0x20;
const quote: u8 = 0x22;

/** Location, address, user, time, request, status, bytes, referer, agent, and four more. */
const pipedFields: u32 = 13;
const fieldsAfterAgent: u32 = 4;
const separatorBytes: usize = 4;

/** Sets the spans of the fields. @returns false where the line has neither form for sure. */
export function splitAccessLog(start: usize, end: usize): bool {
  const separators = findSeparators(start, end);
  if (separators < 0) return false;
  if (separators == 0) return splitCombined(start, end);
  const fields = <u32>separators + 1;
  if (fields < pipedFields) return false;
  setField(hitAddress, 1);
  setSpan(hitTime, fieldStart(3), trimmedEnd(fieldStart(3), fieldEnd(3)));
  setField(hitRequest, 4);
  setField(hitStatus, 5);
  // Only an agent is free text, so fields too many are parts of it.
  setSpan(hitAgent, fieldStart(8), fieldEnd(fields - fieldsAfterAgent - 1));
  return true;
}

/** Their places are kept. @returns how many; -1 where the line is not to be read here. */
function findSeparators(start: usize, end: usize): i32 {
  const spaces = v128.splat<u8>(space);
  const bars = v128.splat<u8>(0x7c);
  let found: i32 = 0;
  let behind = start;
  isWideLine = false;
  for (let at = start; at < end; at += 16) {
    const bytes = v128.load(at);
    const left = end - at;
    const inLine: i32 = left < 16 ? (1 << (<i32>left)) - 1 : 0xffff;
    if ((v128.bitmask<u8>(v128.lt<u8>(bytes, spaces)) & inLine) != 0) return -1;
    if ((v128.bitmask<u8>(bytes) & inLine) != 0) isWideLine = true;
    const first = v128.and(v128.eq<u8>(bytes, spaces), v128.eq<u8>(v128.load(at, 1), bars));
    let marks = v128.bitmask<u8>(first) & inLine;
    while (marks != 0) {
      const place = at + ctz(marks);
      marks &= marks - 1;
      // What the next line begins with is no part of this one.
      if (place < behind || place + separatorBytes > end) continue;
      if (load<u8>(place, 2) != 0x7c || load<u8>(place, 3) != space) continue;
      if (found == separatorsMax) return -1;
      store<u32>(separatorsBase + ((<usize>found) << 2), <u32>place);
      found += 1;
      behind = place + separatorBytes;
    }
  }
  return found;
}

/** @param field from 1 on: the first one is never asked for. */
function fieldStart(field: u32): usize {
  return <usize>load<u32>(separatorsBase + ((<usize>field - 1) << 2)) + separatorBytes;
}

function fieldEnd(field: u32): usize {
  return load<u32>(separatorsBase + ((<usize>field) << 2));
}

function setField(place: i32, field: u32): void {
  setSpan(place, fieldStart(field), fieldEnd(field));
}

function trimmedEnd(start: usize, end: usize): usize {
  let at = end;
  while (at > start && load<u8>(at - 1) == space) at -= 1;
  return at;
}

/** `address - - [time] "request" 200 363 "referer" "agent"`, and perhaps a space and more. */
function splitCombined(start: usize, end: usize): bool {
  const address = wordEnd(start, end);
  if (address == 0) return false;
  const name = wordEnd(address + 1, end);
  if (name == 0) return false;
  const bracket = find(0x5b, name + 1, end);
  if (bracket == 0) return false;
  const time = find(0x5d, bracket + 1, end);
  if (time == 0 || !isQuoteAt(time + 1, end)) return false;
  const request = quotedEnd(time + 3, end);
  if (request == 0 || request + 1 >= end || load<u8>(request + 1) != space) return false;
  const status = wordEnd(request + 2, end);
  if (status == 0) return false;
  const bytes = wordEnd(status + 1, end);
  if (bytes == 0 || !isQuoteAt(bytes, end)) return false;
  const referer = quotedEnd(bytes + 2, end);
  if (referer == 0 || !isQuoteAt(referer + 1, end)) return false;
  const agent = quotedEnd(referer + 3, end);
  if (agent == 0 || (agent + 1 < end && load<u8>(agent + 1) != space)) return false;
  setSpan(hitAddress, start, address);
  setSpan(hitTime, bracket + 1, time);
  setSpan(hitRequest, time + 3, request);
  setSpan(hitStatus, request + 2, status);
  setSpan(hitAgent, referer + 3, agent);
  return true;
}

/** The space behind a word of plain letters; 0 where there is none. */
function wordEnd(start: usize, end: usize): usize {
  let at = start;
  for (; at < end; at += 1) {
    const byte = load<u8>(at);
    if (byte == space) return at > start ? at : 0;
    // Some white space is wider than a byte.
    if (byte > 0x7e) return 0;
  }
  return 0;
}

function find(byte: u8, start: usize, end: usize): usize {
  for (let at = start; at < end; at += 1) {
    if (load<u8>(at) == byte) return at;
  }
  return 0;
}

/** A space and an opening quote. */
function isQuoteAt(at: usize, end: usize): bool {
  return at + 2 <= end && load<u8>(at) == space && load<u8>(at, 1) == quote;
}

/** The next quote; 0 where there is none, or a backslash before it. */
function quotedEnd(start: usize, end: usize): usize {
  for (let at = start; at < end; at += 16) {
    const bytes = v128.load(at);
    const found = v128.bitmask<u8>(
      v128.or(v128.eq<u8>(bytes, v128.splat<u8>(quote)), v128.eq<u8>(bytes, v128.splat<u8>(0x5c))),
    );
    if (found == 0) continue;
    const place = at + ctz(found);
    return place < end && load<u8>(place) == quote ? place : 0;
  }
  return 0;
}
