/**
 * What becomes of a scanned line: the same outcomes in the same order as acceptance.ts, told by the
 * numbers of its values. A site's own rules are asked as there, with the fields that they read.
 */
import type { AcceptedSite, LineSurroundings } from '../acceptance.ts';
import { placeEvent } from '../acceptance.ts';
import type { RefusedOutcome } from '../object-tally.ts';
import type { ScannedEvent, ScannedFormat } from './scanned-format.ts';
import { recordAt, type Scanner } from './scanner.ts';
import { ValueFacts } from './value-facts.ts';

export class ScannedEvents {
  readonly #scanner: Scanner;
  readonly #format: ScannedFormat;
  /** Index of the site + 1; 0 = nobody asked for it. */
  readonly #siteFacts: ValueFacts;
  readonly #sites: readonly AcceptedSite[];

  constructor(scanner: Scanner, format: ScannedFormat, sites: ReadonlyMap<string, AcceptedSite>) {
    this.#scanner = scanner;
    this.#format = format;
    this.#sites = [...sites.values()];
    this.#siteFacts = new ValueFacts((value) => {
      const name = format.siteName(value);
      const site = typeof name === 'string' ? sites.get(name) : undefined;
      if (site === undefined) format.markOtherSite(value);
      return site === undefined ? 0 : this.#sites.indexOf(site) + 1;
    });
  }

  /** @param at word of a record of the format, of a site asked for or not. */
  accept(
    at: number,
    surroundings: LineSurroundings,
    event: ScannedEvent,
  ): RefusedOutcome | 'accepted' {
    const { tally } = surroundings;
    const format = this.#format;
    const siteValue = format.siteValue(at);
    const siteFact = siteValue === 0 ? -1 : this.#siteFacts.of(siteValue);
    if (siteFact === -1) return 'incomplete';
    if (siteFact === 0) {
      tally.addOtherSite(format.siteName(siteValue));
      return 'other_site';
    }
    const site = this.#sites[siteFact - 1]!;
    tally.addSiteNamed(site.index);
    const fault = format.readNeeded(at, event);
    if (fault !== undefined) return fault;
    const time = this.#scanner.words[at + recordAt.time]! >>> 0;
    const day = placeEvent(site, time, surroundings);
    if (typeof day === 'string') return day;
    event.site = site;
    event.day = day;
    event.at = at;
    const exclusion =
      site.hasExclusions && site.exclusionOf(format.line(at), format.required(event, time));
    if (typeof exclusion === 'string') {
      tally.addExcluded(site.index, day, exclusion);
      return 'excluded';
    }
    if (!format.isRobot(at)) return 'accepted';
    tally.bots.add(site.index, day);
    return 'bot';
  }

  clear(): void {
    this.#siteFacts.clear();
    this.#format.clear();
  }
}
