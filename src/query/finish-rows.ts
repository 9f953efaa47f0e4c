/** Rows out of group tables: derived metrics, what was not recorded, order, the top ones. */
import type { MetricColumn } from '../model/query-words.ts';
import { compareValues, type Group, type GroupNames, type GroupTable } from './group-table.ts';
import type { QueryPlan } from './query-plan.ts';
import type { QueryRow } from '../model/query-result.ts';
import type { TimeStep } from './time-steps.ts';

/** Steps in tables are keys; here is what they stand for. */
export type NamedStep = TimeStep & { readonly text: string; readonly rank: number };

/** Numbers of one range, whatever the sites. */
export type RangeNumbers = {
  readonly table: GroupTable;
  /** By the same names without time; only for a series by group. */
  readonly totals: GroupTable | undefined;
  /** Whether any day that the row is made of recorded a stored metric. */
  readonly isRecorded: (names: GroupNames, metric: number) => boolean;
};

export type FinishQuestion = {
  readonly plan: QueryPlan;
  readonly now: RangeNumbers;
  /** Of the range compared with; its steps are named like those they stand beside. */
  readonly before: RangeNumbers | undefined;
  readonly steps: ReadonlyMap<string, NamedStep>;
  /** Rows that are there without a number too: all steps of a plain series, the one row of none. */
  readonly expected: readonly GroupNames[];
};

export type FinishedRows = {
  readonly rows: readonly QueryRow[];
  readonly totals: readonly QueryRow[];
  /** The first metric of each of `totals`, step by step. */
  readonly series: readonly (readonly (number | null)[])[];
  readonly found: number;
};

export function finishRows(question: FinishQuestion): FinishedRows {
  const { plan, now, before, expected } = question;
  const time = plan.groups.findIndex(({ kind }) => kind === 'time');
  const all = rowsOfTables(plan, { now: now.table, before: before?.table, expected }, question);
  if (now.totals === undefined) {
    return {
      rows: firstInOrder(all, plan.top, rowOrder(question, time)).map(named(question, time)),
      totals: [],
      series: [],
      found: all.length,
    };
  }
  const withoutTime = { ...question, plan: { ...plan, order: orderOfTotals(plan) } };
  const tables = { now: now.totals, before: before?.totals, expected: [] };
  const totals = rowsOfTables(plan, tables, question);
  const top = firstInOrder(totals, plan.top, rowOrder(withoutTime, -1));
  const kept = new Set(top.map(({ names }) => JSON.stringify(names)));
  const rows = all.filter(({ names }) => {
    return kept.has(JSON.stringify(names.filter((_, index) => index !== time)));
  });
  return {
    rows: rows.sort(rowOrder(question, time)).map(named(question, time)),
    totals: top,
    series: top.map((total) => seriesOf(question, total.names, time)),
    found: totals.length,
  };
}

/** The first metric of a group at every step, also where no cell is. */
function seriesOf(
  { plan, now, steps }: FinishQuestion,
  names: GroupNames,
  time: number,
): readonly (number | null)[] {
  const ascending = [...steps].sort(([, a], [, b]) => a.rank - b.rank);
  return ascending.map(([step]) => {
    const own = [...names.slice(0, time), step, ...names.slice(time)];
    const isRecorded = (metric: number): boolean => now.isRecorded(own, metric);
    return valuesOf(plan.metrics.slice(0, 1), now.table.get(own), isRecorded)[0] ?? null;
  });
}

type Tables = {
  readonly now: GroupTable;
  readonly before: GroupTable | undefined;
  readonly expected: readonly GroupNames[];
};

