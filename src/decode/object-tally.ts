/** Counts what becomes of the lines of one object. */
import type { ObjectTally, PeriodCounts } from './decode.ts';
import { datesMax, otherSitesMax } from './decode.ts';
import type { Outcome } from '../model/ledger.ts';
import { outcomes } from '../model/ledger.ts';

export type RefusedOutcome = Exclude<Outcome, 'duplicate' | 'counted'>;

/** Longer names cannot be sites (253 is the longest domain), so they are of no help. */
const siteNameUnitsMax = 253;

/** Stands for all dates beyond `datesMax`. */
const otherDates = -1;

export class ObjectTallyBuilder {
  readonly bots = new PeriodCounter();
  readonly otherPeriod = new PeriodCounter();
  readonly outOfWindow = new PeriodCounter();
  readonly #refused = noneRefused();
  readonly #excluded = new Map<string, number>();
  readonly #sitesNamed = new Set<number>();
  readonly #otherSites = new Set<string>();
  #accepted = 0;
  #lines = 0;

  /** Number of the line that was begun last, from 1. */
  get line(): number {
    return this.#lines;
  }

  beginLines(lines: number): void {
    this.#lines += lines;
  }

  addAccepted(lines: number): void {
    this.#accepted += lines;
  }

  addRefused(outcome: RefusedOutcome): void {
    this.#refused[outcome] += 1;
  }

  addExcluded(site: number, day: number, exclusion: string): void {
    const key = `${site}/${day}/${exclusion}`;
    this.#excluded.set(key, (this.#excluded.get(key) ?? 0) + 1);
  }

  addSiteNamed(site: number): void {
    this.#sitesNamed.add(site);
  }

  addOtherSite(name: unknown): void {
    if (typeof name !== 'string' || name.length > siteNameUnitsMax) return;
    if (this.#otherSites.size < otherSitesMax) this.#otherSites.add(name);
  }

  finish(): ObjectTally {
    return {
      lines: this.#lines,
      refused: this.#refused,
      accepted: this.#accepted,
      bots: this.bots.counts(),
      excluded: this.#excluded,
      otherPeriod: this.otherPeriod.counts(),
      outOfWindow: this.outOfWindow.counts(),
      sitesNamed: this.#sitesNamed,
      otherSites: this.#otherSites,
    };
  }
}

function noneRefused(): Record<RefusedOutcome, number> {
  const names = outcomes.map(({ name }) => name);
  const refused = names.filter((name) => name !== 'duplicate' && name !== 'counted');
  return Object.fromEntries(refused.map((name) => [name, 0])) as Record<RefusedOutcome, number>;
}

/** Lines by site and local date; holds no more than `datesMax` of them, and one more per site. */
class PeriodCounter {
  readonly #counts = new Map<number, number>();

  add(site: number, day: number): void {
    const key = periodKey(site, day);
    const known = this.#counts.get(key);
    if (known !== undefined) this.#counts.set(key, known + 1);
    else if (this.#counts.size < datesMax) this.#counts.set(key, 1);
    else {
      const otherKey = periodKey(site, otherDates);
      this.#counts.set(otherKey, (this.#counts.get(otherKey) ?? 0) + 1);
    }
  }

  counts(): PeriodCounts {
    const entries = [...this.#counts].map(([key, count]) => {
      const site = Math.floor(key / daysPerSite);
      return [`${site}/${(key % daysPerSite) - dayZero}`, count] as const;
    });
    return new Map(entries);
  }
}

/** One number for site and date: a text would be made anew for every line of another day. */
function periodKey(site: number, day: number): number {
  return site * daysPerSite + day + dayZero;
}

/** Room for the days from year 0 to 9999 on either side of 1970. */
const daysPerSite = 2 ** 23;
const dayZero = 2 ** 22;
