/** What became of each day that could hold an erased visitor, in one store. */
import type { ExitCode } from '../base/exit-codes.ts';
import { textFromDay } from '../base/calendar.ts';
import type { RunPeriod } from '../model/run-record.ts';
import type { ErasedDay, RebuiltDays } from './erase-types.ts';
import type { PurgedSite } from './purge-barred.ts';
import type { PeriodResult, RebuildResult } from './rebuild-types.ts';
import { runPeriod } from './record-run.ts';
import type { TracedPeriod } from './trace-visitors.ts';

export type StoreErasure = {
  readonly store: string;
  readonly traced: readonly TracedPeriod[];
  /** undefined without --apply. */
  readonly purge: PurgedSite | undefined;
};

type TracedDay = TracedPeriod & { readonly kind: 'traced' };

/** Ascending by day. A day whose logs prove that nothing of it was theirs is left out. */
export function dayResults(
  { store, traced, purge }: StoreErasure,
  rebuilt: RebuiltDays | null,
): readonly ErasedDay[] {
  const results = traced.map((period): ErasedDay => {
    const { site, day } = period.key;
    const common = { store, site, day, reasons: [], removed: 0, remaining: null };
    if (period.kind === 'traced') return { ...common, ...resultOf(period, { purge, rebuilt }) };
    return { ...common, kind: 'remains', reasons: [period.error.message] };
  });
  const known = new Set(traced.map(({ key }) => key.day));
  // Marked by a run that was stopped, and deleted by this one.
  const late = (purge?.purged ?? [])
    .filter(({ day }) => !known.has(day))
    .map(({ site, day, generations }): ErasedDay => {
      const common = { store, site, day, reasons: [], remaining: null };
      return { ...common, kind: 'removed', removed: generations.length };
    });
  return [...results, ...late]
    .filter(({ kind, removed }) => kind !== 'removed' || removed > 0)
    .sort((a, b) => a.day - b.day);
}

function resultOf(
  { key: { day }, live, entry, others }: TracedDay,
  { purge, rebuilt }: Pick<StoreErasure, 'purge'> & { readonly rebuilt: RebuiltDays | null },
): Pick<ErasedDay, 'kind' | 'reasons' | 'removed' | 'remaining'> {
  const none = { reasons: [], remaining: null };
  const purged = purge?.purged.find((one) => one.day === day)?.generations.length ?? 0;
  if (live === 'free' || entry === null) {
    return { ...none, kind: 'removed', removed: purge === undefined ? others.length : purged };
  }
  const result = periodOf(rebuilt, day);
  const isWorkedOut = result?.kind === 'published' || result?.kind === 'derived';
  const isFree = result?.kind === 'current';
  const left = purge?.remaining.find((one) => one.day === day)?.entry;
  const stays = purge === undefined ? !isWorkedOut && !isFree : left !== undefined;
  const removed = purge === undefined ? others.length + Number(isWorkedOut) : purged;
  if (!stays) return { ...none, kind: isFree ? 'removed' : 'rebuilt', removed };
  const { generation, grains } = left ?? entry;
  return {
    kind: 'remains',
    reasons: reasonsOf(rebuilt, result),
    removed,
    remaining: { generation, grains },
  };
}

function periodOf(rebuilt: RebuiltDays | null, day: number): PeriodResult | undefined {
  if (rebuilt === null || 'kind' in rebuilt) return undefined;
  return rebuilt.periods.find((period) => period.day === day);
}

function reasonsOf(
  rebuilt: RebuiltDays | null,
  result: PeriodResult | undefined,
): readonly string[] {
  if (rebuilt !== null && 'kind' in rebuilt) return [rebuilt.message];
  if (result === undefined) return ['it was published while this run was at work'];
  return result.reasons.length > 0 ? result.reasons : [result.kind];
}

/** What remains is a partial result; another run in the way or a damaged record says more. */
export function causesOfErasure(
  days: readonly ErasedDay[],
  rebuilt: RebuiltDays | null,
): readonly ExitCode[] {
  const causes = days.flatMap(({ kind, day, remaining }): readonly ExitCode[] => {
    if (kind !== 'remains') return [];
    if (remaining === null) return [1];
    return periodOf(rebuilt, day)?.kind === 'conflict' ? [6] : [4];
  });
  return [...new Set<ExitCode>([0, ...causes])];
}

/** For the run's record. */
export function runPeriodsOf(
  days: readonly ErasedDay[],
  rebuilt: RebuildResult | null,
): readonly RunPeriod[] {
  const ofRebuild = (rebuilt?.periods ?? []).map(runPeriod);
  const ofRemoved = days
    .filter(({ removed }) => removed > 0)
    .map(({ site, day, removed }): RunPeriod => {
      const nothing = { generationBefore: null, generationAfter: null, before: null, after: null };
      const reason = `held an erased visitor, or could: ${String(removed)}`;
      return { site, date: textFromDay(day), result: 'removed', reason, ...nothing };
    });
  return [...ofRebuild, ...ofRemoved];
}
