/** Checks by fingerprints that the 1d rows of the site and of all urls are sums of 5m rows. */
import type { RowPart } from '../model/row.ts';
import type { FaultList } from './fault-list.ts';
import { Fingerprint, fingerprintBasis, urlCoefficient } from './fingerprint.ts';

/** Memory: the same for any number of urls, of which therefore none can be named. */
export class DaySums {
  readonly #day: number;
  /** 1d row less 5m rows, of the site. */
  readonly #site = new Fingerprint();
  /** The same over all urls, each weighted by its own coefficient. */
  #urls = 0n;
  /** Rows of one url follow each other and are weighted at once. */
  #url: string | null = null;
  readonly #ofUrl = new Fingerprint();

  constructor(day: number) {
    this.#day = day;
  }

  add(part: RowPart, print: Fingerprint): void {
    if (part.url !== this.#url) this.#finishUrl(part.url);
    const difference = part.url === null ? this.#site : this.#ofUrl;
    if (part.grain === '1d') difference.add(print);
    else difference.subtract(print);
  }

  report(faults: FaultList): void {
    this.#finishUrl(null);
    const found = 'another sum';
    const fault = { invariant: 'day_sum', key: null, found, basis: fingerprintBasis } as const;
    if (this.#site.value() !== 0n) {
      const row = { grain: '1d', url: null, bucket: this.#day } as const;
      faults.add({ ...fault, row, expected: 'the sum of the 5m site rows' });
    }
    if (this.#urls !== 0n) {
      faults.add({ ...fault, row: null, expected: 'for each url, the sum of its 5m rows' });
    }
  }

  #finishUrl(next: string | null): void {
    const difference = this.#ofUrl.value();
    if (this.#url !== null && difference !== 0n) {
      this.#urls += urlCoefficient(this.#url) * difference;
    }
    this.#ofUrl.clear();
    this.#url = next;
  }
}
