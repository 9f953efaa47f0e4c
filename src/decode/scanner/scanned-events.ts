/**
 * What becomes of a scanned line: the same outcomes in the same order as acceptance.ts, told by the
 * numbers of its values. A site's own rules are asked as there, with the fields that they read.
 */
import type { AcceptedSite, LineSurroundings } from '../acceptance.ts';
import { placeEvent } from '../acceptance.ts';
import { DplLine } from '../dpl-fields.ts';
import type { RequiredValues } from '../event-values.ts';
import type { RefusedOutcome } from '../object-tally.ts';
import { placeOf } from './dpl-scan-fields.ts';
import type { ScannedValues } from './scanned-values.ts';
import { actionFacts, urlFacts } from './scanned-values.ts';
import type { ScannedField, Scanner } from './scanner.ts';
import { lastAbsentValue, recordAt, unread } from './scanner.ts';
import { ValueFacts } from './value-facts.ts';

/** A line that was accepted; the same object is used for every one. */
export type ScannedEvent = {
  site: AcceptedSite;
  day: number;
  /** Word of its record. */
  at: number;
  /** The number of its url's value. */
  url: number;
  engagedSeconds: number;
};

const places = {
  site: placeOf('apikey'),
  action: placeOf('action'),
  urlClean: placeOf('url_clean'),
  url: placeOf('url'),
  agent: placeOf('user_agent'),
  browser: placeOf('ua_browser'),
} as const;

export class ScannedEvents {
  readonly #scanner: Scanner;
  readonly #values: ScannedValues;
  /** Index of the site + 1; 0 = nobody asked for it. */
  readonly #siteFacts: ValueFacts;
  readonly #sites: readonly AcceptedSite[];
  readonly #ruleFields: readonly { readonly name: string; readonly place: number }[];

  constructor(
    scanner: Scanner,
    values: ScannedValues,
    {
      sites,
      fields,
    }: {
      readonly sites: ReadonlyMap<string, AcceptedSite>;
      readonly fields: readonly ScannedField[];
    },
  ) {
    this.#scanner = scanner;
    this.#values = values;
    this.#sites = [...sites.values()];
    this.#siteFacts = new ValueFacts((value) => {
      const name = values.decoded(value);
      const site = typeof name === 'string' ? sites.get(name) : undefined;
      if (site === undefined) scanner.markOtherSite(value);
      return site === undefined ? 0 : this.#sites.indexOf(site) + 1;
    });
    this.#ruleFields = fields.flatMap(({ name, treatment }, place) =>
      treatment.startsWith('any') || name === 'visitor_ip' ? [{ name, place }] : [],
    );
  }

  /** @param at word of a record of the kind `scanned` or `otherSite`. */
  accept(
    at: number,
    surroundings: LineSurroundings,
    event: ScannedEvent,
  ): RefusedOutcome | 'accepted' {
    const { tally } = surroundings;
    const siteValue = this.#value(at, places.site);
    const siteFact = siteValue === 0 ? -1 : this.#siteFacts.of(siteValue);
    if (siteFact === -1) return 'incomplete';
    if (siteFact === 0) {
      tally.addOtherSite(this.#values.kept(siteValue));
      return 'other_site';
    }
    const site = this.#sites[siteFact - 1]!;
    tally.addSiteNamed(site.index);
    const fault = this.#readNeeded(at, event);
    if (fault !== undefined) return fault;
    const time = this.#scanner.words[at + recordAt.time]! >>> 0;
    const day = placeEvent(site, time, surroundings);
    if (typeof day === 'string') return day;
    event.site = site;
    event.day = day;
    event.at = at;
    const exclusion =
      site.hasExclusions && site.exclusionOf(this.line(at), this.#required(event, time));
    if (typeof exclusion === 'string') {
      tally.addExcluded(site.index, day, exclusion);
      return 'excluded';
    }
    if (!this.#isRobot(at)) return 'accepted';
    tally.bots.add(site.index, day);
    return 'bot';
  }

  /** With the fields that rules of sites read, and no others. */
  line(at: number): DplLine {
    const fields: Record<string, unknown> = {};
    for (const { name, place } of this.#ruleFields) {
      const value = this.#value(at, place);
      if (value > 0) fields[name] = this.#values.kept(value);
    }
    return new DplLine(fields);
  }

  clear(): void {
    this.#siteFacts.clear();
  }

  #value(at: number, place: number): number {
    return this.#scanner.words[at + this.#scanner.fieldsAt + place]!;
  }

  #readNeeded(at: number, event: ScannedEvent): 'incomplete' | 'invalid' | undefined {
    const action = this.#value(at, places.action);
    const clean = this.#value(at, places.urlClean);
    const url = clean > lastAbsentValue ? clean : this.#value(at, places.url);
    if (action <= lastAbsentValue || url <= lastAbsentValue) return 'incomplete';
    const urlFact = this.#values.url.of(url);
    if (urlFact === urlFacts.incomplete) return 'incomplete';
    const actionFact = this.#values.action.of(action);
    if (urlFact === urlFacts.invalid || actionFact === actionFacts.noText) return 'invalid';
    const engaged = this.#scanner.words[at + recordAt.engaged]!;
    if (actionFact === actionFacts.engaged && engaged === unread) return 'invalid';
    event.url = url;
    event.engagedSeconds = actionFact === actionFacts.engaged ? engaged : 0;
    return undefined;
  }

  #isRobot(at: number): boolean {
    const browser = this.#value(at, places.browser);
    if (browser > lastAbsentValue && this.#values.robotBrowser.of(browser) === 1) return true;
    const agent = this.#value(at, places.agent);
    return agent > lastAbsentValue && this.#values.robotAgent.of(agent) === 1;
  }

  #required({ at, url, engagedSeconds }: ScannedEvent, time: number): RequiredValues {
    const { words } = this.#scanner;
    return {
      time,
      action: String(this.#values.kept(this.#value(at, places.action))),
      url: this.#values.normalisedUrl(url),
      visitor: this.#text(at + recordAt.visitorText),
      id: this.#text(at + recordAt.eventIdText),
      engagedSeconds,
      sessionNumber: words[at + recordAt.sessionNumber]!,
    };
  }

  #text(at: number): string {
    const start = this.#scanner.words[at]!;
    return this.#scanner.bytes.toString('utf8', start, start + this.#scanner.words[at + 1]!);
  }
}
