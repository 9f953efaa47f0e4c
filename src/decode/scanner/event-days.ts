/**
 * The local days of one object's events. Events of an object are close together: what was found of
 * a time holds for all of its day, or up to the next change of the clocks.
 */
import { outcomeOfDay, type AcceptedSite, type LineSurroundings } from '../acceptance.ts';
import { fates } from './scanned-block.ts';

export class EventDays {
  readonly #sites: readonly AcceptedSite[];
  readonly #surroundings: LineSurroundings;
  /** By site, [from, until) in epoch seconds with one day and one fate. */
  readonly #from: Float64Array;
  readonly #until: Float64Array;
  readonly #days: Int32Array;
  readonly #fates: Uint8Array;

  constructor(sites: readonly AcceptedSite[], surroundings: LineSurroundings) {
    this.#sites = sites;
    this.#surroundings = surroundings;
    this.#from = new Float64Array(sites.length);
    this.#until = new Float64Array(sites.length);
    this.#days = new Int32Array(sites.length);
    this.#fates = new Uint8Array(sites.length);
  }

  /**
   * The fate of an event of that time; its day is `dayOf(site)` then. What is refused is tallied.
   * @param site its place in the list of sites.
   */
  fateOf(site: number, time: number): number {
    if (time < this.#from[site]! || time >= this.#until[site]!) this.#find(site, time);
    const fate = this.#fates[site]!;
    if (fate !== fates.accepted) this.#tally(site, fate);
    return fate;
  }

  dayOf(site: number): number {
    return this.#days[site]!;
  }

  #find(site: number, time: number): void {
    const accepted = this.#sites[site]!;
    const { from, until, day } = accepted.clock.daySpanAt(time);
    this.#from[site] = from;
    this.#until[site] = until;
    this.#days[site] = day;
    this.#fates[site] = fates[outcomeOfDay(accepted, day, this.#surroundings.range) ?? 'accepted'];
  }

  #tally(site: number, fate: number): void {
    const { tally } = this.#surroundings;
    const counter = fate === fates.other_period ? tally.otherPeriod : tally.outOfWindow;
    counter.add(this.#sites[site]!.index, this.#days[site]!);
  }
}
