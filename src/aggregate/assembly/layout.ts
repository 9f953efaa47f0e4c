/**
 * What lies where in the memory that rows are built in. Sizes depend on the period, so the caller
 * lays it out (row-memory.ts) and sets these addresses, in bytes from 0.
 *
 * A record is one event, in words: its kind, rank of its visitor, rank of its session, url rank,
 * bucket, engaged seconds, the number of cells that follow, and these: the cells of its values in
 * breakdowns, for each value as many as the kind has shares. A share is an additive metric that the
 * event counts in.
 *
 * A kind (event-kinds.ts) is here a block of words: the distinct metrics that it counts in (bit d:
 * metric d), shares, segment slots as bits (`maskWords`), then `sharesMax` shares: 1 where the
 * seconds are added and 0 where 1 is, and the `segmentCells` cells of segments.
 */

/** Records ascending by url rank, then bucket. */
export let recordsBase: usize = 0;
export let recordsUntil: usize = 0;
export let recordCount: u32 = 0;

export const kindAt: usize = 0;
export const visitorAt: usize = 4;
export const sessionAt: usize = 8;
export const urlAt: usize = 12;
export const bucketAt: usize = 16;
export const secondsAt: usize = 20;
export const cellCountAt: usize = 24;
export const cellsAt: usize = 28;

export let kindsBase: usize = 0;
/** Bytes of a kind's block, and of a share in it. */
export let kindBytes: usize = 0;
export let shareBytes: usize = 0;
export let maskWords: u32 = 0;

export const bitsAt: usize = 0;
export const sharesAt: usize = 4;
export const masksAt: usize = 8;

/** Events and seconds of each kind in the row under way, 8 bytes each; zeros between rows. */
export let kindSumsBase: usize = 0;

/** Kinds of the row under way: as a set (number-set.ts), then as a list. */
export let kindSetBase: usize = 0;
export let kindListBase: usize = 0;

/** Addresses of records, ascending by bucket. */
export let byBucketBase: usize = 0;

/** Sum of each cell as f64; zeros between rows. */
export let sumsBase: usize = 0;

/** Cells of the row under way: as a set (number-set.ts), then as a list. */
export let cellSetBase: usize = 0;
export let cellListBase: usize = 0;

/** A word for each cell: 0 = additive, else (distinct metric + 1) << 16 | segment slot. */
export let cellKindsBase: usize = 0;

/** One block of `metricBytes` for each distinct metric: see members.ts. */
export let metricsBase: usize = 0;
export let metricCount: u32 = 0;

/** Slots of one row in which a metric has members: `maskWords` words. */
export let slotsBase: usize = 0;

/** Registers of one large sketch, a byte each. */
export let registersBase: usize = 0;

/** Where parts are written, and the blocks that say what they are: see write-parts.ts. */
export let partsBase: usize = 0;
export let partsUntil: usize = 0;
export let headsBase: usize = 0;
export let headsMax: u32 = 0;
/** Room that any one part needs. */
export let partBytesMax: usize = 0;
