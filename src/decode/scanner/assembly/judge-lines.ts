/**
 * What becomes of the lines of a block: records of one format that follow one another. Each step is
 * one short loop over all of them; it returns false where it stopped at something that the caller
 * must work out (lookups.ts), and goes on from there when it is called again.
 */
import { unread } from './fields';
import { acceptedBase, areSitesMetBase, metSitesBase, recordBytes, valuesMax } from './layout';
import { lookUp, stopAt } from './lookups';
import { isUtf8 } from './percent';
import {
  dayAt,
  endAt,
  engagedAt,
  fateAt,
  kindAt,
  kindHit,
  kindHitOfOtherSite,
  kindOtherSite,
  kindScanned,
  lineAt,
  siteAt,
  startAt,
  timeAt,
  urlAt,
  wideAt,
} from './record';

/** As scanned-format.ts has them. */
const accepted: u32 = 0;
const incomplete: u32 = 1;
const invalid: u32 = 2;
const otherSite: u32 = 3;
const bot: u32 = 7;
const malformed: u32 = 8;

/** What follows from an action, and from a url: as dpl-values.ts has it. */
const actionNoText: u32 = 0;
const actionEngaged: u32 = 2;
const urlIncomplete: u32 = 1;
const urlInvalid: u32 = 2;

/** Formats of a block. */
const noFormat: u32 = 0;
const events: u32 = 1;
const hits: u32 = 2;

/** The block, and the record that the step under way goes on with. */
let blockFrom: usize = 0;
let blockUntil: usize = 0;
let next: usize = 0;

/** The format of the block: 0 where the plain path must say what its only line is. */
export let blockFormat: u32 = 0;

/** Numbers of values up to it are those of absent ones; the caller numbers these first. */
export let lastAbsent: i32 = 0;
const lastAbsentOfEvents: i32 = 2;

/** Values that name sites, met in the block and not before in the object. */
export let metCount: u32 = 0;

/** Lines of the block that were accepted, in `acceptedBase`. */
export let acceptedCount: u32 = 0;

/** A new object: no site was met in it. */
export function forgetMetSites(): void {
  memory.fill(areSitesMetBase, 0, valuesMax);
}

/**
 * Begins with the records from `from` on, up to the first of another format.
 * @returns the end of the block.
 */
export function beginBlock(from: usize, until: usize): usize {
  blockFormat = formatOf(from);
  lastAbsent = blockFormat == events ? lastAbsentOfEvents : 0;
  let end = from + recordBytes;
  if (blockFormat != noFormat) {
    while (end < until && formatOf(end) == blockFormat) end += recordBytes;
  }
  blockFrom = from;
  blockUntil = end;
  next = from;
  metCount = 0;
  return end;
}

function formatOf(record: usize): u32 {
  const kind = load<u32>(record, kindAt);
  if (kind == kindScanned || kind == kindOtherSite) return events;
  return kind == kindHit || kind == kindHitOfOtherSite ? hits : noFormat;
}

/**
 * @param nameAt byte of a record where the number of the site's name stands.
 * @param sites by name: 1 = nobody asked for it, else its index + 2.
 */
export function findSites(nameAt: usize, sites: usize): bool {
  for (let record = next; record < blockUntil; record += recordBytes) {
    const name = load<u32>(record + nameAt);
    if (load<u32>(record, wideAt) != 0 && !isLineUtf8(record))
      store<u32>(record, malformed, fateAt);
    else if (name == 0) store<u32>(record, incomplete, fateAt);
    else {
      const known = lookUp(sites, name);
      next = record;
      if (known == 0) return stopAt(sites, name, 0);
      meetSite(name);
      store<u32>(record, known == 1 ? otherSite : accepted, fateAt);
      store<u32>(record, known - 2, siteAt);
    }
  }
  next = blockFrom;
  return true;
}

function isLineUtf8(record: usize): bool {
  return isUtf8(load<u32>(record, startAt), load<u32>(record, endAt));
}

function meetSite(name: u32): void {
  const met = areSitesMetBase + <usize>name;
  if (load<u8>(met) != 0) return;
  store<u8>(met, 1);
  store<u32>(metSitesBase + ((<usize>metCount) << 2), name);
  metCount += 1;
}

