/** The undo of a run, as text and as JSON lines. */
import { textFromDay } from '../base/calendar.ts';
import type { PeriodKey } from '../model/period.ts';
import type { RunRecord } from '../model/run-record.ts';
import { daysText, momentText } from './days-text.ts';
import { countText } from './number-text.ts';
import { numbersTable, numbersText, type Numbers } from './numbers-table.ts';
import { wrappedLines } from './text-lines.ts';

/** What became of a period: of one, behind its date, and of several, behind `3 days`. */
const undoKinds = {
  undone: { one: 'went back', several: 'went back' },
  undoable: { one: 'would go back', several: 'would go back' },
  already_undone: { one: 'was undone before', several: 'undone before' },
  moved_on: { one: 'another run moved on since', several: 'changed by another run since' },
  not_kept: {
    one: 'what was live before is not kept any more',
    several: 'without anything kept to go back to',
  },
  below_barrier: {
    one: 'what was live before was made before an erasure or another zone',
    several: 'whose numbers from before must not be shown any more',
  },
  unreadable: { one: 'cannot be read', several: 'unreadable' },
  not_here: { one: 'nothing was published', several: 'without a publication' },
} as const;

export type UndoKind = keyof typeof undoKinds;

export type ReportedUndo = PeriodKey & {
  readonly kind: UndoKind;
  readonly by: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly message: string | null;
  readonly before: Numbers | null;
  readonly after: Numbers | null;
};

export type UndoLayout = {
  readonly store: string;
  readonly columns: number;
  /** With more days than this, each gets a line in place of a block. */
  readonly blocksMax: number;
};

/** Which run is to be undone. */
export function* undoHeadText(
  { run, command, who, startedAt, reason, finishedAt }: RunRecord,
  columns: number,
): Generator<string, void, undefined> {
  const why = reason === null ? '' : `, ${JSON.stringify(reason)}`;
  const when = momentText(startedAt);
  const layout = { indent: '', columns };
  yield* wrappedLines(`Undo of run ${run}: recount ${command}, by ${who}, ${when}${why}`, layout);
  if (finishedAt === null) {
    yield 'It has no end on record: make sure that it is not still at work.';
  }
  yield '';
}

/** The days of one store. */
export function* undoText(
  items: readonly ReportedUndo[],
  { store, columns, blocksMax }: UndoLayout,
): Generator<string, void, undefined> {
  yield store;
  yield '';
  if (items.length === 0) yield '  the run published nothing here';
  for (const item of items) {
    const { site, day, kind, by, message } = item;
    const who = by === null ? '' : ` (run ${by})`;
    const what = message === null ? '' : `: ${message}`;
    const text = `${site} ${textFromDay(day)}  ${undoKinds[kind].one}${who}${what}`;
    yield* wrappedLines(text, { indent: '  ', hanging: '      ', columns });
    if (kind !== 'undone' && kind !== 'undoable') continue;
    if (item.to === null) yield* wrappedLines(nothingText(item), { indent: '      ', columns });
    else if (items.length <= blocksMax && item.after !== null) yield* changeText(item);
  }
  yield '';
}

function nothingText({ before }: ReportedUndo): string {
  const now = before === null ? '' : `, in place of ${numbersText(before)}`;
  return `to nothing: nothing was live before${now}`;
}

function* changeText(item: ReportedUndo): Generator<string> {
  const heads = item.kind === 'undone' ? (['before', 'now'] as const) : (['now', 'then'] as const);
  yield* numbersTable(item, heads, '      ');
}

export type UndoConclusion = {
  readonly items: readonly ReportedUndo[];
  readonly isApplied: boolean;
  /** The undo's own run. */
  readonly run: string;
  readonly columns: number;
  /** As lines that can be copied. */
  readonly applyCommand: readonly string[];
};

/** What it comes to over all stores, and what to do next. */
export function* undoConclusionText({
  items,
  isApplied,
  run,
  columns,
  applyCommand,
}: UndoConclusion): Generator<string, void, undefined> {
  const wrap = { indent: '', columns };
  const kinds = (Object.keys(undoKinds) as UndoKind[]).flatMap((kind) => {
    const count = items.filter((item) => item.kind === kind).length;
    return count === 0 ? [] : [`${countText(count, 'day')} ${undoKinds[kind].several}`];
  });
  if (kinds.length > 0) yield* wrappedLines(`${kinds.join('; ')}.`, wrap);
  const movers = new Set(items.flatMap(({ kind, by }) => (kind === 'moved_on' && by ? [by] : [])));
  for (const mover of movers) {
    yield* wrappedLines(`What run ${mover} did: recount runs show ${mover}`, wrap);
  }
  const undone = items.filter(({ kind }) => kind === 'undone');
  if (undone.length > 0) yield* pinnedText(undone, run, columns);
  if (isApplied || !items.some(({ kind }) => kind === 'undoable')) return;
  yield '';
  yield 'Nothing was changed. To go back:';
  for (const line of applyCommand) yield `  ${line}`;
}

function* pinnedText(
  undone: readonly ReportedUndo[],
  run: string,
  columns: number,
): Generator<string> {
  const wrap = { indent: '', columns };
  const sites = [...new Set(undone.map(({ site }) => site))];
  const text =
    `Recorded as run ${run}. These days are pinned: rollup leaves them alone until they are ` +
    'rebuilt, or unpinned with recount store unpin.';
  yield* wrappedLines(text, wrap);
  for (const site of sites) {
    const days = undone.filter((item) => item.site === site).map(({ day }) => day);
    const own = `${site} ${daysText([...new Set(days)].sort((a, b) => a - b))}`;
    yield* wrappedLines(own, { indent: '  ', hanging: '    ', columns });
  }
}

export function undoLine(store: string, item: ReportedUndo): object {
  const { site, day, kind, by, from, to, message, before, after } = item;
  return {
    type: 'period',
    store,
    site,
    date: textFromDay(day),
    result: kind,
    by,
    generation_before: from,
    generation_after: to,
    before,
    after,
    message,
  };
}
