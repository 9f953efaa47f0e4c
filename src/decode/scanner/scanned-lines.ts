/**
 * What becomes of scanned lines: the same outcomes in the same order as acceptance.ts, told by the
 * numbers of their values. A site's own rules are asked as there, with the fields that they read.
 *
 * What is asked of every line is asked in assembly/judge-lines.ts, where records lie: loops here,
 * with those that filled columns, took twice as long (measured).
 */
import type { AcceptedSite, LineSurroundings } from '../acceptance.ts';
import type { LineTaker } from '../plain-decoder.ts';
import type { EventDays } from './event-days.ts';
import { fateNames, fates, type ScannedFormat } from './scanned-format.ts';
import { recordAt, type Scanner } from './scanner.ts';
import { ValueFacts } from './value-tables.ts';
import { ScannedWriter } from './write-scanned.ts';

/** The object whose lines are read. */
export type ScannedObject = {
  readonly taker: LineTaker;
  readonly surroundings: LineSurroundings;
};

/** Sites as lines are told by them. */
export type ScannedSites = {
  /** By the index that events name them by. */
  readonly list: readonly AcceptedSite[];
  readonly byName: ReadonlyMap<string, AcceptedSite>;
  readonly days: EventDays;
};

export class ScannedLines {
  readonly #scanner: Scanner;
  readonly #format: ScannedFormat;
  readonly #writer: ScannedWriter;
  /** Index of the site + 1; 0 = nobody asked for it. */
  readonly #siteFacts: ValueFacts;
  readonly #sites: ScannedSites;
  readonly #haveExclusions: boolean;

  constructor(scanner: Scanner, format: ScannedFormat, sites: ScannedSites) {
    this.#scanner = scanner;
    this.#format = format;
    this.#sites = sites;
    this.#writer = new ScannedWriter(scanner, format, sites.list);
    this.#haveExclusions = sites.list.some(({ hasExclusions }) => hasExclusions);
    this.#siteFacts = new ValueFacts(scanner, (value) => {
      const name = format.siteName(value);
      const site = typeof name === 'string' ? sites.byName.get(name) : undefined;
      if (site === undefined) format.markOtherSite(value);
      return site === undefined ? 0 : site.index + 1;
    });
  }

  /** @param block the words of the records that the scanner has begun with, [from, until). */
  take(block: RecordRange, object: ScannedObject): void {
    const scanner = this.#scanner;
    const { tally } = object.taker;
    const nameAt = this.#format.siteAt * 4;
    scanner.run((steps) => steps.findSites(nameAt, this.#siteFacts.address));
    this.#tellSites(object);
    this.#format.findNeeded();
    scanner.run((steps) => steps.findDays(this.#sites.days.address));
    if (this.#haveExclusions) this.#exclude(block, object);
    this.#format.findRobots();
    scanner.steps.settle(tally.line + 1);
    const lines = (block.until - block.from) / scanner.recordWords;
    const accepted = scanner.steps.acceptedCount.value;
    if (accepted === lines) tally.beginLines(lines);
    else this.#refuse(block, object);
    tally.addAccepted(accepted);
    this.#writer.write(object.surroundings.ordinal, object.taker.batches);
  }

  clear(): void {
    this.#siteFacts.clear();
    this.#format.clear();
  }

  /** Sites are tallied by name, each once an object. */
  #tellSites({ surroundings: { tally } }: ScannedObject): void {
    const { words, steps } = this.#scanner;
    const from = steps.metSitesBase.value / 4;
    for (let at = from; at < from + steps.metCount.value; at += 1) {
      const name = words[at]!;
      const site = this.#siteFacts.of(name);
      if (site === 0) tally.addOtherSite(this.#format.siteName(name));
      else tally.addSiteNamed(site - 1);
    }
  }

  #exclude({ from, until }: RecordRange, { surroundings: { tally } }: ScannedObject): void {
    const { words, recordWords } = this.#scanner;
    for (let record = from; record < until; record += recordWords) {
      if (words[record + recordAt.fate] !== fates.accepted) continue;
      const site = this.#sites.list[words[record + recordAt.site]!]!;
      if (!site.hasExclusions) continue;
      const exclusion = site.exclusionOf(this.#format.line(record), this.#format.required(record));
      if (exclusion === undefined) continue;
      words[record + recordAt.fate] = fates.excluded;
      tally.addExcluded(site.index, words[record + recordAt.day]!, exclusion);
    }
  }

  /** Tallies lines in their order, but for how many were accepted. */
  #refuse({ from, until }: RecordRange, { taker }: ScannedObject): void {
    const { words, recordWords } = this.#scanner;
    for (let record = from; record < until; record += recordWords) {
      taker.tally.beginLines(1);
      const fate = words[record + recordAt.fate]!;
      if (fate !== fates.accepted) this.#refuseLine(record, fate, taker);
    }
  }

  #refuseLine(record: number, fate: number, taker: LineTaker): void {
    const { words } = this.#scanner;
    const outcome = fateNames[fate]!;
    if (outcome === 'accepted') return;
    const { bots, otherPeriod, outOfWindow } = taker.tally;
    const counters = { bot: bots, other_period: otherPeriod, out_of_window: outOfWindow };
    if (outcome in counters) {
      const counter = counters[outcome as keyof typeof counters];
      counter.add(words[record + recordAt.site]!, words[record + recordAt.day]!);
    }
    // What is no UTF-8 has no text.
    const hasText = taker.isListenedTo && outcome !== 'malformed';
    taker.refuse(outcome, hasText ? this.#scanner.lineText(record) : undefined);
  }
}

/** Words of records, [from, until). */
export type RecordRange = { readonly from: number; readonly until: number };
