/**
 * One reading of the archive: every object once, in archive order, and each period derived as soon
 * as the last object of its window was read. Rebuild, audit and repair differ only in what they
 * then do with a period.
 */
import { readAhead } from '../archive/read-ahead.ts';
import type { PlacedObject } from '../archive/read-window.ts';
import type { DerivedPeriod } from '../aggregate/derived-period.ts';
import { assertThat } from '../base/assert.ts';
import type { InputObject } from '../model/input-set.ts';
import { ledgerLines, type PeriodTally } from '../model/ledger.ts';
import type { DerivePorts, DeriveRequest } from './derive-types.ts';
import { Derivation } from './derivation.ts';
import type { PreparedPeriod } from './prepare-periods.ts';
import type { ObjectResult, RebuildResult } from './rebuild-types.ts';
import { isUnknownSite, type KnownSites } from './unknown-sites.ts';

/** What is to be read: any periods, and exactly the objects of their windows, ascending by key. */
export type ReadingPlan<Period extends PreparedPeriod> = {
  readonly periods: readonly Period[];
  readonly objects: readonly PlacedObject[];
  /** Asked before each object: true once no further period is to be begun. */
  readonly isTimeUp?: () => boolean;
};

export type DerivedItem<Period extends PreparedPeriod> =
  /** An object was read whole, or rejected. */
  | { readonly kind: 'object'; readonly object: ObjectResult }
  | FinishedPeriod<Period>
  /** At the end: no line and no store names the site, so its emptiness is a typing error. */
  | { readonly kind: 'unknown_site'; readonly period: Period }
  /** At the end: the time was up before any object of its window was read. */
  | { readonly kind: 'not_begun'; readonly period: Period };

export type FinishedPeriod<Period extends PreparedPeriod = PreparedPeriod> = {
  readonly kind: 'period';
  readonly period: Period;
  /** May be used until the next item is asked for. */
  readonly derived: DerivedPeriod;
  readonly tally: PeriodTally;
  /** Objects of the window that were read whole, ascending by key. */
  readonly objects: readonly InputObject[];
  /** Messages of those that were rejected. */
  readonly rejected: readonly string[];
};

/** What became of all lines and objects of a reading. */
export type ReadingTotals = Pick<
  RebuildResult,
  'ledger' | 'lines' | 'objects' | 'otherPeriod' | 'outOfWindow'
> & {
  /** Sites that lines named and nobody asked for. */
  readonly otherSites: ReadonlySet<string>;
};

/**
 * Memory: the events of open periods up to `eventBytesMax`, and as much again while one of them is
 * derived.
 */
export class ArchiveReading<Period extends PreparedPeriod> {
  readonly #ports: DerivePorts;
  readonly #request: DeriveRequest;
  readonly #plan: ReadingPlan<Period>;
  readonly #derivation: Derivation;
  readonly #objects: ObjectResult[] = [];
  /** Periods still to be derived; those of a site that nothing has named yet wait for the end. */
  #waiting: readonly Period[];
  /** Periods that were not begun in time. */
  #notBegun: readonly Period[] = [];

  constructor(ports: DerivePorts, request: DeriveRequest, plan: ReadingPlan<Period>) {
    this.#ports = ports;
    this.#request = request;
    this.#plan = plan;
    this.#waiting = plan.periods;
    this.#derivation = new Derivation(ports, request, plan);
  }

  /** May be left before its end; it then says nothing of the periods that were still to come. */
  async *items(): AsyncGenerator<DerivedItem<Period>, void, undefined> {
    const { archive, stores, observer, signal } = this.#ports;
    const inStores = (await Promise.all(stores.map((store) => store.listSites()))).flat();
    const sites: KnownSites = {
      known: new Set([...inStores, ...this.#request.acceptEmpty]),
      book: this.#derivation.book,
    };
    const objects = this.#objectsNeeded();
    for await (const object of this.#derivation.readObjects(
      readAhead({ archive, objects, signal }),
    )) {
      signal.throwIfAborted();
      this.#objects.push(object);
      observer.objectDone?.(object);
      yield { kind: 'object', object };
      yield* this.#finishWhere(
        (period) => this.#derivation.isWholeWindowRead(period) && !isUnknownSite(period, sites),
      );
    }
    yield* this.#finishWhere((period) => !isUnknownSite(period, sites));
    for (const period of this.#waiting) yield { kind: 'unknown_site', period };
    yield* this.#giveUp();
  }

  /** Once every item was taken. */
  totals(): ReadingTotals {
    const { book } = this.#derivation;
    assertThat(book.unsettled === 0, 'every accepted line is of a period that was finished');
    assertThat(ledgerLines(book.ledger()) === book.lines, 'the ledger sums to the lines read');
    return {
      ledger: book.ledger(),
      lines: book.lines,
      objects: this.#objects,
      otherPeriod: book.otherPeriod,
      outOfWindow: book.outOfWindow,
      otherSites: book.otherSites,
    };
  }

  /** Periods that were begun when the time was up are read to their end, and no others. */
  *#objectsNeeded(): Generator<PlacedObject, void, undefined> {
    let isTimeUp = false;
    for (const object of this.#plan.objects) {
      if (!isTimeUp && this.#plan.isTimeUp?.() === true) {
        isTimeUp = true;
        this.#notBegun = this.#waiting.filter((period) => !this.#derivation.isBegun(period));
        this.#waiting = this.#waiting.filter((period) => this.#derivation.isBegun(period));
      }
      if (!isTimeUp || this.#waiting.some(({ objects }) => objects.includes(object))) yield object;
    }
  }

  /** What objects of other periods held of them is accounted for, and forgotten. */
  *#giveUp(): Generator<DerivedItem<Period>> {
    for (const period of this.#notBegun) {
      const derived = this.#derivation.derive(period);
      const index = { site: period.siteIndex, day: period.day };
      this.#derivation.book.settlePeriod(index, derived.tally);
      derived.close();
      yield { kind: 'not_begun', period };
    }
  }

  *#finishWhere(isDue: (period: Period) => boolean): Generator<FinishedPeriod<Period>> {
    const due = this.#waiting.filter(isDue);
    if (due.length === 0) return;
    this.#waiting = this.#waiting.filter((period) => !due.includes(period));
    for (const period of due) yield* this.#finish(period);
  }

  *#finish(period: Period): Generator<FinishedPeriod<Period>> {
    const derived = this.#derivation.derive(period);
    const index = { site: period.siteIndex, day: period.day };
    try {
      yield {
        kind: 'period',
        period,
        derived,
        tally: this.#derivation.book.settlePeriod(index, derived.tally),
        objects: this.#derivation.inputsOf(period),
        rejected: this.#derivation.rejectedOf(period),
      };
    } finally {
      derived.close();
    }
  }
}
