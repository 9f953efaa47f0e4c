/**
 * The rebuild: every period that was asked for is derived from the archive in one reading, and
 * published as soon as the last object of its window was read.
 */
import { assertThat } from '../base/assert.ts';
import type { ExitCode } from '../base/exit-codes.ts';
import { ledgerLines } from '../model/ledger.ts';
import type { PeriodKey } from '../model/period.ts';
import { Derivation } from './derivation.ts';
import { finishPeriod, unchangedResult } from './finish-period.ts';
import { planRebuild, type PreparedPeriod, type PreparedRebuild } from './plan-rebuild.ts';
import type {
  ObjectResult,
  PeriodResult,
  RebuildPlan,
  RebuildPorts,
  RebuildRequest,
  RebuildResult,
} from './rebuild-types.ts';
import { recordRunEnd, recordRunStart } from './record-run.ts';
import { isUnknownSite, unknownSites } from './unknown-sites.ts';

/** What there is to do and how much of it, from the listing alone: nothing is read or written. */
export async function estimateRebuild(
  ports: RebuildPorts,
  request: RebuildRequest,
): Promise<RebuildPlan> {
  const { plan } = await planRebuild(ports, request, ports.now());
  return plan;
}

/**
 * Rebuilds the periods of the request.
 *
 * Memory: the events of open periods up to `eventBytesMax`, and as much again while one of them is
 * derived. Killed at any point it may be run again: what is published is whole and stays.
 * @throws UsageError for an archive without any object; whatever stores and archive throw.
 */
export async function rebuild(
  ports: RebuildPorts,
  request: RebuildRequest,
): Promise<RebuildResult> {
  const startedAt = ports.now();
  const prepared = await planRebuild(ports, request, startedAt);
  ports.observer.planned?.(prepared.plan);
  if (request.isApplied) await recordRunStart(ports, request, startedAt);
  const work = new RebuildWork(ports, request, { prepared, startedAt });
  await work.readAll();
  const result = work.result();
  if (request.isApplied) await endRun(ports, request, { startedAt, result });
  return result;
}

async function endRun(
  ports: RebuildPorts,
  request: RebuildRequest,
  end: { readonly startedAt: number; readonly result: RebuildResult },
): Promise<void> {
  await recordRunEnd(ports, request, end);
  if (!end.result.periods.some(({ kind }) => kind === 'published')) return;
  for (const store of ports.stores) await store.refreshViews?.();
}

class RebuildWork {
  readonly #ports: RebuildPorts;
  readonly #request: RebuildRequest;
  readonly #prepared: PreparedRebuild;
  readonly #startedAt: number;
  readonly #derivation: Derivation;
  readonly #results: PeriodResult[] = [];
  readonly #objects: ObjectResult[] = [];
  /** Periods still to be finished; those of a site that nothing has named yet wait for the end. */
  #waiting: readonly PreparedPeriod[];

  constructor(
    ports: RebuildPorts,
    request: RebuildRequest,
    { prepared, startedAt }: { prepared: PreparedRebuild; startedAt: number },
  ) {
    this.#ports = ports;
    this.#request = request;
    this.#prepared = prepared;
    this.#startedAt = startedAt;
    this.#waiting = prepared.periods.filter(({ todo }) => todo === 'read');
    this.#derivation = new Derivation(ports, request, prepared);
  }

  /** Reads every object once, in archive order, and finishes periods as their windows close. */
  async readAll(): Promise<void> {
    const { stores, observer } = this.#ports;
    await this.#reportUnread();
    const inStores = (await Promise.all(stores.map((store) => store.listSites()))).flat();
    const known = new Set([...inStores, ...this.#request.acceptEmpty]);
    const { book } = this.#derivation;
    for (const object of this.#prepared.objects) {
      this.#ports.signal.throwIfAborted();
      const done = await this.#derivation.readObject(object);
      this.#objects.push(done);
      observer.objectDone?.(done);
      await this.#finishWhere(
        (period) =>
          this.#derivation.isWholeWindowRead(period) && !isUnknownSite(period, { known, book }),
      );
    }
    await this.#finishWhere((period) => !isUnknownSite(period, { known, book }));
    for (const period of this.#waiting) {
      const result = await unchangedResult(stores, period, null);
      this.#add({ ...result, kind: 'unknown_site', reasons: ['no line and no store names it'] });
    }
  }

  result(): RebuildResult {
    const { book } = this.#derivation;
    assertThat(book.unsettled === 0, 'every accepted line is of a period that was finished');
    assertThat(ledgerLines(book.ledger()) === book.lines, 'the ledger sums to the lines read');
    return {
      plan: this.#prepared.plan,
      ledger: book.ledger(),
      lines: book.lines,
      objects: this.#objects,
      periods: this.#results,
      otherPeriod: book.otherPeriod,
      outOfWindow: book.outOfWindow,
      unknownSites: unknownSites(this.#results, book.otherSites),
      causes: causesOf(this.#results, this.#prepared.plan),
    };
  }

  /** Periods that are not read are results too: current, open, incomplete, vanished, no day. */
  async #reportUnread(): Promise<void> {
    for (const period of this.#prepared.periods.filter(({ todo }) => todo !== 'read')) {
      this.#add(await unchangedResult(this.#ports.stores, period, null));
    }
    for (const key of this.#prepared.skipped) this.#add(resultOfSkippedDay(key));
  }

  async #finishWhere(isDue: (period: PreparedPeriod) => boolean): Promise<void> {
    const due = this.#waiting.filter(isDue);
    if (due.length === 0) return;
    this.#waiting = this.#waiting.filter((period) => !due.includes(period));
    for (const period of due) this.#add(await this.#finish(period));
  }

  async #finish(period: PreparedPeriod): Promise<PeriodResult> {
    const derived = this.#derivation.derive(period);
    const index = { site: period.siteIndex, day: period.day };
    try {
      return await finishPeriod(this.#ports, this.#request, period, {
        derived,
        tally: this.#derivation.book.settlePeriod(index, derived.tally),
        objects: this.#derivation.inputsOf(period),
        rejected: this.#derivation.rejectedOf(period),
        startedAt: this.#startedAt,
      });
    } finally {
      derived.close();
    }
  }

  #add(result: PeriodResult): void {
    this.#results.push(result);
    this.#ports.observer.periodDone?.(result);
  }
}

function resultOfSkippedDay({ site, day }: PeriodKey): PeriodResult {
  return {
    site,
    day,
    kind: 'no_such_day',
    reasons: ['its time zone skipped this date'],
    generationBefore: null,
    generationAfter: null,
    before: null,
    after: null,
    tally: null,
    rows: {},
    pages: null,
  };
}

/** The exit codes that a result gives cause for. */
const causeOfKind: Readonly<Record<PeriodResult['kind'], ExitCode>> = {
  published: 0,
  derived: 0,
  current: 0,
  no_such_day: 0,
  open: 4,
  incomplete: 4,
  vanished: 4,
  conflict: 6,
  unknown_site: 2,
};

function causesOf(periods: readonly PeriodResult[], { unplaced }: RebuildPlan): ExitCode[] {
  const causes = new Set<ExitCode>(periods.map(({ kind }) => causeOfKind[kind]));
  if (unplaced.length > 0) causes.add(4);
  return [...causes];
}