/** One row a group of either table and each that is expected, in no order. */
function rowsOfTables(
  plan: QueryPlan,
  { now, before, expected }: Tables,
  question: FinishQuestion,
): QueryRow[] {
  const rowOf = (names: GroupNames, group: Group | undefined): QueryRow => ({
    names,
    step: undefined,
    values: valuesOf(plan.metrics, group, (metric) => question.now.isRecorded(names, metric)),
    before:
      before === undefined
        ? undefined
        : valuesOf(plan.metrics, before.get(names), (metric) => {
            return question.before?.isRecorded(names, metric) === true;
          }),
  });
  const rows: QueryRow[] = [];
  for (const group of now.groups()) rows.push(rowOf(group.names, group));
  // Only those that the first table does not have need to be told apart.
  const others = new Map<string, GroupNames>();
  const note = (names: GroupNames): void => {
    if (!now.has(names)) others.set(JSON.stringify(names), names);
  };
  for (const names of expected) note(names);
  for (const { names } of before?.groups() ?? []) note(names);
  for (const names of others.values()) rows.push(rowOf(names, undefined));
  return rows;
}

/** A group without a cell counted nothing, where it was recorded at all. */
function valuesOf(
  metrics: readonly MetricColumn[],
  group: Group | undefined,
  isRecorded: (metric: number) => boolean,
): readonly (number | null)[] {
  const stored = (metric: number): number | null =>
    isRecorded(metric) ? (group?.values[metric] ?? 0) : null;
  return metrics.map(({ index, divisor }) => {
    const dividend = stored(index);
    if (divisor === undefined || dividend === null) return dividend;
    const divided = stored(divisor);
    return divided === null || divided === 0 ? null : dividend / divided;
  });
}

type Comparison = (a: QueryRow, b: QueryRow) => number;

/** First what was asked for, then the columns from left to right: no two rows are alike in all. */
function rowOrder({ plan, steps }: FinishQuestion, time: number): Comparison {
  const byTime: Comparison = (a, b) => rankOf(steps, a.names[time]) - rankOf(steps, b.names[time]);
  const byName = (index: number): Comparison =>
    index === time
      ? byTime
      : (a, b) => compareValues(a.names[index] ?? null, b.names[index] ?? null);
  const { order } = plan;
  const first = order.by === 'group' ? byName(order.index) : byMetric(order);
  const columns = plan.groups.map((_, index) => index);
  return (a, b) => {
    const wanted = first(a, b);
    if (wanted !== 0) return wanted;
    for (const index of columns) {
      const next = byName(index)(a, b);
      if (next !== 0) return next;
    }
    return 0;
  };
}

/** What is not recorded comes last, whichever way round. */
function byMetric({ index, isAscending }: { index: number; isAscending: boolean }): Comparison {
  return (a, b) => {
    const [left, right] = [a.values[index] ?? null, b.values[index] ?? null];
    if (left === right) return 0;
    if (left === null) return 1;
    if (right === null) return -1;
    return isAscending ? left - right : right - left;
  };
}

function orderOfTotals({ order }: QueryPlan): QueryPlan['order'] {
  return order.by === 'metric' ? order : { by: 'metric', index: 0, isAscending: false };
}

function rankOf(steps: FinishQuestion['steps'], key: string | null | undefined): number {
  return steps.get(key ?? '')?.rank ?? -1;
}

/** Below it, sorting everything is as fast (chosen). */
const cutRowsMin = 1024;

/**
 * The first `top` rows in order, or all of them. Sorting 100,000 urls to show 20 would take longer
 * than adding them up: what comes after the last of the best so far is not looked at again.
 */
function firstInOrder(
  rows: readonly QueryRow[],
  top: number | undefined,
  order: Comparison,
): readonly QueryRow[] {
  if (top === undefined) return rows.toSorted(order);
  let best: QueryRow[] = [];
  let last: QueryRow | undefined;
  const bestMax = Math.max(cutRowsMin, 2 * top);
  for (const row of rows) {
    if (last !== undefined && order(row, last) > 0) continue;
    best.push(row);
    if (best.length < bestMax) continue;
    best = best.sort(order).slice(0, top);
    last = best.at(-1);
  }
  return best.sort(order).slice(0, top);
}

/** Puts the text of the step in the place of its key. */
function named({ steps }: FinishQuestion, time: number): (row: QueryRow) => QueryRow {
  return (row) => {
    const step = steps.get(row.names[time] ?? '');
    if (step === undefined) return row;
    const names = row.names.map((name, index) => (index === time ? step.text : name));
    return { ...row, names, step: step.step };
  };
}
