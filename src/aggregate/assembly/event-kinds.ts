/**
 * The kinds of events: action, whether it has a session, and the value of every segment. What
 * follows from these is the same for all events of a kind, and there are some thousand kinds.
 */
import {
  actionBlockOf,
  actionOf,
  actionSharesAt,
  hasSession,
  kindKeysBase,
  kindSlotMask,
  kindSlotsBase,
  metricNumbers,
  segmentCellsBase,
  segmentColumns,
  segmentFromsBase,
  segmentOf,
  sessionBitsAt,
  sharesListAt,
  visitorBitsAt,
} from './event-layout';
import { bitsAt, kindBytes, kindsBase, maskWords, masksAt, shareBytes, sharesAt } from './layout';

/** Block of a kind: entry of the action, session or none, value of each segment. */
const actionAt: usize = 0;
const sessionAt: usize = 4;
const segmentsAt: usize = 8;

export let kindCount: u32 = 0;

export function clearKinds(): void {
  kindCount = 0;
}

/** Additive metrics that an event of the kind counts in. */
export function sharesOf(kind: u32): u32 {
  return load<u32>(actionBlockOf(load<u32>(blockOf(kind), actionAt)), actionSharesAt);
}

/** There is room for one more. */
export function kindOf(event: u32): u32 {
  const slot = slotOfKind(hashOf(event), event);
  const held = load<u32>(slot);
  if (held != 0) return held - 1;
  const block = blockOf(kindCount);
  store<u32>(block, actionOf(event), actionAt);
  store<u32>(block, u32(hasSession(event)), sessionAt);
  for (let segment: u32 = 0; segment < segmentColumns; segment += 1) {
    store<u32>(block + ((<usize>segment) << 2), segmentOf(event, segment), segmentsAt);
  }
  kindCount += 1;
  store<u32>(slot, kindCount);
  return kindCount - 1;
}

/** Sets every cell of segments that the additive metrics of a kind are in to 1. */
export function markSegmentCells(): void {
  for (let kind: u32 = 0; kind < kindCount; kind += 1) {
    const block = blockOf(kind);
    const action = actionBlockOf(load<u32>(block, actionAt));
    for (let share: u32 = 0; share < load<u32>(action, actionSharesAt); share += 1) {
      const metric = load<u32>(action + ((<usize>share) << 3), sharesListAt);
      store<u32>(addressOfCell(0, metric), 1);
      for (let segment: u32 = 0; segment < segmentColumns; segment += 1) {
        store<u32>(addressOfCell(slotOfSegment(block, segment), metric), 1);
      }
    }
  }
}

/** Writes what rows must know of each kind (layout.ts). */
export function writeKinds(): void {
  for (let kind: u32 = 0; kind < kindCount; kind += 1) {
    const block = blockOf(kind);
    const action = actionBlockOf(load<u32>(block, actionAt));
    const target = kindsBase + <usize>kind * kindBytes;
    const sessionBits = load<u32>(block, sessionAt) != 0 ? load<u32>(action, sessionBitsAt) : 0;
    store<u32>(target, load<u32>(action, visitorBitsAt) | sessionBits, bitsAt);
    store<u32>(target, load<u32>(action, actionSharesAt), sharesAt);
    writeMasks(block, target + masksAt);
    let share = target + masksAt + ((<usize>maskWords) << 2);
    for (let number: u32 = 0; number < load<u32>(action, actionSharesAt); number += 1) {
      writeShare(block, action + sharesListAt + ((<usize>number) << 3), share);
      share += shareBytes;
    }
  }
}

function writeMasks(block: usize, target: usize): void {
  memory.fill(target, 0, (<usize>maskWords) << 2);
  store<u32>(target, 1);
  for (let segment: u32 = 0; segment < segmentColumns; segment += 1) {
    const slot = slotOfSegment(block, segment);
    const word = target + ((<usize>(slot >> 5)) << 2);
    store<u32>(word, load<u32>(word) | (1 << (slot & 31)));
  }
}

/** @param share metric and whether it adds seconds. */
function writeShare(block: usize, share: usize, target: usize): void {
  const metric = load<u32>(share);
  store<u32>(target, load<u32>(share, 4));
  store<u32>(target, load<u32>(addressOfCell(0, metric)), 4);
  let to = target + 8;
  for (let segment: u32 = 0; segment < segmentColumns; segment += 1) {
    store<u32>(to, load<u32>(addressOfCell(slotOfSegment(block, segment), metric)));
    to += 4;
  }
}

function slotOfSegment(block: usize, segment: u32): u32 {
  const from = load<u32>(segmentFromsBase + ((<usize>segment) << 2));
  return from + load<u32>(block + ((<usize>segment) << 2), segmentsAt);
}

function addressOfCell(slot: u32, metric: u32): usize {
  return segmentCellsBase + ((<usize>(slot * metricNumbers + metric)) << 2);
}

/** Fills slots that are all free. */
export function placeKinds(): void {
  for (let kind: u32 = 0; kind < kindCount; kind += 1) {
    const block = blockOf(kind);
    let hash = mixed(load<u32>(block, actionAt), load<u32>(block, sessionAt));
    for (let segment: u32 = 0; segment < segmentColumns; segment += 1) {
      hash = mixed(hash, load<u32>(block + ((<usize>segment) << 2), segmentsAt));
    }
    let slot = hash & kindSlotMask;
    while (load<u32>(addressOf(slot)) != 0) slot = (slot + 1) & kindSlotMask;
    store<u32>(addressOf(slot), kind + 1);
  }
}

function slotOfKind(hash: u32, event: u32): usize {
  let slot = hash & kindSlotMask;
  let held = load<u32>(addressOf(slot));
  while (held != 0 && !isOfKind(event, blockOf(held - 1))) {
    slot = (slot + 1) & kindSlotMask;
    held = load<u32>(addressOf(slot));
  }
  return addressOf(slot);
}

function isOfKind(event: u32, block: usize): bool {
  if (load<u32>(block, actionAt) != actionOf(event)) return false;
  if (load<u32>(block, sessionAt) != u32(hasSession(event))) return false;
  for (let segment: u32 = 0; segment < segmentColumns; segment += 1) {
    const value = load<u32>(block + ((<usize>segment) << 2), segmentsAt);
    if (value != segmentOf(event, segment)) return false;
  }
  return true;
}

function hashOf(event: u32): u32 {
  let hash = mixed(actionOf(event), u32(hasSession(event)));
  for (let segment: u32 = 0; segment < segmentColumns; segment += 1) {
    hash = mixed(hash, segmentOf(event, segment));
  }
  return hash;
}

/** Constants of Murmur3: neighbouring small numbers are spread as well as any. */
function mixed(hash: u32, value: u32): u32 {
  const product = (hash ^ (value * 0xcc9e2d51)) * 0x85ebca6b;
  return product ^ (product >> 15);
}

function blockOf(kind: u32): usize {
  return kindKeysBase + <usize>kind * (segmentsAt + ((<usize>segmentColumns) << 2));
}

function addressOf(slot: u32): usize {
  return kindSlotsBase + ((<usize>slot) << 2);
}
