/** An erasure as JSON lines: a published contract. Keys are added, never renamed or removed. */
import { textFromDay } from '../base/calendar.ts';
import type { ReportedErasedDay, ReportedErasure } from './erase-text.ts';

export function eraseDayLine(day: ReportedErasedDay): object {
  return {
    type: 'erased_period',
    store: day.store,
    site: day.site,
    date: textFromDay(day.day),
    result: day.kind,
    reasons: day.reasons,
    generations_removed: day.removed,
    remaining: day.remaining,
  };
}

export function eraseSummary(
  { site, visitors, isRepeated, days }: ReportedErasure,
  { run, isApplied }: { readonly run: string; readonly isApplied: boolean },
): Readonly<Record<string, unknown>> {
  const count = (kind: ReportedErasedDay['kind']): number =>
    days.filter((day) => day.kind === kind).length;
  return {
    run,
    applied: isApplied,
    site,
    visitors,
    repeated: isRepeated,
    rebuilt: count('rebuilt'),
    removed: count('removed'),
    remaining: count('remains'),
  };
}
