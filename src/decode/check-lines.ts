/**
 * What can be said of the lines of an object without knowing any site: whether each could be an
 * event at all, and which sites are named.
 */
import type { Outcome } from '../model/ledger.ts';
import { formatChooser, isBlank } from './choose-format.ts';
import type { InputFormat } from './decode.ts';
import { LineSplitter } from './line-splitter.ts';
import { isAbsent } from './raw-values.ts';
import { requiredFromNeeded } from './required-values.ts';

/** Outcomes that need no site to be told, in the order in which they are checked. */
export const siteFreeOutcomes = [
  'oversized',
  'blank',
  'malformed',
  'not_a_hit',
  'incomplete',
  'invalid',
] as const satisfies readonly Outcome[];

export type SiteFreeOutcome = (typeof siteFreeOutcomes)[number];

export type LineCounts = {
  readonly lines: number;
  readonly refused: Readonly<Record<SiteFreeOutcome, number>>;
  /** Lines that are events of some site, before robots, exclusions and duplicates are told. */
  readonly readable: number;
  /** Readable lines by site, at most `sitesMax` sites. */
  readonly sites: ReadonlyMap<string, number>;
  /** Readable lines of further sites, and of names that are no text or too long for a site. */
  readonly otherSites: number;
};

/** Sites told apart: a file of lines without one common site would name millions. */
export const sitesMax = 1000;

/** The longest domain has 253 letters. */
const siteUnitsMax = 253;

export type LineChecker = {
  /** Inflated bytes, cut anywhere. */
  push(bytes: Uint8Array): void;
  /** Flushes the last line. */
  finish(): LineCounts;
};

/** Memory: one line, and `sitesMax` names. */
export function createLineChecker(format: InputFormat): LineChecker {
  const counter = new LineCounter();
  const formatOf = formatChooser(format);
  const splitter = new LineSplitter({
    text: (line) => {
      const lineFormat = isBlank(line) ? 'blank' : (formatOf(line) ?? 'malformed');
      if (typeof lineFormat === 'string') return counter.refuse(lineFormat);
      const log = lineFormat.read(line);
      if (typeof log === 'string') return counter.refuse(log);
      const site = log.site();
      if (isAbsent(site)) return counter.refuse('incomplete');
      const event = requiredFromNeeded(log.needed());
      if (typeof event === 'string') return counter.refuse(event);
      counter.accept(site);
    },
    refused: (outcome) => counter.refuse(outcome),
  });
  return {
    push: (bytes) => splitter.push(bytes),
    finish: () => {
      splitter.finish();
      return counter.counts();
    },
  };
}

class LineCounter {
  readonly #refused: Record<SiteFreeOutcome, number>;
  readonly #sites = new Map<string, number>();
  #lines = 0;
  #readable = 0;
  #otherSites = 0;

  constructor() {
    const zeros = siteFreeOutcomes.map((outcome) => [outcome, 0]);
    this.#refused = Object.fromEntries(zeros) as Record<SiteFreeOutcome, number>;
  }

  refuse(outcome: SiteFreeOutcome): void {
    this.#lines += 1;
    this.#refused[outcome] += 1;
  }

  accept(site: unknown): void {
    this.#lines += 1;
    this.#readable += 1;
    const name = typeof site === 'string' && site.length <= siteUnitsMax ? site : undefined;
    const known = name === undefined ? undefined : this.#sites.get(name);
    const isFull = known === undefined && this.#sites.size === sitesMax;
    if (name === undefined || isFull) this.#otherSites += 1;
    else this.#sites.set(name, (known ?? 0) + 1);
  }

  counts(): LineCounts {
    return {
      lines: this.#lines,
      refused: this.#refused,
      readable: this.#readable,
      sites: this.#sites,
      otherSites: this.#otherSites,
    };
  }
}
