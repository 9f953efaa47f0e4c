/**
 * The audit: are the stored numbers those that the logs give? It writes to no store. Every period
 * is looked at, however many are found to be wrong.
 */
import type { ExitCode } from '../base/exit-codes.ts';
import { comparePeriods } from '../model/period.ts';
import { auditDerived, type AuditContext, type OpenAudit } from './audit-derived.ts';
import { auditQuick } from './audit-quick.ts';
import { auditStored } from './audit-stored.ts';
import type { AuditPorts, AuditRequest, AuditResult, PeriodAudit, Verdict } from './audit-types.ts';
import { derivePorts, newObjects } from './audit-reading.ts';
import { diagnoseAudit, suspectCounting } from './diagnose-audit.ts';
import { ArchiveReading } from './derive-periods.ts';
import { EventCounts } from './event-counts.ts';
import { newAudit, notChecked, type AuditPeriod } from './period-audit.ts';
import { planAudit, type PlannedAudit } from './plan-audit.ts';
import { objectsOfPeriods } from './prepare-periods.ts';
import { recountOldRules } from './recount-old-rules.ts';
import type { ObjectResult } from './rebuild-types.ts';
import { unknownSites } from './unknown-sites.ts';

/**
 * Memory: as a rebuild of the same periods, and one part of the stored rows.
 * @throws UsageError for an archive without any object, or a day that is stored in another zone;
 * whatever archive and store throw that does not concern one period only.
 */
export async function audit(ports: AuditPorts, request: AuditRequest): Promise<AuditResult> {
  const startedAt = ports.now();
  const planned = await planAudit(ports, request, startedAt);
  return new AuditWork(ports, request, { planned, startedAt }).run();
}

class AuditWork {
  readonly #ports: AuditPorts;
  readonly #request: AuditRequest;
  readonly #planned: PlannedAudit;
  readonly #startedAt: number;
  readonly #told = new Map<string, PeriodAudit>();
  readonly #open: OpenAudit[] = [];
  readonly #objects: ObjectResult[] = [];
  #otherSites: ReadonlySet<string> = new Set();
  #isTimeUp = false;

  constructor(
    ports: AuditPorts,
    request: AuditRequest,
    { planned, startedAt }: { planned: PlannedAudit; startedAt: number },
  ) {
    this.#ports = ports;
    this.#request = request;
    this.#planned = planned;
    this.#startedAt = startedAt;
  }

