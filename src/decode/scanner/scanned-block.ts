/**
 * Records of one format that follow one another, with what was found out of each: arrays by line,
 * so that every question is one short loop over all of them. An object for each event, and calls
 * for each of its values, took three times as long (measured).
 */
import type { RefusedOutcome } from '../object-tally.ts';

/** What becomes of a line; one that was accepted so far may still be refused. */
export const fates = {
  ...{ accepted: 0, incomplete: 1, invalid: 2, other_site: 3, other_period: 4 },
  ...{ out_of_window: 5, excluded: 6, bot: 7, malformed: 8 },
} as const satisfies Partial<Record<RefusedOutcome | 'accepted', number>>;

/** Outcomes by the number of the fate. */
export const fateNames = Object.keys(fates) as readonly (keyof typeof fates)[];

export class ScannedBlock {
  /** Lines of the block; once it was judged, those that were accepted. */
  count = 0;
  /** Word of the record. */
  readonly records: Int32Array;
  readonly fates: Uint8Array;
  /** Place in the list of sites. */
  readonly sites: Int32Array;
  readonly days: Int32Array;
  /** The number of the url's value. */
  readonly urls: Int32Array;
  readonly engagedSeconds: Int32Array;
  /** Number of the line in its object, where it was accepted. */
  readonly lines: Int32Array;
  readonly lineBytes: Int32Array;

  /** @param linesMax of any block. */
  constructor(linesMax: number) {
    this.records = new Int32Array(linesMax);
    this.fates = new Uint8Array(linesMax);
    this.sites = new Int32Array(linesMax);
    this.days = new Int32Array(linesMax);
    this.urls = new Int32Array(linesMax);
    this.engagedSeconds = new Int32Array(linesMax);
    this.lines = new Int32Array(linesMax);
    this.lineBytes = new Int32Array(linesMax);
  }

  /** Puts what is known of a line to a place before it, or to its own. */
  move(from: number, to: number): void {
    this.records[to] = this.records[from]!;
    this.sites[to] = this.sites[from]!;
    this.days[to] = this.days[from]!;
    this.urls[to] = this.urls[from]!;
    this.engagedSeconds[to] = this.engagedSeconds[from]!;
  }
}

/** Accepted lines of a block, [from, until), and the first of the batch's events that they are. */
export type BlockPart = {
  readonly block: ScannedBlock;
  readonly from: number;
  readonly until: number;
  readonly at: number;
};
