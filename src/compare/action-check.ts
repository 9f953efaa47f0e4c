/** Checks that the 1d site row counts as many events of each action as the tally of the period. */
import { additiveMetricsOfAction, metricFromName } from '../model/catalogue.ts';
import type { PeriodTally } from '../model/ledger.ts';
import type { RowPart } from '../model/row.ts';
import { allSegment, keyFromCellName } from '../model/segments.ts';
import type { FaultList } from './fault-list.ts';
import type { KeyTable } from './key-table.ts';
import type { RecordedNames } from './recorded-names.ts';

/** What the check needs of a tally. */
export type ActionTally = Pick<PeriodTally, 'counted' | 'countedByAction'>;

export class ActionCheck {
  readonly #day: number;
  readonly #names: RecordedNames;
  /** `$all` values of the 1d site row by metric name. */
  readonly #found = new Map<string, number>();

  constructor(day: number, names: RecordedNames) {
    this.#day = day;
    this.#names = names;
  }

  add({ grain, url, cells, values }: RowPart, { slots }: KeyTable): void {
    if (grain !== '1d' || url !== null) return;
    cells.forEach((cell, index) => {
      const slot = slots[cell]!;
      if (slot < 0 || this.#names.segmentOfSlot(slot) !== 0) return;
      this.#found.set(this.#names.metricOfSlot(slot).name, values[index]!);
    });
  }

  report(tally: ActionTally, faults: FaultList): void {
    const row = { grain: '1d', url: null, bucket: this.#day } as const;
    const expectedOf = this.#countsFromTally(tally);
    for (const metric of new Set([...expectedOf.keys(), ...this.#found.keys()])) {
      if (metricFromName(metric, this.#names.catalogue)?.kind !== 'count') continue;
      const expected = expectedOf.get(metric) ?? 0;
      const found = this.#found.get(metric) ?? 0;
      if (expected === found) continue;
      const key = keyFromCellName({ dimension: allSegment, value: undefined, metric });
      const basis = 'events counted by action';
      faults.add({ invariant: 'actions', row, key, expected, found, basis });
    }
    const found = Object.values(tally.countedByAction).reduce((sum, count) => sum + count, 0);
    if (found === tally.counted) return;
    const fault = { expected: tally.counted, found, basis: 'events counted in the tally' };
    faults.add({ invariant: 'actions', row: null, key: null, ...fault });
  }

  #countsFromTally({ countedByAction }: ActionTally): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const [action, count] of Object.entries(countedByAction)) {
      for (const { name, kind } of additiveMetricsOfAction(action, this.#names.catalogue)) {
        if (kind === 'count') counts.set(name, (counts.get(name) ?? 0) + count);
      }
    }
    return counts;
  }
}
