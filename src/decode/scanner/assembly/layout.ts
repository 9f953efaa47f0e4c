/**
 * What lies where in the memory that the scanner shares with its caller, in bytes from 0. The
 * compiler's own data is far below `firstBytes`. Every region that is read 16 bytes at a time has
 * as much room behind it.
 */

const kibibyte: usize = 1024;
const firstBytes: usize = 64 * kibibyte;

/** Longest line that is looked at, without its line end (metrics: `oversized`). */
export const lineBytesMax: usize = 1024 * kibibyte;

/** Raw lines: a piece of 1 MiB as zlib makes them, behind the begun line of the piece before. */
export const inputBase: usize = firstBytes;
export const inputBytes: usize = 2 * lineBytesMax + 64 * kibibyte;
const inputRoom: usize = inputBytes + 64;

/** One record per line; read by the caller before the next scan. */
export const recordsBase: usize = inputBase + inputRoom;
export const recordsMax: i32 = 512;

/**
 * Words of a record. The first ones are the same in every line (see scan-lines.ts), then comes one
 * word per field: the number of its value.
 */
export const recordWords: i32 = 64;
export const fieldsAt: i32 = 20;
export const fieldsMax: i32 = recordWords - fieldsAt;
const recordsRoom: usize = <usize>recordsMax * <usize>recordWords * 4;

/** Names of fields, one after another. */
export const namesBase: usize = recordsBase + recordsRoom;
export const namesBytes: usize = 16 * kibibyte;

/** Fields by a hash of their names: see fields.ts. */
export const fieldSlotsBase: usize = namesBase + namesBytes + 64;
export const fieldSlots: usize = 256;
export const fieldSlotBytes: usize = 32;

/** Where the values of the line's fields begin and end, and how fields are treated. */
export const spansBase: usize = fieldSlotsBase + fieldSlots * fieldSlotBytes;
export const treatmentsBase: usize = spansBase + <usize>fieldsMax * 8;

/** A visitor, `_` and a session number. */
export const scratchBase: usize = treatmentsBase + <usize>fieldsMax * 8;
const scratchRoom: usize = 2 * kibibyte;

/** Distinct values by number, see values.ts: at most `valuesMax`, `arenaBytes` in all. */
export const valuesMax: u32 = 1 << 18;
export const arenaBytes: u32 = 16 * 1024 * 1024;
export const valueSlots: u32 = valuesMax * 2;
export const valueSlotsBase: usize = scratchBase + scratchRoom;
export const valueHashesBase: usize = valueSlotsBase + valueSlots * 4;
export const valueEndsBase: usize = valueHashesBase + valuesMax * 4;
/** One byte a value: 1 = as the name of a site, it is one that nobody asked for. */
export const otherSitesBase: usize = valueEndsBase + valuesMax * 4;
export const arenaBase: usize = otherSitesBase + valuesMax;

export const memoryBytes: usize = arenaBase + <usize>arenaBytes + lineBytesMax + 64;
