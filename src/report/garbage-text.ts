/** What is not kept, as text and as JSON lines. */
import { textFromDay, textFromInstant } from '../base/calendar.ts';
import { garbageReasons, type GarbageReason } from '../model/garbage.ts';
import type { PeriodKey } from '../model/period.ts';
import type { Grain } from '../model/row.ts';
import { daysText, minuteText } from './days-text.ts';
import { bytesText, countText, groupedText } from './number-text.ts';
import { tableLines, wrappedLines } from './text-lines.ts';

export type ReportedGarbage = PeriodKey & {
  readonly generation: string;
  readonly grain: Grain | null;
  readonly why: GarbageReason;
  readonly bytes: number | null;
};

export type ReportedCounts = {
  readonly items: number;
  readonly bytes: number;
  /** Items whose size nobody knows. */
  readonly unsized?: number;
};

export type ReportedRemoval = {
  readonly reasons: ReadonlyMap<GarbageReason, ReportedCounts>;
  readonly leftovers: ReportedCounts;
  readonly held: ReportedCounts;
  readonly spared: number;
  readonly unreadable: readonly string[];
  readonly young: number;
  readonly nextAt: number | null;
};

export type RemovalLayout = {
  readonly store: string;
  readonly columns: number;
  readonly isApplied: boolean;
  /** By reason and site: the days concerned, ascending, some of them more than once. */
  readonly days: ReadonlyMap<GarbageReason, ReadonlyMap<string, readonly number[]>>;
  /** The rule that 5-minute rows were judged by, and where it comes from: `5m=30d, the default`. */
  readonly retention: string;
  /** The same command with more flags, as lines that can be copied. */
  readonly commandWith: (flags: readonly (readonly string[])[]) => readonly string[];
  readonly run: string;
};

/** Yields lines without their ends. */
export function* removalText(
  result: ReportedRemoval,
  layout: RemovalLayout,
): Generator<string, void, undefined> {
  const { store, isApplied, columns } = layout;
  const wrap = { indent: '', columns };
  const isNothing = sumOf(result).items === 0;
  if (isNothing) yield* wrappedLines(`There is nothing to remove from ${store}.`, wrap);
  else {
    yield isApplied ? `Removed from ${store}` : `What may go of ${store}`;
    yield '';
    yield* countsTable(result);
    yield* daysLists(layout);
  }
  yield* keptText(result, layout);
  for (const message of result.unreadable) {
    yield* wrappedLines(`Left alone, because it cannot be read: ${message}`, wrap);
  }
  if (isNothing) return;
  yield '';
  if (isApplied) {
    yield* wrappedLines(`Recorded as run ${layout.run}.`, wrap);
    return;
  }
  yield 'Nothing was removed. To remove it:';
  for (const line of layout.commandWith([['--apply']])) yield `  ${line}`;
}

function* countsTable(result: ReportedRemoval): Generator<string> {
  const texts = Object.keys(garbageReasons) as GarbageReason[];
  const rows = texts.flatMap((why) => {
    const counts = result.reasons.get(why);
    return counts === undefined ? [] : [rowOf(`${thingOf(why)} ${garbageReasons[why]}`, counts)];
  });
  const { leftovers } = result;
  if (leftovers.items > 0) rows.push(rowOf('files or rows left by killed processes', leftovers));
  rows.push(rowOf('all together', sumOf(result)));
  const right = { align: 'right' } as const;
  yield* tableLines([right, right, { align: 'left' }], rows, '  ');
  yield '';
}

function rowOf(text: string, counts: ReportedCounts): readonly string[] {
  return [groupedText(counts.items), sizeText(counts), text];
}

function sizeText({ items, bytes, unsized = 0 }: ReportedCounts): string {
  if (unsized === 0) return bytesText(bytes);
  return unsized === items ? 'unknown' : `over ${bytesText(bytes)}`;
}

function thingOf(why: GarbageReason): string {
  return why === 'expired' ? '5m rows' : 'generations';
}

function* daysLists({ days, columns }: RemovalLayout): Generator<string> {
  for (const [why, sites] of days) {
    yield* wrappedLines(`${thingOf(why)} ${garbageReasons[why]}:`, { indent: '', columns });
    for (const [site, own] of sites) {
      const text = `${site} ${daysText([...new Set(own)])}`;
      yield* wrappedLines(text, { indent: '  ', hanging: '    ', columns });
    }
  }
  if (days.size > 0) yield '';
}

function* keptText(result: ReportedRemoval, layout: RemovalLayout): Generator<string> {
  const { young, nextAt, held, spared } = result;
  const wrap = { indent: '', columns: layout.columns };
  yield* wrappedLines(`5m rows were judged by ${layout.retention}.`, wrap);
  if (young > 0 && nextAt !== null) {
    const later = `the first at ${minuteText(nextAt)}`;
    const text = `${countText(young, 'more', 'more')} may go later, ${later}.`;
    yield* wrappedLines(text, wrap);
  }
  if (spared > 0) {
    const text = `${groupedText(spared)} left alone: somebody came to need them meanwhile.`;
    yield* wrappedLines(text, wrap);
  }
  if (held.items > 0) {
    const text =
      `Held: the 5m rows of ${countText(held.items, 'generation')} (${bytesText(held.bytes)}) ` +
      'are past that too, but were derived when they already were, so somebody chose to keep ' +
      'them. To remove them as well, name the rule with --retain.';
    yield* wrappedLines(text, wrap);
  }
}

function sumOf({ reasons, leftovers }: ReportedRemoval): Required<ReportedCounts> {
  return [...reasons.values(), leftovers].reduce<Required<ReportedCounts>>(
    (sum, { items, bytes, unsized = 0 }) => ({
      items: sum.items + items,
      bytes: sum.bytes + bytes,
      unsized: sum.unsized + unsized,
    }),
    { items: 0, bytes: 0, unsized: 0 },
  );
}

export function garbageLine(store: string, item: ReportedGarbage, isApplied: boolean): object {
  return {
    type: isApplied ? 'removed' : 'garbage',
    store,
    site: item.site,
    date: textFromDay(item.day),
    generation: item.generation,
    grain: item.grain,
    why: item.why,
    bytes: item.bytes,
  };
}

export function leftoverLine(
  store: string,
  { name, bytes, changedAt }: { name: string; bytes: number | null; changedAt: number },
  isApplied: boolean,
): object {
  const changed = textFromInstant(changedAt);
  const type = isApplied ? 'removed_leftover' : 'leftover';
  return { type, store, name, bytes, changed_at: changed };
}

/** What the last line says of one store. */
export function removalFacts(result: ReportedRemoval): object {
  const { items, bytes } = sumOf(result);
  return {
    items,
    bytes,
    reasons: Object.fromEntries(result.reasons),
    leftovers: result.leftovers,
    held: result.held,
    spared: result.spared,
    unreadable: result.unreadable,
    young: result.young,
    next_at: result.nextAt === null ? null : textFromInstant(result.nextAt),
  };
}
