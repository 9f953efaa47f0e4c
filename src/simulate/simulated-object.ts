/** An object of a simulated archive: its key, what it holds, and how that is to be written. */

export type SimulatedObject = {
  readonly key: string;
  /**
   * The uncompressed bytes in pieces of about 256 KiB, to be read before the next object is asked
   * for: objects share one stream of traffic. May be read once.
   */
  readonly blocks: Iterable<Uint8Array>;
  readonly writing: Writing;
};

/** Good objects are written as `plainGzip`; the rest exists for the sake of faults. */
export type Writing = {
  readonly compression: 'gzip' | 'none';
  /** Blocks in one gzip member; a new member begins after every so many. */
  readonly memberBlocks: number;
  /** Cut off the end of what was written, then `appended` is put there. */
  readonly cutBytes: number;
  readonly appended: Uint8Array;
};

export const plainGzip: Writing = {
  compression: 'gzip',
  memberBlocks: Infinity,
  cutBytes: 0,
  appended: new Uint8Array(0),
};
