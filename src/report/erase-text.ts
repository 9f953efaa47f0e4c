/** An erasure as text: each day that could hold the visitors, and what is left of them. */
import { textFromDay } from '../base/calendar.ts';
import type { PeriodKey } from '../model/period.ts';
import { changeText, countText } from './number-text.ts';
import { wrappedLines } from './text-lines.ts';

export type ReportedErasedDay = PeriodKey & {
  readonly store: string;
  readonly kind: 'rebuilt' | 'removed' | 'remains';
  readonly reasons: readonly string[];
  readonly removed: number;
  readonly remaining: { readonly generation: string; readonly grains: readonly string[] } | null;
};

type Numbers = Readonly<Record<string, number>> | null;

export type ReportedErasure = {
  readonly site: string;
  readonly visitors: readonly string[];
  readonly isRepeated: boolean;
  readonly days: readonly ReportedErasedDay[];
  readonly rebuilt: {
    readonly periods: readonly (PeriodKey & {
      readonly before: Numbers;
      readonly after: Numbers;
    })[];
  } | null;
};

export type EraseLayout = {
  readonly columns: number;
  readonly run: string;
  readonly isApplied: boolean;
  /** The same command, as lines that can be copied, but for the visitors. */
  readonly again: readonly string[];
};

export function* eraseText(result: ReportedErasure, layout: EraseLayout): Generator<string> {
  const { site, visitors, isRepeated, days } = result;
  const { columns, isApplied, run } = layout;
  const who = `${countText(visitors.length, 'visitor')} (${visitors.join(', ')})`;
  const was = isRepeated ? 'erased before' : isApplied ? 'erased' : 'to be erased';
  yield* wrappedLines(`${site}: ${who} ${was}`, { indent: '', hanging: '  ', columns });
  yield '';
  const stores = [...new Set(days.map(({ store }) => store))];
  for (const store of stores) {
    if (stores.length > 1) yield store;
    for (const day of days) if (day.store === store) yield* dayText(day, result, layout);
    yield '';
  }
  yield* wrappedLines(`${countsText(days, isApplied)}${isApplied ? ` Run ${run}.` : ''}`, {
    indent: '',
    columns,
  });
  yield* stepsText(days, layout);
}

function* dayText(
  day: ReportedErasedDay,
  { rebuilt }: ReportedErasure,
  { columns, isApplied }: EraseLayout,
): Generator<string> {
  const period = rebuilt?.periods.find((one) => one.day === day.day);
  const changes = day.kind === 'rebuilt' && period !== undefined ? changesText(period) : '';
  const words = `${textFromDay(day.day)}  ${whatText(day, isApplied)}${changes}`;
  yield* wrappedLines(words, { indent: '  ', hanging: '              ', columns });
  for (const reason of day.reasons) {
    yield* wrappedLines(reason, { indent: '              ', columns });
  }
}

function whatText({ kind, removed, remaining }: ReportedErasedDay, isApplied: boolean): string {
  const generations = countText(removed, 'generation');
  const gone = `${generations} that could hold them ${isApplied ? 'removed' : 'to be removed'}`;
  switch (kind) {
    case 'rebuilt':
      return `${isApplied ? 'rebuilt' : 'to be rebuilt'}, ${gone}`;
    case 'removed':
      return gone;
    case 'remains': {
      const what = remaining === null ? 'its record' : `its ${remaining.grains.join(' and ')} rows`;
      const beside = removed > 0 ? `, ${gone}` : '';
      return `NOT ERASED: ${what} cannot be made anew and may still hold them${beside}`;
    }
  }
}

/** `: page_views -3, visitors -1`; metrics that stay as they are are left out. */
function changesText({ before, after }: { before: Numbers; after: Numbers }): string {
  const changes = Object.entries(after ?? {})
    .map(([metric, value]) => ({ metric, value, old: before?.[metric] ?? null }))
    .filter(({ value, old }) => old !== null && old !== value)
    .map(({ metric, value, old }) => `${metric} ${changeText(old, value)}`);
  return changes.length === 0 ? ': no number changes' : `: ${changes.join(', ')}`;
}

function countsText(days: readonly ReportedErasedDay[], isApplied: boolean): string {
  if (days.length === 0) return 'Nothing that is stored can hold them.';
  const counts = [
    ['rebuilt', isApplied ? 'rebuilt' : 'to be rebuilt'],
    ['removed', isApplied ? 'cleared of old generations' : 'to be cleared of old generations'],
    ['remains', 'NOT erased'],
  ].flatMap(([kind, words]) => {
    const count = days.filter((day) => day.kind === kind).length;
    return count === 0 ? [] : [`${countText(count, 'day')} ${words}`];
  });
  return `${counts.join('; ')}.`;
}

function* stepsText(
  days: readonly ReportedErasedDay[],
  { columns, isApplied, again }: EraseLayout,
): Generator<string> {
  const layout = { indent: '', columns };
  const isLeft = days.some(({ kind }) => kind === 'remains');
  if (isLeft) {
    yield '';
    yield* wrappedLines(
      'What is not erased stays as it is until its logs are back: put them into the archive and ' +
        'run the same command again.',
      layout,
    );
  }
  if (isApplied) {
    yield '';
    yield* wrappedLines(
      'What killed runs left half written is removed a day later by: recount store gc --apply',
      layout,
    );
    return;
  }
  yield '';
  yield 'Nothing was written. To erase them, add --apply:';
  for (const line of again) yield `  ${line}`;
}
