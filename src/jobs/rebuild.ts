/**
 * The rebuild: every period that was asked for is derived from the archive in one reading, and
 * published as soon as the last object of its window was read.
 */
import type { ExitCode } from '../base/exit-codes.ts';
import type { PeriodKey } from '../model/period.ts';
import { ArchiveReading, type FinishedPeriod } from './derive-periods.ts';
import { finishPeriod, unchangedResult } from './finish-period.ts';
import { planRebuild, type PreparedRebuild, type RebuildPeriod } from './plan-rebuild.ts';
import type {
  PeriodResult,
  RebuildPlan,
  RebuildPorts,
  RebuildRequest,
  RebuildResult,
} from './rebuild-types.ts';
import { recordRunEnd, recordRunStart } from './record-run.ts';
import { unknownSites } from './unknown-sites.ts';

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
  const result = await rebuildPeriods(ports, request, async () => {
    if (request.isApplied) await recordRunStart(ports, request, startedAt);
  });
  if (request.isApplied) await endRun(ports, request, { startedAt, result });
  return result;
}

/**
 * The rebuild as a part of a larger run, which keeps the run's record itself; `begin` is called
 * when it is known what there is to do.
 */
export async function rebuildPeriods(
  ports: RebuildPorts,
  request: RebuildRequest,
  begin: () => Promise<void> = () => Promise.resolve(),
): Promise<RebuildResult> {
  const startedAt = ports.now();
  const prepared = await planRebuild(ports, request, startedAt);
  ports.observer.planned?.(prepared.plan);
  await begin();
  const work = new RebuildWork(ports, request, { prepared, startedAt });
  await work.readAll();
  return work.result();
}

async function endRun(
  ports: RebuildPorts,
  request: RebuildRequest,
  end: { readonly startedAt: number; readonly result: RebuildResult },
): Promise<void> {
  await recordRunEnd(ports, request, end);
  const isMoved = ({ kind }: PeriodResult): boolean => ['published', 'unconfirmed'].includes(kind);
  if (!end.result.periods.some(isMoved)) return;
  for (const store of ports.stores) await store.refreshViews?.();
}

class RebuildWork {
  readonly #ports: RebuildPorts;
  readonly #request: RebuildRequest;
  readonly #prepared: PreparedRebuild;
  readonly #startedAt: number;
  readonly #reading: ArchiveReading<RebuildPeriod>;
  readonly #results: PeriodResult[] = [];

  constructor(
    ports: RebuildPorts,
    request: RebuildRequest,
    { prepared, startedAt }: { prepared: PreparedRebuild; startedAt: number },
  ) {
    this.#ports = ports;
    this.#request = request;
    this.#prepared = prepared;
    this.#startedAt = startedAt;
    const periods = prepared.periods.filter(({ todo }) => todo === 'read');
    const { stopAt = Infinity } = request.rollup ?? {};
    const { objects } = prepared;
    const isTimeUp = (): boolean => ports.now() >= stopAt;
    this.#reading = new ArchiveReading(ports, request, { periods, objects, isTimeUp });
  }

  /** Reads every object once, in archive order, and finishes periods as their windows close. */
  async readAll(): Promise<void> {
    await this.#reportUnread();
    for await (const item of this.#reading.items()) {
      if (item.kind === 'period') this.#add(await this.#finish(item));
      if (item.kind === 'unknown_site') this.#add(await this.#unknownSite(item.period));
      if (item.kind === 'not_begun') this.#add(await this.#notBegun(item.period));
    }
  }

  result(): RebuildResult {
    const { otherSites, ...totals } = this.#reading.totals();
    const unknown = this.#results.filter(({ kind }) => kind === 'unknown_site');
    return {
      ...totals,
      plan: this.#prepared.plan,
      periods: this.#results,
      unknownSites: unknownSites(
        unknown.map(({ site }) => site),
        otherSites,
      ),
      causes: causesOf(this.#results, this.#prepared.plan, this.#request),
    };
  }

  /** Periods that are not read are results too: current, open, incomplete, vanished, no day. */
  async #reportUnread(): Promise<void> {
    for (const period of this.#prepared.periods.filter(({ todo }) => todo !== 'read')) {
      this.#add(await unchangedResult(this.#ports.stores, period, null));
    }
    for (const key of this.#prepared.skipped) this.#add(resultOfSkippedDay(key));
  }

  #finish(finished: FinishedPeriod<RebuildPeriod>): Promise<PeriodResult> {
    return finishPeriod(this.#ports, this.#request, finished, this.#startedAt);
  }

  async #unknownSite(period: RebuildPeriod): Promise<PeriodResult> {
    const result = await unchangedResult(this.#ports.stores, period, null);
    return { ...result, kind: 'unknown_site', reasons: ['no line and no store names it'] };
  }

  async #notBegun(period: RebuildPeriod): Promise<PeriodResult> {
    const result = await unchangedResult(this.#ports.stores, period, null);
    return { ...result, kind: 'not_begun', reasons: ['the run time was over'] };
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
  pinned: 0,
  open: 4,
  not_begun: 4,
  incomplete: 4,
  vanished: 4,
  refused: 4,
  unconfirmed: 3,
  conflict: 6,
  unknown_site: 2,
};

/** For a rollup an open day is none of its business yet. */
function causesOf(
  periods: readonly PeriodResult[],
  { unplaced }: RebuildPlan,
  { rollup }: RebuildRequest,
): ExitCode[] {
  const causes = new Set<ExitCode>(
    periods.map(({ kind }) => (rollup !== undefined && kind === 'open' ? 0 : causeOfKind[kind])),
  );
  if (unplaced.length > 0) causes.add(4);
  return [...causes];
}
