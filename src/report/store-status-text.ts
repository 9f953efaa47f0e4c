/** What is live in a store, as text. */
import { textFromDay } from '../base/calendar.ts';
import type { PeriodStatus } from '../model/period-status.ts';
import { daysText, minuteText, stretchText, type Stretch } from './days-text.ts';
import { bytesText, countText, groupedText } from './number-text.ts';
import { wrappedLines } from './text-lines.ts';

export type ReportedSite = {
  readonly site: string;
  readonly daysLive: number;
  readonly firstDay: number | null;
  readonly lastDay: number | null;
  readonly gaps: readonly Stretch[];
  readonly kept: number;
  readonly intents: number;
  readonly pinned: readonly number[];
  readonly hidden: readonly number[];
  readonly provisional: readonly number[];
  readonly incomplete: readonly number[];
  readonly bytes: number | null;
  readonly faults: readonly string[];
};

const labelColumns = 14;

/** A block of lines per site, and a line without anything before it. */
export function* siteStatusText(
  status: ReportedSite,
  columns: number,
): Generator<string, void, undefined> {
  const { site, bytes } = status;
  yield '';
  yield bytes === null ? site : `${site}, ${bytesText(bytes)}`;
  for (const [label, text] of factsOfSite(status)) {
    if (text !== '') yield* labelledLines(label, text, columns);
  }
}

/** How the store keeps its rows: a line for each, below its name. */
export function* storageFactsText(
  facts: readonly { readonly name: string; readonly text: string }[],
  columns: number,
): Generator<string, void, undefined> {
  for (const { name, text } of facts) yield* labelledLines(name, text, columns);
}

function* labelledLines(
  label: string,
  text: string,
  columns: number,
): Generator<string, void, undefined> {
  const head = `  ${label}`.padEnd(labelColumns);
  const indent = ' '.repeat(labelColumns);
  const [first = '', ...rest] = wrappedLines(text, { indent, columns });
  yield head + first.slice(labelColumns);
  yield* rest;
}

function factsOfSite(status: ReportedSite): readonly (readonly [string, string])[] {
  const { kept, intents, pinned, hidden, provisional, incomplete, faults } = status;
  return [
    ['live', liveText(status)],
    ['not live', status.gaps.map(stretchText).join(', ')],
    ['undone', hidden.length === 0 ? '' : `${daysText(hidden)}: nothing is shown`],
    ['provisional', daysText(provisional)],
    ['incomplete', incomplete.length === 0 ? '' : `${daysText(incomplete)}: accepted so`],
    ['pinned', daysText(pinned)],
    ['kept', kept === 0 ? '' : `${countText(kept, 'generation')} to go back to`],
    ['unfinished', intents === 0 ? '' : `${countText(intents, 'generation')} on the way`],
    ['unreadable', faults.length === 0 ? '' : faultsText(faults)],
  ];
}

function liveText({ daysLive, firstDay, lastDay }: ReportedSite): string {
  if (firstDay === null || lastDay === null) return 'no day';
  const all = lastDay - firstDay + 1;
  const range = stretchText({ fromDay: firstDay, untilDay: lastDay + 1 });
  if (daysLive === all) return `${range} (${countText(all, 'day')}, none missing)`;
  return `${range} (${groupedText(daysLive)} of ${countText(all, 'day')})`;
}

function faultsText(faults: readonly string[]): string {
  const more = faults.length > 1 ? `, and ${countText(faults.length - 1, 'more day')}` : '';
  return `${faults[0] ?? ''}${more}; recount store doctor says all`;
}

export type ReportedPeriod = PeriodStatus & {
  readonly isProvisional: boolean | null;
  readonly isIncomplete: boolean | null;
  readonly bytes: number | null;
  readonly fault: string | null;
};

/** One line for a day, and one below for each thing that is out of the ordinary. */
export function* periodStatusText(
  status: ReportedPeriod,
  columns: number,
): Generator<string, void, undefined> {
  const { day, live, liveBy, liveSince, bytes } = status;
  const since = liveSince === null ? '' : ` since ${minuteText(liveSince)}`;
  const state =
    status.fault !== null && live === null
      ? 'unreadable'
      : live === null
        ? `nothing live${since}`
        : `live${since}`;
  const size = bytes === null ? '' : `, ${bytesText(bytes)}`;
  const by = liveBy === null ? '' : `, by run ${liveBy}`;
  const layout = { indent: `  ${textFromDay(day)}  `, hanging: ' '.repeat(14), columns };
  yield* hangingLines(`${state}${size}${by}`, layout);
  const below = { indent: ' '.repeat(14), columns };
  for (const note of notesOfPeriod(status)) yield* wrappedLines(note, below);
}

function* hangingLines(
  text: string,
  { indent, hanging, columns }: { indent: string; hanging: string; columns: number },
): Generator<string> {
  const [first = '', ...rest] = wrappedLines(text, { indent: hanging, columns });
  yield indent + first.slice(hanging.length);
  yield* rest;
}

function notesOfPeriod(status: ReportedPeriod): readonly string[] {
  const { grains, live, pinnedBy, kept, intents, fault } = status;
  const notes: string[] = [];
  if (live !== null && !grains.includes('5m')) notes.push('without 5m rows');
  if (status.isProvisional === true) notes.push('provisional: it was still open');
  if (status.isIncomplete === true) notes.push('from incomplete logs, accepted so');
  if (pinnedBy !== null) notes.push(`pinned by run ${pinnedBy}`);
  for (const { run, until } of kept) {
    notes.push(`kept until ${minuteText(until)} at least: that of run ${run}`);
  }
  for (const { run, renewedAt } of intents) {
    notes.push(`on the way since ${minuteText(renewedAt)}: that of run ${run}`);
  }
  if (fault !== null) notes.push(`${fault}; recount store doctor says more`);
  return notes;
}

export type ReportedDisagreement = {
  readonly site: string;
  readonly day: number;
  /** The place of the other store. */
  readonly other: string;
  readonly what: string;
};

/** Days named one by one; the JSON output has all. */
export const disagreementsMax = 20;

export function* disagreementsText(
  shown: readonly ReportedDisagreement[],
  { first, count, days, columns }: { first: string; count: number; days: number; columns: number },
): Generator<string, void, undefined> {
  const layout = { indent: '', columns };
  if (count === 0) {
    yield* wrappedLines('All these stores show the same, by their checksums.', layout);
    return;
  }
  yield* wrappedLines(`Not as in ${first}: ${countText(days, 'day')}`, layout);
  for (const { site, day, other, what } of shown) {
    const text = `${site} ${textFromDay(day)}: ${what} (${other})`;
    yield* wrappedLines(text, { indent: '  ', hanging: '    ', columns });
  }
  if (count > shown.length) yield `  and ${groupedText(count - shown.length)} more; see --json`;
}
