/** What a query needs besides its store and its words. */

export type QueryLimits = {
  /** Stored cells that may be read; what would read more is refused before it begins. */
  readonly cellsMax: number;
  /** Of groups, their sketches and what is known of pages. */
  readonly memoryBytesMax: number;
};

export type QueryOptions = {
  /** Epoch seconds: what `yesterday` and `-24h` are reckoned from. */
  readonly now: number;
  readonly signal: AbortSignal;
  readonly limits?: QueryLimits;
};

/**
 * Cells: half a minute of a folder store on one core (measured: 10 to 30 million a second).
 * Memory: what `--memory` leaves when it is 1 GiB.
 */
export const defaultQueryLimits: QueryLimits = {
  cellsMax: 500_000_000,
  memoryBytesMax: 512 * 1024 ** 2,
};
