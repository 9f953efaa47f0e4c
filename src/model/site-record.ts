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
};

export type SiteRecord = {
  readonly schema: typeof siteRecordSchema;
  readonly site: string;
  readonly version: number;
  readonly barriers: readonly Barrier[];
};
