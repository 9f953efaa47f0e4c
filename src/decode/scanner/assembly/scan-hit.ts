/**
 * A line of the pixel server's access log into a record: the parameters of its query are found, and
 * those decoded that are different in every line. The caller decodes the others, once per value.
 */
import { noTime, secondsFromServerTime } from './event-time';
import { dataFields, fieldOf, queryFields } from './fields';
import {
  hitAction,
  hitAddress,
  hitAgent,
  hitData,
  hitDataVisitor,
  hitEngaged,
  hitNumbered,
  hitRandom,
  hitRequest,
  hitSession,
  hitSite,
  hitStatus,
  hitTime,
  hitTold,
  hitUrl,
  hitVisitor,
} from './hit-fields';
import { idBytesMax, scratchBase, scratchBytes, visitorBase, visitorBytes } from './layout';
import { high, low, murmur3 } from '../../../base/assembly/murmur3';
import { decodePercent } from './percent';
import { readMembers } from './read-members';
import {
  fieldWord,
  identityAt,
  kindHit,
  kindHitOfOtherSite,
  kindPlain,
  sessionAt,
  sessionNumberAt,
  timeAt,
  visitorAt,
} from './record';
import { splitAccessLog } from './split-access-log';
import { clearSpans, digitsOf, isPlainText, lengthOf, numberOf, setSpan, startOf } from './spans';
import { isOtherSite } from './values';
import { absentNumber, writeNumbers } from './write-numbers';

/** No UTF-8 holds it: it stands before each text of an identity (see text-hasher.ts). */
const separator: u8 = 0xff;

/** @returns the kind of the line of [start, end). */
export function scanHit(record: usize, start: usize, end: usize): u32 {
  clearSpans();
  if (!splitAccessLog(start, end) || !isAnswered() || !readQuery()) return kindPlain;
  const siteValue = lengthOf(hitSite) == 0 ? 0 : numberOf(hitSite);
  store<u32>(fieldWord(record, hitSite), siteValue);
  if (siteValue == 0) return kindPlain;
  if (isOtherSite(siteValue, queryFields)) return kindHitOfOtherSite;
  const time = secondsFromServerTime(startOf(hitTime), lengthOf(hitTime));
  const session = numberIn(hitSession, 10);
  if (time == noTime || !writeNumbers(record, session, numberIn(hitEngaged, 5))) return kindPlain;
  store<u32>(record, <u32>time, timeAt);
  if (!findVisitor() || !writeHashes(record)) return kindPlain;
  writeFields(record);
  return kindHit;
}

/** Only what is empty is absent here: there are no literals. */
function numberIn(field: i32, digitsMax: u32): i64 {
  return lengthOf(field) == 0 ? absentNumber : digitsOf(field, digitsMax);
}

/** 200, 204 or 304: the other statuses are told by the plain path. */
function isAnswered(): bool {
  if (lengthOf(hitStatus) != 3) return false;
  const status = load<u32>(startOf(hitStatus)) & 0xffffff;
  return status == 0x303032 || status == 0x343032 || status == 0x343033;
}

const protocolLow: u32 = 0x54544820; // ' HTT'
const protocolHigh: u16 = 0x2f50; // 'P/'

/** The parameters between the first `?` of the request and ` HTTP/1.1` or ` HTTP/2` at its end. */
function readQuery(): bool {
  const start = startOf(hitRequest);
  const bytes = lengthOf(hitRequest);
  if (bytes < 9) return false;
  let end = start + bytes - 9;
  if (!isProtocol(end)) end += 2;
  if (!isProtocol(end)) return false;
  for (let at = start; at < end; at += 1) {
    if (load<u8>(at) == 0x3f) return readParameters(at + 1, end);
  }
  return false;
}

function isProtocol(at: usize): bool {
  return load<u32>(at) == protocolLow && load<u16>(at, 4) == protocolHigh;
}

function readParameters(start: usize, end: usize): bool {
  let at = start;
  while (at < end) {
    const name = at;
    let byte: u8 = 0;
    for (; at < end; at += 1) {
      byte = load<u8>(at);
      if (byte == 0x3d || byte == 0x26) break;
      // A name with an escape might be one that is looked for.
      if (byte == 0x25 || byte == 0x2b) return false;
    }
    const nameBytes = <u32>(at - name);
    const value = at < end && byte == 0x3d ? at + 1 : at;
    at = parameterEnd(value, end);
    const field = nameBytes == 0 ? -1 : fieldOf(queryFields, name, nameBytes);
    if (field >= 0) setSpan(field, value, at);
    at += 1;
  }
  return true;
}