  async run(): Promise<AuditResult> {
    const { periods, listing, told } = this.#planned;
    const { objects, warnings } =
      this.#request.level === 'full'
        ? objectsOfPeriods(periods, listing)
        : { objects: [], warnings: [] };
    const bytes = objects.reduce((sum, object) => sum + object.bytes, 0);
    const count = periods.length + told.length;
    this.#ports.observer.planned?.({ periods: count, objects: objects.length, bytes });
    for (const one of told) this.#tell(one);
    if (this.#request.level === 'full') await this.#deriveAll({ periods, objects });
    else await this.#lookAtAll(periods);
    this.#tellRest();
    return this.#result(warnings);
  }

  /** Without raw data: one period after another. */
  async #lookAtAll(periods: readonly AuditPeriod[]): Promise<void> {
    const { store, signal } = this.#ports;
    for (const period of periods) {
      signal.throwIfAborted();
      if (this.#checkTime()) return;
      const found =
        this.#request.level === 'quick'
          ? await auditQuick(store, period)
          : await auditStored(store, period, this.#request);
      await this.#finish(found);
    }
  }

  /** One reading of the archive; a second one for days whose rules are others now. */
  async #deriveAll(plan: Pick<PlannedAudit, 'periods'> & ReadingObjects): Promise<void> {
    const counts = new EventCounts(newObjects(plan.periods));
    const ports = derivePorts(this.#ports, {
      eventsRead: (object, batch) => counts.add(object, batch),
    });
    const reading = new ArchiveReading(ports, this.#request, plan);
    const context = this.#context(counts);
    for await (const item of reading.items()) {
      if (item.kind === 'object') this.#objects.push(item.object);
      if (item.kind === 'period') await this.#add(await auditDerived(context, item));
      if (item.kind === 'unknown_site') await this.#finish(unknownSite(item.period));
      if (this.#checkTime()) return;
    }
    this.#otherSites = reading.totals().otherSites;
    if (this.#checkTime()) return;
    for await (const found of recountOldRules(this.#ports, this.#request, this.#open)) {
      await this.#finish(found);
      if (this.#checkTime()) return;
    }
  }

  #context(counts: EventCounts): AuditContext {
    return {
      ports: this.#ports,
      request: this.#request,
      startedAt: this.#startedAt,
      eventsIn: (object, { siteIndex: site, day }) => counts.of(object, { site, day }),
    };
  }

  async #add(open: OpenAudit): Promise<void> {
    if (open.evidence === null) await this.#finish(open.audit);
    else this.#open.push(open);
  }

  /** Looked at to the end: an interrupted audit need not do it again. */
  async #finish(audited: PeriodAudit): Promise<void> {
    const isDiagnosing = this.#request.isDiagnosing === true;
    const found = isDiagnosing ? await this.#diagnose(audited) : suspectCounting(audited);
    await this.#ports.progress?.add(found);
    this.#tell(found);
  }

  #diagnose(found: PeriodAudit): Promise<PeriodAudit> {
    const period = this.#planned.periods.find((one) => nameOf(one) === nameOf(found));
    return diagnoseAudit(this.#ports, this.#request, { period, found });
  }

  #tell(found: PeriodAudit): void {
    this.#told.set(nameOf(found), found);
    this.#ports.observer.periodDone?.(found);
  }

  #tellRest(): void {
    for (const period of this.#planned.periods) {
      if (this.#told.has(nameOf(period))) continue;
      this.#tell(notChecked(period, this.#request.level, ['the time was up']));
    }
  }

  #checkTime(): boolean {
    const { stopAt = Infinity } = this.#request;
    const isLeft = this.#planned.periods.some((period) => !this.#told.has(nameOf(period)));
    this.#isTimeUp = isLeft && this.#ports.now() >= stopAt;
    return this.#isTimeUp;
  }

  #result(warnings: readonly string[]): AuditResult {
    const periods = [...this.#told.values()].sort(comparePeriods);
    const { listing, leftToOthers } = this.#planned;
    const unknown = periods.filter((period) => period.reasons.includes(unknownReason));
    return {
      level: this.#request.level,
      store: this.#ports.store.location,
      archive: this.#ports.archive?.location ?? '',
      periods,
      leftToOthers,
      isTimeUp: this.#isTimeUp,
      objects: this.#objects,
      unplaced: listing.unplaced,
      warnings,
      unknownSites: unknownSites(
        unknown.map(({ site }) => site),
        this.#otherSites,
      ),
      causes: causesOf(periods, { unplaced: listing.unplaced, isUnknown: unknown.length > 0 }),
    };
  }
}

type ReadingObjects = { readonly objects: ReturnType<typeof objectsOfPeriods>['objects'] };

function nameOf({ site, day }: { readonly site: string; readonly day: number }): string {
  return `${site}/${String(day)}`;
}

const unknownReason = 'no line and no store names it';

function unknownSite(period: AuditPeriod): PeriodAudit {
  return { ...newAudit(period, 'full'), verdict: 'not_checked', reasons: [unknownReason] };
}

const causeOfVerdict: Readonly<Record<Verdict, ExitCode>> = {
  equal: 0,
  intended: 0,
  differs: 3,
  not_checked: 4,
};

function causesOf(
  periods: readonly PeriodAudit[],
  { unplaced, isUnknown }: { unplaced: readonly string[]; isUnknown: boolean },
): readonly ExitCode[] {
  const causes = new Set<ExitCode>(periods.map(({ verdict }) => causeOfVerdict[verdict]));
  if (unplaced.length > 0) causes.add(4);
  if (isUnknown) causes.add(2);
  return [...causes];
}
