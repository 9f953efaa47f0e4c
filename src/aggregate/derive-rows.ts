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

  /**
   * The rows of a grain: site rows, then urls ascending, buckets ascending. `day` names the bucket
   * of the 1d rows.
   */
  *rows(grain: Grain, day: number): Generator<RowPart, void, undefined> {
    if (grain === '1d') yield* this.#days(day);
    else yield* this.#buckets();
  }

  *#days(day: number): Generator<RowPart, void, undefined> {
    const { count, urlRank, urls } = this.#facts;
    const order = this.#byUrl;
    const whole = { order, from: 0, until: count };
    yield* this.#builder.build({ grain: '1d', url: null, bucket: day }, whole);
    for (let from = 0; from < count;) {
      const rank = urlRank[order[from] as number] as number;
      let until = from + 1;
      while (until < count && urlRank[order[until] as number] === rank) until += 1;
      const name = { grain: '1d', url: urls[rank] as string, bucket: day } as const;
      yield* this.#builder.build(name, { order, from, until });
      from = until;
    }
  }

  *#buckets(): Generator<RowPart, void, undefined> {
    const { count, bucket, urlRank, urls } = this.#facts;
    for (const order of [this.#byBucket, this.#byUrl]) {
      const rankOf = order === this.#byBucket ? undefined : urlRank;
      for (let from = 0; from < count;) {
        const first = order[from] as number;
        let until = from + 1;
        while (until < count && sameRow(first, order[until] as number, bucket, rankOf)) until += 1;
        const url = rankOf === undefined ? null : (urls[rankOf[first] as number] as string);
        const start = (bucket[first] as number) * bucketSeconds;
        yield* this.#builder.build({ grain: '5m', url, bucket: start }, { order, from, until });
        from = until;
      }
    }
  }
}

function sameRow(
  a: number,
  b: number,
  bucket: Uint32Array,
  rank: Uint32Array | undefined,
): boolean {
  return bucket[a] === bucket[b] && (rank === undefined || rank[a] === rank[b]);
}
