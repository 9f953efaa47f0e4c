/**
 * What a store may do to answer queries faster: read some cells of many generations at once. The
 * definition is `readRows` with the cells picked out of it; a store that selects must give the
 * same numbers.
 */
import type { PageMetadata, PageRecord } from '../model/page-record.ts';
import type { GenerationKey } from '../model/period.ts';
import type { Grain, RowPart } from '../model/row.ts';

/** Rows of one generation: all of a grain, or those of some of its buckets. */
export type RowSource = {
  readonly key: GenerationKey;
  readonly grain: Grain;
  /** Buckets in [fromBucket, untilBucket), in the unit of the grain. */
  readonly fromBucket?: number;
  readonly untilBucket?: number;
};

/** Texts that are one of `values`, or begin like one of `begins`. */
export type TextChoice = { readonly values: readonly string[]; readonly begins: readonly string[] };

export type CellSelection = {
  readonly sources: readonly RowSource[];
  /** `site`: the site rows. `each`: the rows of all urls. */
  readonly urls: 'site' | 'each' | TextChoice;
  /** The part of a cell's key before the metric: `$all`, `device=mobile`. */
  readonly segments: TextChoice;
  readonly metrics: readonly { readonly name: string; readonly isDistinct: boolean }[];
  /** What the reader tells apart. What it does not may be left out and merged. */
  readonly keeps: ReadonlySet<'url' | 'bucket' | 'segment'>;
};

/**
 * One cell, or the sum of several additive ones that are alike in all that the selection keeps.
 * What it does not keep is null or of any of them.
 */
export type SelectedCell = {
  readonly grain: Grain;
  readonly url: string | null;
  readonly bucket: number | null;
  readonly segment: string | null;
  readonly metric: string;
  readonly value: number;
  /** Empty for additive metrics. */
  readonly sketch: Uint8Array;
};

export type StoreSelection = {
  /**
   * In any order, and in any number of pieces; a distinct cell always comes with its sketch, which
   * is good until the next piece. Sources have rows; what is missing may be told as damage.
   */
  selectCells(selection: CellSelection): AsyncIterable<readonly SelectedCell[]>;
  /**
   * Of every url that any of the generations knows, the newest record, in any order.
   * @param fields that the reader needs; others may be left out of the metadata. All when left out.
   */
  newestPages(
    keys: readonly GenerationKey[],
    fields?: readonly (keyof PageMetadata)[],
  ): AsyncIterable<readonly PageRecord[]>;
};

/** What a store answers from copies of sums that it keeps beside the rows, some selections only. */
export type StoreTotals = {
  /**
   * As StoreSelection.selectCells, as far as totals go.
   * @returns the sources of which the rows have to be read.
   */
  selectCells(
    selection: CellSelection,
  ): AsyncGenerator<readonly SelectedCell[], readonly RowSource[], undefined>;
  /** Whether they are those of the rows of days. @param parts all of these, in their order. */
  compare(key: GenerationKey, parts: AsyncIterable<RowPart>): Promise<'absent' | 'same' | 'other'>;
};
