/** A sample of the urls of a stream of events, to cut it into ranges of about the same size. */
import type { EventBatch } from '../model/event-batch.ts';

/** Urls held at most; with a hundred to each range, ranges differ by some ten percent. */
const urlsMax = 4096;

/** Longer urls are known by their beginning, which cuts as well. */
const urlBytesMax = 256;

/** Takes every nth event; n grows with the stream. Memory: 1 MiB. */
export class UrlSample {
  #urls: Uint8Array[] = [];
  #step = 1;
  /** Events to pass by until the next one is taken. */
  #wait = 0;

  add({ count, columns, dictionary }: EventBatch): void {
    let event = this.#wait;
    for (; event < count; event += this.#step) {
      const url = dictionary.bytes(columns.url[event] as number);
      this.#urls.push(url.slice(0, urlBytesMax));
      if (this.#urls.length === urlsMax) this.#thin();
    }
    this.#wait = event - count;
  }

  /** At most `ranges` - 1 urls, ascending by bytes, no two the same: each begins a new range. */
  splits(ranges: number): readonly Uint8Array[] {
    const sorted = [...this.#urls].sort((a, b) => Buffer.compare(a, b));
    const splits: Uint8Array[] = [];
    for (let range = 1; range < ranges; range += 1) {
      const url = sorted[Math.floor((range * sorted.length) / ranges)];
      const last = splits.at(-1) ?? new Uint8Array(0);
      if (url !== undefined && Buffer.compare(url, last) > 0) splits.push(url);
    }
    return splits;
  }

  #thin(): void {
    this.#urls = this.#urls.filter((_, index) => index % 2 === 0);
    this.#step *= 2;
  }
}
