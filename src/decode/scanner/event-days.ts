/**
 * The local days of one object's events, where the scanner looks them up. Events of an object are
 * close together: what was found of a time holds for all of its day, or up to the next change of
 * the clocks.
 */
import { outcomeOfDay, type AcceptedSite } from '../acceptance.ts';
import type { TimeRange } from '../../base/zone-clock.ts';
import { fates } from './scanned-format.ts';
import type { Lookup, Scanner } from './scanner.ts';

/** Words of a site: [from, until) in epoch seconds as f64 with one day and one fate. */
const spanWords = 6;

export class EventDays implements Lookup {
  readonly address: number;
  readonly #scanner: Scanner;
  readonly #sites: readonly AcceptedSite[];
  #range: TimeRange = { from: 0, until: 0 };

  /** @param sites by the index that events name them by. */
  constructor(scanner: Scanner, sites: readonly AcceptedSite[]) {
    this.#scanner = scanner;
    this.#sites = sites;
    this.address = scanner.allocate(sites.length * spanWords * 4);
    scanner.addLookup(this.address, this);
  }

  /** Another object, of that range: what was found of the last one holds no more. */
  begin(range: TimeRange): void {
    this.#range = range;
    const from = this.address / 4;
    this.#scanner.words.fill(0, from, from + this.#sites.length * spanWords);
  }

  /** @param index of a site. */
  learn(index: number, time: number): void {
    const site = this.#sites[index]!;
    const { from, until, day } = site.clock.daySpanAt(time);
    const { words } = this.#scanner;
    const at = this.address + index * spanWords * 4;
    new Float64Array(words.buffer, at, 2).set([from, until]);
    words[at / 4 + 4] = day;
    words[at / 4 + 5] = fates[outcomeOfDay(site, day, this.#range) ?? 'accepted'];
  }
}
