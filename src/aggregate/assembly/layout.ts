/**
 * What lies where in the memory that rows are built in. Sizes depend on the period, so the caller
 * lays it out (row-memory.ts) and sets these addresses, in bytes from 0.
 *
 * A record is one event, in words: the distinct metrics that it counts in (bit d: metric d), rank
 * of its visitor, rank of its session, url rank, bucket, its segment slots as bits (`maskWords`),
 * then `amountsPerRecord` shares: an amount, and the `cellsPerAmount` cells that it is added to
 * (0 = none).
 */

/** Records ascending by url rank, then bucket. */
export let recordsBase: usize = 0;
export let recordCount: u32 = 0;
export let maskWords: u32 = 0;
export let amountsPerRecord: u32 = 0;
export let cellsPerAmount: u32 = 0;

export const bitsAt: usize = 0;
export const visitorAt: usize = 4;
export const sessionAt: usize = 8;
export const urlAt: usize = 12;
export const bucketAt: usize = 16;
export const masksAt: usize = 20;

/** Numbers of records, ascending by bucket. */
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