/** The next `&`, or the end. */
function parameterEnd(start: usize, end: usize): usize {
  for (let at = start; at < end; at += 16) {
    const found = v128.bitmask<u8>(v128.eq<u8>(v128.load(at), v128.splat<u8>(0x26)));
    if (found == 0) continue;
    const place = at + ctz(found);
    return place < end ? place : end;
  }
  return end;
}

let visitorStart: usize = 0;
let visitorLength: u32 = 0;

/** `u`, else `parsely_site_uuid` of `data`. @returns false where it is not surely an id. */
function findVisitor(): bool {
  const bytes = lengthOf(hitVisitor);
  if (bytes > 0) {
    if (bytes > idBytesMax) return false;
    const end = decodePercent(startOf(hitVisitor), bytes, visitorBase);
    visitorStart = visitorBase;
    visitorLength = <u32>(end - visitorBase);
    return end != 0;
  }
  if (lengthOf(hitData) >= visitorBytes) return false;
  const end = decodePercent(startOf(hitData), lengthOf(hitData), visitorBase);
  if (end == 0) return false;
  // Whatever is read as JSON ends with a line feed.
  store<u8>(end, 0x0a);
  if (readMembers(dataFields, visitorBase) != end || !isPlainText(hitDataVisitor)) return false;
  visitorStart = startOf(hitDataVisitor) + 1;
  visitorLength = lengthOf(hitDataVisitor) - 2;
  return true;
}

function writeHashes(record: usize): bool {
  const action = lengthOf(hitAction);
  const url = lengthOf(hitUrl);
  const random = lengthOf(hitRandom);
  if (action == 0 || url == 0 || random == 0 || random > idBytesMax) return false;
  if (visitorLength + action + url + random + 4 > scratchBytes) return false;
  murmur3(visitorStart, visitorLength);
  store<u64>(record, low, visitorAt);
  store<u64>(record, 0, sessionAt);
  if (load<u32>(record, sessionNumberAt) != 0) writeSessionHash(record);
  store<u8>(scratchBase, separator);
  memory.copy(scratchBase + 1, visitorStart, visitorLength);
  let end = appendDecoded(scratchBase + 1 + visitorLength, hitAction);
  if (end != 0) end = appendDecoded(end, hitUrl);
  if (end != 0) end = appendDecoded(end, hitRandom);
  if (end == 0) return false;
  murmur3(scratchBase, <u32>(end - scratchBase));
  store<u64>(record, low, identityAt);
  store<u64>(record, high, identityAt + 8);
  return true;
}

function writeSessionHash(record: usize): void {
  const bytes = lengthOf(hitSession);
  memory.copy(scratchBase, visitorStart, visitorLength);
  store<u8>(scratchBase + visitorLength, 0x5f);
  memory.copy(scratchBase + visitorLength + 1, startOf(hitSession), bytes);
  murmur3(scratchBase, visitorLength + 1 + bytes);
  store<u64>(record, low, sessionAt);
}

/** @returns the end of what was written, or 0. */
function appendDecoded(target: usize, field: i32): usize {
  store<u8>(target, separator);
  return decodePercent(startOf(field), lengthOf(field), target + 1);
}

function writeFields(record: usize): void {
  for (let field: i32 = hitAction; field < hitNumbered; field += 1) {
    store<u32>(fieldWord(record, field), lengthOf(field) == 0 ? 0 : numberOf(field));
  }
  // `-` = none.
  const agent = startOf(hitAgent);
  if (lengthOf(hitAgent) == 1 && load<u8>(agent) == 0x2d)
    store<u32>(fieldWord(record, hitAgent), 0);
  let word = fieldWord(record, hitNumbered);
  for (let field: i32 = hitNumbered; field < hitTold; field += 1) {
    store<u32>(word, <u32>startOf(field));
    store<u32>(word, lengthOf(field), 4);
    word += 8;
  }
}
