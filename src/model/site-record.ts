/** What a store knows of a site as a whole: its numbered barriers. Changed by compare-and-set. */

export const siteRecordSchema = 1;

export type Barrier = {
  /** From 1, raised by one. */
  readonly number: number;
  readonly kind: 'erasure' | 'zone';
  readonly run: string;
  /** Epoch seconds. */
  readonly at: number;
  readonly reason: string;
  /** Of an erasure: the visitors as keyed hashes, in no other form. */
  readonly visitors?: readonly string[];
};

export type SiteRecord = {
  readonly schema: typeof siteRecordSchema;
  readonly site: string;
  readonly version: number;
  readonly barriers: readonly Barrier[];
  /** Tells the right key from a wrong one; there from the first erasure on. */
  readonly eraseKeyCheck?: string;
};

/** The number under which what is derived now is derived; 0 = none was ever set. */
export function lastBarrier(record: SiteRecord | undefined): number {
  return record?.barriers.at(-1)?.number ?? 0;
}
