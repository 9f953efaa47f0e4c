/** Adds up what became of every line: per run, per period, per object. */
import { textFromDay } from '../base/calendar.ts';
import type { DerivedTally } from '../aggregate/derived-period.ts';
import type { ObjectTally } from '../decode/decode.ts';
import { emptyLedger, type Ledger, type PeriodTally } from '../model/ledger.ts';

export class LedgerBook {
  readonly #ledger = emptyLedger();
  #accepted = 0;
  #lines = 0;
  readonly #bots = new Map<string, number>();
  readonly #excluded = new Map<string, Map<string, number>>();
  readonly #otherPeriod = new Map<string, number>();
  readonly #outOfWindow = new Map<string, number>();
  readonly #sitesNamed = new Set<number>();
  readonly #otherSites = new Set<string>();

  /** Takes the tally of an object that was read whole. */
  addObject(tally: ObjectTally): void {
    for (const [outcome, count] of Object.entries(tally.refused)) {
      this.#ledger[outcome as keyof typeof tally.refused] += count;
    }
    this.#accepted += tally.accepted;
    this.#lines += tally.lines;
    addCounts(this.#bots, tally.bots);
    for (const [key, count] of tally.excluded) {
      const [site = '', day = '', ...name] = key.split('/');
      const period = `${site}/${day}`;
      const rules = this.#excluded.get(period) ?? new Map<string, number>();
      this.#excluded.set(period, rules);
      addCounts(rules, new Map([[name.join('/'), count]]));
    }
    addCounts(this.#otherPeriod, byDate(tally.otherPeriod));
    addCounts(this.#outOfWindow, byDate(tally.outOfWindow));
    for (const site of tally.sitesNamed) this.#sitesNamed.add(site);
    for (const site of tally.otherSites) this.#otherSites.add(site);
  }

  /** Settles the accepted lines of a period as counted and duplicate; returns its own tally. */
  settlePeriod(period: { site: number; day: number }, derived: DerivedTally): PeriodTally {
    this.#accepted -= derived.counted + derived.duplicate;
    this.#ledger.counted += derived.counted;
    this.#ledger.duplicate += derived.duplicate;
    const key = `${String(period.site)}/${String(period.day)}`;
    const excludedByRule = Object.fromEntries(this.#excluded.get(key) ?? []);
    return {
      counted: derived.counted,
      duplicate: derived.duplicate,
      bot: this.#bots.get(key) ?? 0,
      excluded: Object.values(excludedByRule).reduce((sum, count) => sum + count, 0),
      duplicateConflict: derived.duplicateConflict,
      countedByAction: derived.countedByAction,
      excludedByRule,
    };
  }

  /** Lines accepted whose period was not settled yet; 0 at the end of a run. */
  get unsettled(): number {
    return this.#accepted;
  }

  get lines(): number {
    return this.#lines;
  }

  ledger(): Ledger {
    return { ...this.#ledger };
  }

  get otherPeriod(): ReadonlyMap<string, number> {
    return this.#otherPeriod;
  }

  get outOfWindow(): ReadonlyMap<string, number> {
    return this.#outOfWindow;
  }

  /** True once any line named the site (by its index). */
  isNamed(site: number): boolean {
    return this.#sitesNamed.has(site);
  }

  get otherSites(): ReadonlySet<string> {
    return this.#otherSites;
  }
}

function addCounts(total: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [key, count] of more) total.set(key, (total.get(key) ?? 0) + count);
}

/** `<site index>/<day>` to the date's text; day -1 stands for dates beyond the list's bound. */
function byDate(counts: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const dates = new Map<string, number>();
  for (const [key, count] of counts) {
    const day = Number(key.slice(key.indexOf('/') + 1));
    addCounts(dates, new Map([[day === -1 ? 'other dates' : textFromDay(day), count]]));
  }
  return dates;
}
