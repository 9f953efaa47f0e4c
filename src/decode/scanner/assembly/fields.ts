/** The fields that are looked for, found by the bytes of their names. */
import { fieldSlotBytes, fieldSlots, fieldSlotsBase, fieldTables, treatmentsBase } from './layout';
import { clearGuesses } from './member-guesses';
import { lowBytes } from '../../../base/assembly/murmur3';

/** Where names are looked for: in events, in the query of a hit, in the JSON of its `data`. */
export const eventFields: u32 = 0;
export const queryFields: u32 = 1;
export const dataFields: u32 = 2;

/**
 * How the value of an event's field is told to the caller. `read`: not at all; it is read here.
 * `number`: as the number of its value. `page`: the same, in lines with metadata only. `any`: the
 * same, also where it is null or the empty text, which others are told as 0 like what is not there.
 * `any_page`: any that belongs to the metadata.
 */
export const treatmentRead: u32 = 0;
export const treatmentNumber: u32 = 1;
export const treatmentPage: u32 = 2;
export const treatmentAny: u32 = 3;
export const treatmentAnyPage: u32 = 4;

/** Told instead of a number where a value is there that is not looked at. */
export const unread: u32 = 0xffffffff;

/** Slot: first 8 bytes, last 8 bytes, address, length, field + 1 (0 = a free slot). */
const headAt: usize = 0;
const tailAt: usize = 8;
const nameAt: usize = 16;
const lengthAt: usize = 20;
const fieldAt: usize = 24;

/** Of events. */
export let fieldCount: i32 = 0;

/**
 * @param field its place among the values of a line, below `fieldsMax`; events' go up from 0.
 * @param name where the caller wrote the name; it must stay there.
 */
export function addField(table: u32, field: i32, name: usize, bytes: u32): void {
  if (table == eventFields) fieldCount = field + 1;
  const head = headOf(name, bytes);
  const tail = tailOf(name, bytes);
  let slot = slotOf(table, head, tail, bytes);
  while (load<u32>(slot, fieldAt) != 0) slot = nextSlot(table, slot);
  store<u64>(slot, head, headAt);
  store<u64>(slot, tail, tailAt);
  store<u32>(slot, <u32>name, nameAt);
  store<u32>(slot, bytes, lengthAt);
  store<u32>(slot, field + 1, fieldAt);
}

/** Fields that the caller is told of, and those of them that belong to the metadata: a bit each. */
export let toldFields: u64 = 0;
export let pageFields: u64 = 0;

/** @param unless a field in whose presence this one is `unread`; -1 = none. */
export function treatField(field: i32, treatment: u32, unless: i32): void {
  store<u32>(treatmentsBase + ((<usize>field) << 3), treatment);
  store<i32>(treatmentsBase + ((<usize>field) << 3), unless, 4);
  const bit = (<u64>1) << field;
  if (treatment != treatmentRead) toldFields |= bit;
  if (treatment == treatmentPage || treatment == treatmentAnyPage) pageFields |= bit;
}

export function clearFields(): void {
  memory.fill(fieldSlotsBase, 0, <usize>fieldTables * tableBytes);
  fieldCount = 0;
  toldFields = 0;
  pageFields = 0;
  clearGuesses();
}

/** @returns the field of that name, or -1. */
export function fieldOf(table: u32, name: usize, bytes: u32): i32 {
  const head = headOf(name, bytes);
  const tail = tailOf(name, bytes);
  let slot = slotOf(table, head, tail, bytes);
  while (true) {
    const field = load<u32>(slot, fieldAt);
    if (field == 0) return -1;
    if (load<u64>(slot, headAt) == head && load<u64>(slot, tailAt) == tail) {
      if (load<u32>(slot, lengthAt) == bytes && isMiddle(slot, name, bytes)) return field - 1;
    }
    slot = nextSlot(table, slot);
  }
}

/** Names of more than 16 bytes: what lies between the first and the last 8. */
function isMiddle(slot: usize, name: usize, bytes: u32): bool {
  const known: usize = load<u32>(slot, nameAt);
  for (let at: u32 = 8; at + 8 < bytes; at += 1) {
    if (load<u8>(known + at) != load<u8>(name + at)) return false;
  }
  return true;
}

function headOf(name: usize, bytes: u32): u64 {
  return bytes >= 8 ? load<u64>(name) : load<u64>(name) & lowBytes(bytes);
}

function tailOf(name: usize, bytes: u32): u64 {
  return bytes >= 8 ? load<u64>(name + bytes - 8) : 0;
}

const tableBytes: usize = fieldSlots * fieldSlotBytes;

function slotOf(table: u32, head: u64, tail: u64, bytes: u32): usize {
  const mixed = (head ^ rotl<u64>(tail, 29) ^ bytes) * 0x9e3779b97f4a7c15;
  const slot = (<usize>(mixed >> 56)) & (fieldSlots - 1);
  return fieldSlotsBase + <usize>table * tableBytes + slot * fieldSlotBytes;
}

function nextSlot(table: u32, slot: usize): usize {
  const next = slot + fieldSlotBytes;
  const end = fieldSlotsBase + (<usize>table + 1) * tableBytes;
  return next == end ? end - tableBytes : next;
}
