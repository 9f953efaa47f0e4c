/** All rows of one grain from the facts of a period, in their one order. */
import { bucketSeconds, type Grain, type RowPart } from '../model/row.ts';
import { orderByBucket, orderByUrl } from './event-order.ts';
import type { PeriodFacts } from './period-facts.ts';
import { RowBuilder } from './row-builder.ts';

export class RowDeriver {
  readonly #facts: PeriodFacts;
  readonly #builder: RowBuilder;
  readonly #byBucket: Uint32Array;
  readonly #byUrl: Uint32Array;

  constructor(facts: PeriodFacts) {
    this.#facts = facts;
    this.#builder = new RowBuilder(facts);
    this.#byBucket = orderByBucket(facts.bucket);
    this.#byUrl = orderByUrl(this.#byBucket, facts.urlRank, facts.urls.length);
  }

  /** The rows of the whole site, buckets ascending. `day` names the bucket of the 1d row. */
  *siteRows(grain: Grain, day: number): Generator<RowPart, void, undefined> {
    const { count, bucket } = this.#facts;
    const order = grain === '1d' ? this.#byUrl : this.#byBucket;
    for (let from = 0; from < count;) {
      const first = bucket[order[from] as number] as number;
      let until = grain === '1d' ? count : from + 1;
      while (until < count && bucket[order[until] as number] === first) until += 1;
      const start = grain === '1d' ? day : first * bucketSeconds;
      yield* this.#builder.build({ grain, url: null, bucket: start }, { order, from, until });
      from = until;
    }
  }

  /** The rows of all urls, urls ascending, then buckets. */
  *urlRows(grain: Grain, day: number): Generator<RowPart, void, undefined> {
    const { count, bucket, urlRank, urls } = this.#facts;
    const order = this.#byUrl;
    for (let from = 0; from < count;) {
      const first = order[from] as number;
      const isSame = (event: number): boolean =>
        urlRank[event] === urlRank[first] && (grain === '1d' || bucket[event] === bucket[first]);
      let until = from + 1;
      while (until < count && isSame(order[until] as number)) until += 1;
      const url = urls[urlRank[first] as number] as string;
      const start = grain === '1d' ? day : (bucket[first] as number) * bucketSeconds;
      yield* this.#builder.build({ grain, url, bucket: start }, { order, from, until });
      from = until;
    }
  }
}
