/**
 * Checks the invariants of one generation while its row parts flow past: what every rebuild does
 * with every row it derives, so it holds nothing per url and asks for little time per cell.
 */
import type { InvariantFault } from '../model/invariant.ts';
import type { Grain, RowPart } from '../model/row.ts';
import { ActionCheck, type ActionTally } from './action-check.ts';
import { DaySums } from './day-sums.ts';
import { FaultList } from './fault-list.ts';
import { RecordedNames, type RecordedShape } from './recorded-names.ts';
import { RowCheck } from './row-check.ts';
import { SiteSums } from './site-sums.ts';
import { UnionOfRows } from './union-of-rows.ts';

export { textFromInvariantFault } from '../model/invariant.ts';

export type InvariantOptions = {
  /** The period's local date, days since 1970. */
  readonly day: number;
  readonly shape: RecordedShape;
  /** The grains that the generation holds; what joins 1d and 5m rows is checked with both only. */
  readonly grains: readonly Grain[];
};

/**
 * Sums over urls are compared by fingerprints (see `fingerprint.ts` for how sure that is): such a
 * fault names the grain and, of site rows, the bucket. `checkStored` names the cells.
 *
 * Not checked here, for it takes the sketches of every url or bucket: that the sketches of a url's
 * 5m rows unite to those of its 1d row, and those of 5m url rows to those of their site row.
 *
 * Memory: what is known of the keys (21 bytes each), the sketches of the 1d site row four times,
 * one fingerprint a bucket.
 */
export class InvariantCheck {
  readonly #options: InvariantOptions;
  readonly #faults = new FaultList();
  readonly #rows: RowCheck;
  readonly #siteSums: SiteSums;
  readonly #daySums: DaySums;
  /** The 1d site row against the 5m site rows. */
  readonly #dayUnion = new UnionOfRows();
  /** The 1d site row against the 1d url rows. */
  readonly #siteUnion = new UnionOfRows();
  readonly #actions: ActionCheck;

  constructor(options: InvariantOptions) {
    const { day, shape } = options;
    this.#options = options;
    const names = new RecordedNames(shape);
    this.#rows = new RowCheck(day, names, this.#faults);
    this.#siteSums = new SiteSums(day);
    this.#daySums = new DaySums(day);
    this.#actions = new ActionCheck(day, names);
  }

  /** Takes the next part: all 1d rows, then all 5m rows, in their one order. */
  add(part: RowPart): void {
    const print = this.#rows.add(part);
    const { unsound } = this.#rows;
    this.#siteSums.add(part, print);
    this.#daySums.add(part, print);
    if (part.grain === '1d') this.#addDay(part);
    else if (part.url === null) this.#dayUnion.addShare(part, this.#rows.tableOf(part), unsound);
  }

  /** How many faults there were; `finish` keeps the first of each invariant only. */
  get faultCount(): number {
    return this.#faults.count;
  }

  /** Ends the check, once. @returns none where every invariant holds. */
  finish(tally: ActionTally): readonly InvariantFault[] {
    const { day, grains } = this.#options;
    const faults = this.#faults;
    const row = { grain: '1d', url: null, bucket: day } as const;
    this.#rows.finish();
    this.#siteSums.report(faults);
    if (grains.includes('1d')) {
      const shares = 'the 1d url rows';
      this.#siteUnion.reportUnions({ invariant: 'site_union', row, shares }, faults);
      this.#actions.report(tally, faults);
    }
    if (grains.includes('1d') && grains.includes('5m')) {
      const shares = 'the 5m site rows';
      this.#daySums.report(faults);
      this.#dayUnion.reportUnions({ invariant: 'day_union', row, shares }, faults);
      this.#dayUnion.reportBounds({ invariant: 'day_bounds', row, shares }, faults);
    }
    return faults.kept;
  }

  #addDay(part: RowPart): void {
    const table = this.#rows.tableOf(part);
    const { unsound } = this.#rows;
    if (part.url !== null) {
      this.#siteUnion.addShare(part, table, unsound);
      return;
    }
    this.#actions.add(part, table);
    this.#siteUnion.addWhole(part, table, unsound);
    this.#dayUnion.addWhole(part, table, unsound);
  }
}
