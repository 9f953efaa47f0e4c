/**
 * What lies where in the memory that the scanner shares with its caller, in bytes from 0. The
 * compiler's own data is far below `firstBytes`. Every region that is read 16 bytes at a time has
 * as much room behind it.
 */

const kibibyte: usize = 1024;
const firstBytes: usize = 64 * kibibyte;

/** Longest line that is looked at, without its line end (metrics: `oversized`). */
export const lineBytesMax: usize = 1024 * kibibyte;

/** Raw lines: a piece of at most 1 MiB, behind the begun line of the piece before. */
export const inputBase: usize = firstBytes;
export const inputBytes: usize = 2 * lineBytesMax + 64 * kibibyte;
const inputRoom: usize = inputBytes + 64;

/** One record per line; read by the caller before the next scan. */
export const recordsBase: usize = inputBase + inputRoom;
export const recordsMax: i32 = 512;

/**
 * Words of a record. The first ones are the same in every line (see record.ts), then comes one word
 * per field: the number of its value.
 */
export const recordWords: i32 = 72;
export const recordBytes: usize = <usize>recordWords * 4;
export const fieldsAt: i32 = 25;
export const fieldsMax: i32 = recordWords - fieldsAt;
const recordsRoom: usize = <usize>recordsMax * recordBytes;

/** Addresses of the records of a block that were accepted, see judge-lines.ts. */
export const acceptedBase: usize = recordsBase + recordsRoom;

/** Numbers of values that name sites, each as it is first met in an object. */
export const metSitesBase: usize = acceptedBase + <usize>recordsMax * 4;

/** Names of fields, one after another. */
export const namesBase: usize = metSitesBase + <usize>recordsMax * 4;
export const namesBytes: usize = 16 * kibibyte;

/** Fields by a hash of their names, in several tables: see fields.ts. */
export const fieldSlotsBase: usize = namesBase + namesBytes + 64;
export const fieldTables: u32 = 3;
export const fieldSlots: usize = 256;
export const fieldSlotBytes: usize = 32;
const fieldSlotsRoom: usize = <usize>fieldTables * fieldSlots * fieldSlotBytes;

/** Where the values of the line's fields begin and end, and how fields are treated. */
export const spansBase: usize = fieldSlotsBase + fieldSlotsRoom;
/** One byte a field: whether its value holds an escape. */
export const spanEscapesBase: usize = spansBase + <usize>fieldsMax * 8;
export const treatmentsBase: usize = spanEscapesBase + ((<usize>fieldsMax + 7) & ~7);

/** Members' names as they were last met, see member-guesses.ts. */
export const guessBytes: usize = 128;
export const guessesMax: u32 = 512;
export const guessSlots: u32 = 1024;
export const guessesBase: usize = (treatmentsBase + <usize>fieldsMax * 8 + 63) & ~63;
export const guessSlotsBase: usize = guessesBase + <usize>guessesMax * guessBytes;

/** What is hashed or decoded: ids, a session, the identity of a hit with its url. */
export const scratchBase: usize = guessSlotsBase + <usize>guessSlots * 4;
export const scratchBytes: u32 = 16 * 1024;
const scratchRoom: usize = scratchBytes + 64;

/** What a hit says of its visitor, decoded. */
export const visitorBase: usize = scratchBase + scratchRoom;
export const visitorBytes: u32 = 8 * 1024;
const visitorRoom: usize = visitorBytes + 64;

/** Longest id of a visitor or an event that is read here. */
export const idBytesMax: u32 = 1024;

/** Where the fields of a line of an access log are separated. */
export const separatorsBase: usize = visitorBase + visitorRoom;
export const separatorsMax: i32 = 64;

/** Distinct values by number, see values.ts: at most `valuesMax`, `arenaBytes` in all. */
export const valuesMax: u32 = 1 << 18;
export const arenaBytes: u32 = 16 * 1024 * 1024;
export const valueSlots: u32 = valuesMax * 2;
/** Numbers of values that were asked for lately, by a part of their bytes. */
export const recentValues: u32 = 4096;
export const recentValuesBase: usize = separatorsBase + <usize>separatorsMax * 4;
export const valueSlotsBase: usize = recentValuesBase + <usize>recentValues * 4;
export const valueHashesBase: usize = valueSlotsBase + valueSlots * 4;
export const valueEndsBase: usize = valueHashesBase + valuesMax * 4;
/** One byte a value: whether, as the name of a site, it is one that nobody asked for. */
export const otherSitesBase: usize = valueEndsBase + valuesMax * 4;
/** One byte a value: whether, as the name of a site, it was met in the object. */
export const areSitesMetBase: usize = otherSitesBase + valuesMax;
export const arenaBase: usize = areSitesMetBase + valuesMax;

/** What lies behind is the caller's: what follows from values (lookups.ts), columns of events. */
export const memoryBytes: usize = arenaBase + <usize>arenaBytes + lineBytesMax + 64;
