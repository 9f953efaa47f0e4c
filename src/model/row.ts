/**
 * Rows on their way between aggregation, stores and comparison. A row is all numbers of one url
 * (or of the whole site) in one bucket; it travels in parts of at most `partCellsMax` cells, so
 * that nothing ever holds a whole row, and in columns, so that a cell is no object.
 */
import { compareTexts } from '../base/bytes.ts';
import { textFromDay, textFromInstant } from '../base/calendar.ts';
import type { ByteDictionary } from './byte-dictionary.ts';

/** In the order in which they are derived, stored, compared and exported. */
export const grains = ['1d', '5m'] as const;
export type Grain = (typeof grains)[number];

/** A 5-minute bucket starts at a UTC multiple of this many seconds. */
export const bucketSeconds = 300;

/** Cells in one part. A part of 1,000 cells with full sketches is some 10 MB at most. */
export const partCellsMax = 1000;

export type RowPart = {
  readonly grain: Grain;
  /** Normalised url; null = the site row. */
  readonly url: string | null;
  /** 5m: epoch seconds of its start; 1d: the site's local date, days since 1970. */
  readonly bucket: number;
  /** From 0; all parts but the last of a row hold `partCellsMax` cells. */
  readonly part: number;
  /** The keys that `cells` points into; shared by many parts. */
  readonly keys: ByteDictionary;
  /** Entries of `keys` in canonical order: segments before breakdowns, each by UTF-8 bytes. */
  readonly cells: Uint32Array;
  /** One whole number per cell, 1 to 2^53 - 1. Of a distinct metric: its sketch's estimate. */
  readonly values: Float64Array;
  /** The sketches of the part one after another; cell i ends at sketchEnds[i]. Empty = none. */
  readonly sketches: Uint8Array;
  readonly sketchEnds: Uint32Array;
};

/** The sketch of cell `index`: a view; empty for additive metrics. */
export function sketchOfCell(part: RowPart, index: number): Uint8Array {
  const from = index === 0 ? 0 : (part.sketchEnds[index - 1] as number);
  return part.sketches.subarray(from, part.sketchEnds[index]);
}

/** Which row a part belongs to. */
export type RowName = Pick<RowPart, 'grain' | 'url' | 'bucket'>;

/** The one order of rows: grain, url by UTF-8 bytes (the site row first), bucket. */
export function compareRows(a: RowName, b: RowName): number {
  if (a.grain !== b.grain) return grains.indexOf(a.grain) - grains.indexOf(b.grain);
  return compareUrls(a.url, b.url) || a.bucket - b.bucket;
}

/** The order of rows, then the part number. */
export function compareRowParts(a: RowPart, b: RowPart): number {
  return compareRows(a, b) || a.part - b.part;
}

export function compareUrls(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  return b === null ? 1 : compareTexts(a, b);
}

/** `2026-03-08T10:05:00Z` of a 5-minute bucket, `2026-03-08` of a day. */
export function textFromBucket(grain: Grain, bucket: number): string {
  return grain === '1d' ? textFromDay(bucket) : textFromInstant(bucket);
}
