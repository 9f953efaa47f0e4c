/**
 * Checks the invariants of one generation while its row parts flow past: what every rebuild does
 * with every row it derives, so it holds nothing per url and asks for little time per cell.
 */
import type { InvariantFault } from '../model/invariant.ts';
import type { Grain, RowPart } from '../model/row.ts';
import { ActionCheck, type ActionTally } from './action-check.ts';
import { DaySums } from './day-sums.ts';
import { FaultList } from './fault-list.ts';
import { KeyTables } from './key-table.ts';
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
 * Not checked here, for it takes the sketches of every url: that sketches of url rows unite to
 * those of their 1d row, and to those of the site row.
 *
 * Memory: what is known of the keys (17 bytes each), the sketches of the 1d site row twice, one
 * fingerprint a bucket.
 */
export class InvariantCheck {
  readonly #options: InvariantOptions;
  readonly #faults = new FaultList();
  readonly #tables: KeyTables;
  readonly #rows: RowCheck;
  readonly #siteSums: SiteSums;
  readonly #daySums: DaySums;
  readonly #siteUnion = new UnionOfRows();
  readonly #actions: ActionCheck;

  constructor(options: InvariantOptions) {
    const { day, shape } = options;
    this.#options = options;
    this.#tables = new KeyTables(new RecordedNames(shape));
    this.#rows = new RowCheck(day, this.#tables, this.#faults);
    this.#siteSums = new SiteSums(day);
    this.#daySums = new DaySums(day);
    this.#actions = new ActionCheck(day, this.#tables.names);
  }

  /** Takes the next part: all 1d rows, then all 5m rows, in their one order. */
  add(part: RowPart): void {
    const print = this.#rows.add(part);
    this.#siteSums.add(part, print);
    this.#daySums.add(part, print);
    if (part.url !== null) return;
    const table = this.#tables.of(part.keys);
    this.#actions.add(part, table);
    if (part.grain === '1d') this.#siteUnion.addWhole(part, table, this.#rows.unsound);
    else this.#siteUnion.addShare(part, table, this.#rows.unsound);
  }

  /** How many faults there were; `finish` keeps the first of each invariant only. */
  get faultCount(): number {
    return this.#faults.count;
  }

  /** Ends the check, once. @returns none where every invariant holds. */
  finish(tally: ActionTally): readonly InvariantFault[] {
    const { day, grains } = this.#options;
    this.#rows.finish();
    this.#siteSums.report(this.#faults);
    if (grains.includes('1d') && grains.includes('5m')) {
      const row = { grain: '1d', url: null, bucket: day } as const;
      const shares = 'the 5m site rows';
      this.#daySums.report(this.#faults);
      this.#siteUnion.reportUnions({ invariant: 'day_union', row, shares }, this.#faults);
      this.#siteUnion.reportBounds({ invariant: 'day_bounds', row, shares }, this.#faults);
    }
    if (grains.includes('1d')) this.#actions.report(tally, this.#faults);
    return this.#faults.kept;
  }
}
