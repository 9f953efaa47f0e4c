/** A rebuild as text: the days, the ledger, what was refused and why, and what to do next. */
import type { Ledger } from '../model/ledger.ts';
import { comparePeriods } from '../model/period.ts';
import { datesText, ledgerText } from './ledger-text.ts';
import { nextSteps } from './next-steps.ts';
import { bytesText, countText } from './number-text.ts';
import {
  periodBlock,
  periodKinds,
  periodList,
  type PeriodKind,
  type ReportedPeriod,
} from './period-text.ts';
import { wrappedLines } from './text-lines.ts';

export type ReportedObject = {
  readonly key: string;
  readonly bytes: number;
  readonly rejected: { readonly fault: string; readonly message: string } | null;
};

export type ReportedRebuild = {
  readonly plan: {
    readonly periods: readonly { readonly site: string; readonly zone: string }[];
    readonly unplaced: readonly string[];
    readonly ignored: readonly string[];
    readonly warnings: readonly string[];
  };
  readonly ledger: Ledger;
  readonly objects: readonly ReportedObject[];
  readonly periods: readonly ReportedPeriod[];
  readonly otherPeriod: ReadonlyMap<string, number>;
  readonly outOfWindow: ReadonlyMap<string, number>;
  readonly unknownSites: readonly { readonly site: string; readonly similar: readonly string[] }[];
};

export type TextLayout = {
  readonly columns: number;
  readonly isApplied: boolean;
  /** Its id, under which it is recorded. */
  readonly run: string;
  /** The same command with more flags, as lines that can be copied. */
  readonly commandWith: (flags: readonly (readonly string[])[]) => readonly string[];
};

/** With more days than this, each gets a line in place of a block (chosen: a screen or two). */
const blocksMax = 7;

/** Objects named one by one; the JSON output has all. */
const namesShownMax = 10;

/** Yields lines without their ends. */
export function* rebuildText(
  result: ReportedRebuild,
  layout: TextLayout,
): Generator<string, void, undefined> {
  yield* sitesText(result, layout.columns);
  yield* linesText(result, layout.columns);
  yield* objectsText(result, layout.columns);
  yield* countsText(result.periods, layout);
  yield* stepsText(result, layout);
}

function* sitesText({ plan, periods }: ReportedRebuild, columns: number): Generator<string> {
  const sorted = [...periods].sort(comparePeriods);
  for (const site of new Set(sorted.map((period) => period.site))) {
    const own = sorted.filter((period) => period.site === site);
    // A day that the zone skipped was planned without its name.
    const zone = plan.periods.find((period) => period.site === site && period.zone !== '')?.zone;
    yield zone === undefined ? site : `${site}, days in ${zone}`;
    yield '';
    if (periods.length > blocksMax) yield* periodList(own, columns);
    else for (const period of own) yield* periodBlock(period, columns);
    yield '';
  }
}

function* linesText(result: ReportedRebuild, columns: number): Generator<string> {
  const { ledger, otherPeriod, outOfWindow } = result;
  const { objects, bytes } = readOf(result);
  if (result.objects.length === 0) {
    yield 'No log was read.';
    yield '';
    return;
  }
  yield `Lines of ${countText(objects, 'object')} (${bytesText(bytes)} compressed)`;
  yield '';
  yield* ledgerText(ledger);
  yield '';
  const layout = { indent: '', columns };
  if (otherPeriod.size > 0) {
    yield* wrappedLines(`Lines of other days: ${datesText(otherPeriod)}.`, layout);
  }
  if (outOfWindow.size > 0) {
    const days = datesText(outOfWindow);
    const text = `These days need a wider read window (--early, --late): ${days}.`;
    yield* wrappedLines(text, layout);
  }
  if (otherPeriod.size + outOfWindow.size > 0) yield '';
}

function* objectsText(result: ReportedRebuild, columns: number): Generator<string> {
  const { plan } = result;
  const messages = rejectedOf(result).map(({ message }) => message);
  yield* namedList('Rejected, none of its lines was taken', messages, columns);
  yield* namedList('Not read: their names hold no date', plan.unplaced, columns);
  yield* namedList('Not read: their names do not end as those of logs', plan.ignored, columns);
  yield* namedList('Remarkably small', plan.warnings, columns);
}

function* namedList(title: string, names: readonly string[], columns: number): Generator<string> {
  if (names.length === 0) return;
  yield `${title}: ${countText(names.length, 'object')}`;
  for (const name of names.slice(0, namesShownMax)) {
    yield* wrappedLines(name, { indent: '  ', hanging: '    ', columns });
  }
  const more = names.length - namesShownMax;
  if (more > 0) yield `  and ${countText(more, 'more', 'more')}; --json names all`;
  yield '';
}

function* countsText(
  periods: readonly ReportedPeriod[],
  { columns, isApplied, run }: TextLayout,
): Generator<string> {
  const kinds = (Object.keys(periodKinds) as PeriodKind[]).flatMap((kind) => {
    const count = periods.filter((period) => period.kind === kind).length;
    return count === 0 ? [] : [`${countText(count, 'day')} ${periodKinds[kind].several}`];
  });
  const recorded = isApplied ? ` Run ${run}.` : '';
  yield* wrappedLines(`${kinds.join('; ')}.${recorded}`, { indent: '', columns });
}

function* stepsText(result: ReportedRebuild, layout: TextLayout): Generator<string> {
  const { columns, isApplied, commandWith } = layout;
  for (const { text, flags } of nextSteps({
    ...result,
    isApplied,
    rejected: rejectedOf(result).length,
  })) {
    yield '';
    yield* wrappedLines(text, { indent: '', columns });
    if (flags !== undefined) for (const line of commandWith(flags)) yield `  ${line}`;
  }
}

/** Objects that were read whole, and their compressed size. */
export function readOf({ objects }: Pick<ReportedRebuild, 'objects'>): {
  objects: number;
  bytes: number;
} {
  const whole = objects.filter(({ rejected }) => rejected === null);
  return { objects: whole.length, bytes: whole.reduce((sum, { bytes }) => sum + bytes, 0) };
}

export function rejectedOf({
  objects,
}: Pick<ReportedRebuild, 'objects'>): readonly { readonly message: string }[] {
  return objects.flatMap(({ rejected }) => (rejected === null ? [] : [rejected]));
}
