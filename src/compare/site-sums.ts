/** Checks by fingerprints that each site row is the sum of the url rows of its bucket. */
import type { RowName, RowPart } from '../model/row.ts';
import type { FaultList } from './fault-list.ts';
import { Fingerprint, fingerprintBasis } from './fingerprint.ts';
import { isBucketOfDay } from './row-order.ts';

/** Memory: one fingerprint for each bucket of the day. */
export class SiteSums {
  readonly #day: number;
  /** Site row less url rows. Rows outside the day are at fault already, and might be countless. */
  readonly #ofDay = new Fingerprint();
  readonly #ofBucket = new Map<number, Fingerprint>();

  constructor(day: number) {
    this.#day = day;
  }

  add(part: RowPart, print: Fingerprint): void {
    if (!isBucketOfDay(part, this.#day)) return;
    const difference = part.grain === '1d' ? this.#ofDay : this.#differenceOf(part.bucket);
    if (part.url === null) difference.add(print);
    else difference.subtract(print);
  }

  /** Names the rows, not their cells: those are not known here. */
  report(faults: FaultList): void {
    this.#compare({ grain: '1d', url: null, bucket: this.#day }, this.#ofDay, faults);
    for (const [bucket, difference] of this.#ofBucket) {
      this.#compare({ grain: '5m', url: null, bucket }, difference, faults);
    }
  }

  #compare(row: RowName, difference: Fingerprint, faults: FaultList): void {
    if (difference.value() === 0n) return;
    faults.add({
      invariant: 'site_sum',
      row,
      key: null,
      expected: 'the sum of the url rows',
      found: 'another sum',
      basis: fingerprintBasis,
    });
  }

  #differenceOf(bucket: number): Fingerprint {
    const known = this.#ofBucket.get(bucket);
    if (known !== undefined) return known;
    const difference = new Fingerprint();
    this.#ofBucket.set(bucket, difference);
    return difference;
  }
}