/**
 * @param actionsAt byte of a record where the number of the action stands; so of the others.
 * @param otherUrlsAt where the url stands that counts in the absence of the first one.
 */
export function findNeeded(
  actionsAt: usize,
  urlsAt: usize,
  otherUrlsAt: usize,
  actions: usize,
  urls: usize,
): bool {
  for (let record = next; record < blockUntil; record += recordBytes) {
    if (load<u32>(record, fateAt) != accepted) continue;
    const action = load<i32>(record + actionsAt);
    let url = load<i32>(record + urlsAt);
    if (url <= lastAbsent) url = load<i32>(record + otherUrlsAt);
    if (action <= lastAbsent || url <= lastAbsent) {
      store<u32>(record, incomplete, fateAt);
      continue;
    }
    next = record;
    const urlFact = lookUp(urls, url) - 1;
    if (urlFact == u32.MAX_VALUE) return stopAt(urls, url, 0);
    const actionFact = lookUp(actions, action) - 1;
    if (actionFact == u32.MAX_VALUE) return stopAt(actions, action, 0);
    store<u32>(record, url, urlAt);
    if (actionFact != actionEngaged) store<u32>(record, 0, engagedAt);
    if (urlFact == urlIncomplete) store<u32>(record, incomplete, fateAt);
    else if (urlFact == urlInvalid || actionFact == actionNoText) {
      store<u32>(record, invalid, fateAt);
    } else if (load<u32>(record, engagedAt) == unread) store<u32>(record, invalid, fateAt);
  }
  next = blockFrom;
  return true;
}

/** Of a site: [from, until) in epoch seconds (f64) with one local day and one fate (words). */
const spanBytes: usize = 24;
const spanUntilAt: usize = 8;
const spanDayAt: usize = 16;
const spanFateAt: usize = 20;

/** @param spans by index of the site; it stops where an event's time is in another one. */
export function findDays(spans: usize): bool {
  for (let record = next; record < blockUntil; record += recordBytes) {
    if (load<u32>(record, fateAt) != accepted) continue;
    const site = load<u32>(record, siteAt);
    const time = load<u32>(record, timeAt);
    const span = spans + <usize>site * spanBytes;
    if (<f64>time < load<f64>(span) || <f64>time >= load<f64>(span, spanUntilAt)) {
      next = record;
      return stopAt(spans, site, time);
    }
    store<u32>(record, load<u32>(span, spanDayAt), dayAt);
    store<u32>(record, load<u32>(span, spanFateAt), fateAt);
  }
  next = blockFrom;
  return true;
}

/**
 * @param first numbers below it are not looked up.
 * @param robots 1 = the value is that of a robot.
 */
export function findRobots(valuesAt: usize, first: i32, robots: usize): bool {
  for (let record = next; record < blockUntil; record += recordBytes) {
    const value = load<i32>(record + valuesAt);
    if (load<u32>(record, fateAt) != accepted || value < first) continue;
    const known = lookUp(robots, value);
    if (known == 0) {
      next = record;
      return stopAt(robots, value, 0);
    }
    if (known == 2) store<u32>(record, bot, fateAt);
  }
  next = blockFrom;
  return true;
}

/** Lists what was accepted. @param line number of the first line of the block. */
export function settle(line: u32): void {
  acceptedCount = 0;
  let number = line;
  for (let record = blockFrom; record < blockUntil; record += recordBytes) {
    if (load<u32>(record, fateAt) == accepted) {
      store<u32>(record, number, lineAt);
      store<u32>(acceptedBase + ((<usize>acceptedCount) << 2), <u32>record);
      acceptedCount += 1;
    }
    number += 1;
  }
}

/** Bytes of the lines that were measured last. */
export let measuredBytes: u32 = 0;

/**
 * How many of the accepted lines from number `from` on, up to `events` of them, come before the one
 * with which they have `bytesMax` bytes together, and that one.
 */
export function measure(from: u32, events: u32, bytesMax: u32): u32 {
  let bytes: u32 = 0;
  let number: u32 = 0;
  const left = acceptedCount - from;
  const most = events < left ? events : left;
  while (number < most && bytes < bytesMax) {
    const record = load<u32>(acceptedBase + ((<usize>(from + number)) << 2));
    bytes += load<u32>(record, endAt) - load<u32>(record, startAt);
    number += 1;
  }
  measuredBytes = bytes;
  return number;
}
