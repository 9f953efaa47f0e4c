/**
 * Where intermediate data goes when memory ends: a port of append-only byte streams. Synchronous,
 * because it is called from the middle of aggregation, where waiting would need a second copy.
 */

/** One append-only stream of bytes. Owned by one writer; dropped as a whole. */
export type SpillFile = {
  readonly bytes: number;
  append(bytes: Uint8Array): void;
  /** Fills `target` from `offset` on; returns how many bytes were there. */
  read(offset: number, target: Uint8Array): number;
  /** Gives the space back. Reading afterwards is an error. */
  drop(): void;
};

/** Makes spill files; `close` drops all that are left. */
export type SpillSpace = {
  readonly location: string;
  create(): SpillFile;
  close(): void;
};
