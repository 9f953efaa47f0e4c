/** A repair as text: what became of each day of the plan, and what was left alone and why. */
import { textFromDay } from '../base/calendar.ts';
import type { PeriodKey } from '../model/period.ts';
import { countText } from './number-text.ts';
import { periodBlock, periodKinds, type PeriodKind, type ReportedPeriod } from './period-text.ts';
import { wrappedLines } from './text-lines.ts';

export type ReportedRepair = {
  readonly periods: readonly ReportedPeriod[];
  readonly left: readonly (PeriodKey & { readonly reason: string })[];
};

export type RepairLayout = {
  readonly columns: number;
  readonly isApplied: boolean;
  readonly run: string;
  /** What to run next, as lines that can be copied; none where nothing is left to do. */
  readonly nextCommand: readonly string[];
};

/** Days told in full (chosen: some screens). */
const blocksMax = 12;

export function* repairText(repair: ReportedRepair, layout: RepairLayout): Generator<string> {
  const { columns, isApplied, run, nextCommand } = layout;
  const { periods, left } = repair;
  for (const site of new Set(periods.map((period) => period.site))) {
    yield site;
    yield '';
    const own = periods.filter((period) => period.site === site);
    for (const period of own.slice(0, blocksMax)) {
      yield* periodBlock(period, columns);
      if (period.kind === 'published') yield '    repaired and confirmed';
    }
    if (own.length > blocksMax) {
      yield `  and ${countText(own.length - blocksMax, 'more day')}; --json tells all`;
    }
    yield '';
  }
  for (const { site, day, reason } of left) {
    const text = `${site} ${textFromDay(day)} was left alone: ${reason}`;
    yield* wrappedLines(text, { indent: '', hanging: '  ', columns });
  }
  if (left.length > 0) yield '';
  const recorded = isApplied && periods.length > 0 ? ` Run ${run}.` : '';
  yield* wrappedLines(`${countsText(repair)}.${recorded}`, { indent: '', columns });
  if (nextCommand.length === 0) return;
  yield '';
  for (const line of nextCommand) yield `  ${line}`;
}

function countsText({ periods, left }: ReportedRepair): string {
  const kinds = (Object.keys(periodKinds) as PeriodKind[]).flatMap((kind) => {
    const count = periods.filter((period) => period.kind === kind).length;
    if (count === 0) return [];
    const several = kind === 'published' ? 'repaired and confirmed' : periodKinds[kind].several;
    return [`${countText(count, 'day')} ${several}`];
  });
  if (left.length > 0) kinds.push(`${countText(left.length, 'day')} left alone`);
  return kinds.length === 0 ? 'The plan has no day' : kinds.join('; ');
}
