/** A rebuild as JSON lines: a published contract. Keys are added, never renamed or removed. */
import { textFromDay, textFromInstant } from '../base/calendar.ts';
import type { Content } from '../model/checksum.ts';
import { ledgerLines } from '../model/ledger.ts';
import type { PeriodKind, ReportedPeriod } from './period-text.ts';
import { estimatedSeconds, assumedBytesPerSecond, type ReportedPlan } from './plan-text.ts';
import { readOf, rejectedOf, type ReportedObject, type ReportedRebuild } from './rebuild-text.ts';

type Line = { readonly type: string } & Readonly<Record<string, unknown>>;

/** The first line: what there is to do, in all. */
export function planLine(plan: ReportedPlan): Line {
  return {
    type: 'plan',
    periods: plan.periods.length,
    periods_to_read: plan.periods.filter(({ todo }) => todo === 'read').length,
    objects: plan.objects,
    bytes: plan.bytes,
    estimated_seconds: estimatedSeconds(plan),
    assumed_bytes_per_second: assumedBytesPerSecond,
    unplaced: plan.unplaced,
    ignored: plan.ignored,
    warnings: plan.warnings,
  };
}

export type PlannedPeriodFacts = ReportedPlan['periods'][number] & {
  readonly from: number;
  readonly until: number;
  readonly windowFrom: number;
  readonly windowUntil: number;
};

/** One line per period of an estimate. */
export function plannedPeriodLine(period: PlannedPeriodFacts): Line {
  const isSkipped = period.todo === 'no_such_day';
  const instant = (seconds: number): string | null => (isSkipped ? null : textFromInstant(seconds));
  return {
    type: 'planned_period',
    site: period.site,
    date: textFromDay(period.day),
    todo: period.todo,
    zone: isSkipped ? null : period.zone,
    from: instant(period.from),
    until: instant(period.until),
    window_from: instant(period.windowFrom),
    window_until: instant(period.windowUntil),
    objects: period.objects,
    bytes: period.bytes,
    missing: period.missing,
  };
}

export type PeriodFacts = ReportedPeriod & {
  readonly generationBefore: string | null;
  readonly generationAfter: string | null;
};

export function periodLine(period: PeriodFacts): Line {
  const { tally } = period;
  return {
    type: 'period',
    site: period.site,
    date: textFromDay(period.day),
    result: period.kind satisfies PeriodKind,
    reasons: period.reasons,
    generation_before: period.generationBefore,
    generation_after: period.generationAfter,
    before: period.before,
    after: period.after,
    tally: tally && {
      counted: tally.counted,
      duplicate: tally.duplicate,
      bot: tally.bot,
      excluded: tally.excluded,
      duplicate_conflict: tally.duplicateConflict,
      counted_by_action: tally.countedByAction,
      excluded_by_rule: tally.excludedByRule,
    },
    rows: Object.fromEntries(Object.entries(period.rows).map(([k, v]) => [k, contentFacts(v)])),
    pages: period.pages && contentFacts(period.pages),
  };
}

function contentFacts({ parts, cells, checksum }: Content): Readonly<Record<string, unknown>> {
  return { parts, cells, checksum };
}

export function rejectedLine({ key, bytes, rejected }: ReportedObject): Line {
  return {
    type: 'rejected_object',
    object: key,
    bytes,
    fault: rejected?.fault ?? null,
    message: rejected?.message ?? null,
  };
}

/** What the last line says besides causes and exit code. */
export function rebuildSummary(
  result: ReportedRebuild,
  { run, isApplied }: { run: string; isApplied: boolean },
): Readonly<Record<string, unknown>> {
  const kinds: Record<string, number> = {};
  for (const { kind } of result.periods) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return {
    run,
    applied: isApplied,
    periods: kinds,
    objects_read: readOf(result).objects,
    objects_rejected: rejectedOf(result).length,
    bytes_read: readOf(result).bytes,
    lines: ledgerLines(result.ledger),
    ledger: result.ledger,
    other_period: Object.fromEntries(result.otherPeriod),
    out_of_window: Object.fromEntries(result.outOfWindow),
    unknown_sites: result.unknownSites,
  };
}
