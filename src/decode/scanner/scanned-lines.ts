/**
 * What becomes of scanned lines: the same outcomes in the same order as acceptance.ts, told by the
 * numbers of their values. A site's own rules are asked as there, with the fields that they read.
 */
import { isUtf8 } from 'node:buffer';
import type { AcceptedSite, LineSurroundings } from '../acceptance.ts';
import type { LineTaker } from '../plain-decoder.ts';
import { EventDays } from './event-days.ts';
import { fateNames, fates, ScannedBlock } from './scanned-block.ts';
import type { ScannedFormat } from './scanned-format.ts';
import { recordAt, type Scanner } from './scanner.ts';
import { ValueFacts } from './value-facts.ts';
import { ScannedWriter } from './write-scanned.ts';

/** The object whose lines are read. */
export type ScannedObject = {
  readonly taker: LineTaker;
  readonly surroundings: LineSurroundings;
  readonly days: EventDays;
};

export class ScannedLines {
  readonly #scanner: Scanner;
  readonly #format: ScannedFormat;
  readonly #writer: ScannedWriter;
  readonly #block: ScannedBlock;
  /** Place of the site + 1; 0 = nobody asked for it. */
  readonly #siteFacts: ValueFacts;
  readonly #sites: readonly AcceptedSite[];
  readonly #haveExclusions: boolean;

  constructor(scanner: Scanner, format: ScannedFormat, sites: ReadonlyMap<string, AcceptedSite>) {
    this.#scanner = scanner;
    this.#format = format;
    this.#sites = [...sites.values()];
    this.#writer = new ScannedWriter(scanner, format, this.#sites);
    this.#block = new ScannedBlock(scanner.recordsMax);
    this.#haveExclusions = this.#sites.some(({ hasExclusions }) => hasExclusions);
    this.#siteFacts = new ValueFacts((value) => {
      const name = format.siteName(value);
      const site = typeof name === 'string' ? sites.get(name) : undefined;
      if (site === undefined) format.markOtherSite(value);
      return site === undefined ? 0 : this.#sites.indexOf(site) + 1;
    });
  }

  /** What a new object's lines are told by. */
  daysOf(surroundings: LineSurroundings): EventDays {
    return new EventDays(this.#sites, surroundings);
  }

  /** @param from word of a record of the format, as all up to `until` are, of whatever site. */
  take(from: number, until: number, object: ScannedObject): void {
    const block = this.#block;
    block.count = 0;
    for (let at = from; at < until; at += this.#scanner.recordWords) {
      block.records[block.count] = at;
      block.count += 1;
    }
    this.#findSites(object);
    this.#format.readNeeded(block);
    this.#findDays(object);
    if (this.#haveExclusions) this.#exclude(object);
    this.#format.findRobots(block);
    this.#settle(object);
    this.#writer.write(block, object.surroundings.ordinal, object.taker.batches);
  }

  clear(): void {
    this.#siteFacts.clear();
    this.#format.clear();
  }

  #findSites({ surroundings: { tally } }: ScannedObject): void {
    const { words } = this.#scanner;
    const { records, fates: found, sites, count } = this.#block;
    const { siteAt } = this.#format;
    const known = this.#siteFacts.known(this.#scanner.valuesUntil);
    let lastSite = -1;
    let lastOther = 0;
    for (let index = 0; index < count; index += 1) {
      const at = records[index]!;
      const value = words[at + siteAt]!;
      if (words[at + recordAt.isWide] === 1 && !isUtf8(this.#scanner.lineBytes(at))) {
        found[index] = fates.malformed;
      } else if (value === 0) {
        found[index] = fates.incomplete;
      } else {
        const site = (known[value]! || this.#siteFacts.learn(value)) - 2;
        sites[index] = site;
        found[index] = site === -1 ? fates.other_site : fates.accepted;
        // Neighbours mostly share their site, which is noted once.
        if (site === -1 && value !== lastOther) tally.addOtherSite(this.#format.siteName(value));
        if (site === -1) lastOther = value;
        else if (site !== lastSite) tally.addSiteNamed(this.#sites[site]!.index);
        if (site !== -1) lastSite = site;
      }
    }
  }

  #findDays({ days: eventDays }: ScannedObject): void {
    const { words } = this.#scanner;
    const { records, fates: found, sites, days, count } = this.#block;
    for (let index = 0; index < count; index += 1) {
      if (found[index] !== fates.accepted) continue;
      const site = sites[index]!;
      found[index] = eventDays.fateOf(site, words[records[index]! + recordAt.time]! >>> 0);
      days[index] = eventDays.dayOf(site);
    }
  }

  #exclude({ surroundings: { tally } }: ScannedObject): void {
    const block = this.#block;
    for (let index = 0; index < block.count; index += 1) {
      if (block.fates[index] !== fates.accepted) continue;
      const site = this.#sites[block.sites[index]!]!;
      if (!site.hasExclusions) continue;
      const line = this.#format.line(block.records[index]!);
      const exclusion = site.exclusionOf(line, this.#format.required(block, index));
      if (exclusion === undefined) continue;
      block.fates[index] = fates.excluded;
      tally.addExcluded(site.index, block.days[index]!, exclusion);
    }
  }

  /** Tallies every line in its order, and leaves the block to those that were accepted. */
  #settle({ taker }: ScannedObject): void {
    const { words } = this.#scanner;
    const { tally } = taker;
    const block = this.#block;
    let accepted = 0;
    for (let index = 0; index < block.count; index += 1) {
      tally.beginLine();
      const fate = block.fates[index]!;
      const at = block.records[index]!;
      if (fate !== fates.accepted) {
        this.#refuse(index, taker);
        continue;
      }
      tally.addAccepted();
      block.move(index, accepted);
      block.lines[accepted] = tally.line;
      block.lineBytes[accepted] = words[at + recordAt.end]! - words[at + recordAt.start]!;
      accepted += 1;
    }
    block.count = accepted;
  }

  #refuse(index: number, taker: LineTaker): void {
    const block = this.#block;
    const outcome = fateNames[block.fates[index]!]!;
    if (outcome === 'accepted') return;
    if (outcome === 'bot') {
      taker.tally.bots.add(this.#sites[block.sites[index]!]!.index, block.days[index]!);
    }
    // What is no UTF-8 has no text.
    const hasText = taker.isListenedTo && outcome !== 'malformed';
    taker.refuse(outcome, hasText ? this.#scanner.lineText(block.records[index]!) : undefined);
  }
}
