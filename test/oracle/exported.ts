/** Rows and page records as they are exported: what is compared. */

export type ExportedRow = {
  readonly type: 'row';
  readonly site: string;
  /** null = the row of the whole site. */
  readonly url: string | null;
  readonly grain: string;
  /** `2026-03-08T10:05:00Z`, of a day `2026-03-08`. */
  readonly bucket: string;
  /** In the order of cells. */
  readonly cells: Readonly<Record<string, number>>;
};

export type ExportedPage = {
  /** The local date of the period. */
  readonly date: string;
  readonly url: string;
  readonly seenAt: number;
  /** Canonical JSON. */
  readonly metadata: string;
};
