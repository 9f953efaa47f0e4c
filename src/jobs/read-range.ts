/** Reads the cells of one range of one site into group tables. */
import type { GroupColumn } from '../model/query-words.ts';
import { UsageError } from '../base/errors.ts';
import type { ZoneClock } from '../base/zone-clock.ts';
import { allSegment } from '../model/segments.ts';
import type { GroupNames, GroupTable } from '../query/group-table.ts';
import type { PageBook } from '../query/page-book.ts';
import type { DaySource } from '../query/plan-sources.ts';
import type { QueryPlan } from '../query/query-plan.ts';
import { keyOfStep, stepOfBucket, type TimeStep } from '../query/time-steps.ts';
import type { CellSelection, RowSource, SelectedCell, TextChoice } from '../store/selection.ts';
import type { Store } from '../store/store.ts';
import type { PinnedDay } from './pin-days.ts';
import type { QueryOptions } from './query-types.ts';
import { defaultQueryLimits } from './query-types.ts';
import { selectQuickly } from './select-cells.ts';

export type RangeRead = {
  readonly site: string;
  readonly clock: ZoneClock;
  readonly plan: QueryPlan;
  readonly sources: readonly DaySource[];
  readonly days: ReadonlyMap<number, PinnedDay>;
  readonly pages: PageBook;
  /** A step of an earlier range goes by the one that it stands beside. */
  readonly laterStep: (step: TimeStep) => TimeStep;
  readonly table: GroupTable;
  readonly totals: GroupTable | undefined;
};

/** @returns how many cells the store gave. @throws UsageError where a limit is passed. */
export async function readRange(
  store: Store,
  read: RangeRead,
  { signal, limits = defaultQueryLimits }: QueryOptions,
): Promise<number> {
  refuseTooManyCells(read, limits.cellsMax);
  const selection = selectionOf(read);
  const counter = new CellCounter(read);
  let cells = 0;
  for await (const batch of selectQuickly(store, selection)) {
    signal.throwIfAborted();
    for (const cell of batch) counter.add(cell);
    cells += batch.length;
    refuseTooMuchMemory(read, limits.memoryBytesMax);
  }
  return cells;
}

function selectionOf({ plan, sources, days }: RangeRead): CellSelection {
  const { cells, groups, pages, stored, urls } = plan;
  const isOfCells = groups.some(({ kind }) => kind === 'cell');
  const isOfUrls = pages.length > 0 || groups.some(({ kind }) => kind === 'url' || kind === 'page');
  const isSeries = groups.some(({ kind }) => kind === 'time');
  const keeps = [
    isOfUrls ? 'url' : undefined,
    isSeries ? 'bucket' : undefined,
    isOfCells ? 'segment' : undefined,
  ] as const;
  return {
    sources: sources.flatMap((source) => rowSource(source, days)),
    urls,
    segments: segmentChoice(cells),
    metrics: stored,
    keeps: new Set(keeps.filter((name) => name !== undefined)),
  };
}

function rowSource(
  { day, grain, fromBucket, untilBucket }: DaySource,
  days: RangeRead['days'],
): readonly RowSource[] {
  const pinned = days.get(day);
  // A day without any event has no rows, in some stores not even a place for them.
  if (pinned === undefined || pinned.manifest.rows[grain]?.parts === 0) return [];
  const { key } = pinned;
  if (fromBucket === undefined || untilBucket === undefined) return [{ key, grain }];
  return [{ key, grain, fromBucket, untilBucket }];
}

function segmentChoice(cells: QueryPlan['cells']): TextChoice {
  if (cells.kind === 'all') return { values: [allSegment], begins: [] };
  const { dimension, choice } = cells;
  const prefix = `${dimension}=`;
  if (choice === undefined) return { values: [], begins: [prefix] };
  return {
    values: choice.values.map((value) => prefix + value),
    begins: choice.begins.map((begin) => prefix + begin),
  };
}

/** Puts cells into the groups that they belong to. */
class CellCounter {
  readonly #read: RangeRead;
  readonly #metrics: ReadonlyMap<string, number>;
  readonly #time: number;

  constructor(read: RangeRead) {
    this.#read = read;
    this.#metrics = new Map(read.plan.stored.map(({ name }, index) => [name, index]));
    this.#time = read.plan.groups.findIndex(({ kind }) => kind === 'time');
  }

  add(cell: SelectedCell): void {
    const { plan, pages, table, totals } = this.#read;
    const metric = this.#metrics.get(cell.metric);
    if (metric === undefined) return;
    for (const { dimension, values } of plan.pages) {
      const own = pages.valuesOf(cell.url ?? '', dimension);
      if (!own.some((value) => value !== null && values.includes(value))) return;
    }
    for (const names of this.#namesOf(cell)) {
      table.add(names, metric, cell);
      totals?.add(
        names.filter((_, index) => index !== this.#time),
        metric,
        cell,
      );
    }
  }

  /** Several where a page has several values, as of its tags. */
  #namesOf(cell: SelectedCell): readonly GroupNames[] {
    const [first, ...others] = this.#read.plan.groups;
    if (first === undefined) return [[]];
    let all: readonly GroupNames[] = this.#valuesOf(first, cell).map((value) => [value]);
    for (const group of others) {
      const own = this.#valuesOf(group, cell);
      all = all.flatMap((names) => own.map((value) => [...names, value]));
    }
    return all;
  }

  #valuesOf({ kind, name }: GroupColumn, cell: SelectedCell): readonly (string | null)[] {
    const { site, clock, pages, plan, laterStep } = this.#read;
    switch (kind) {
      case 'site':
        return [site];
      case 'url':
        return [cell.url];
      case 'time': {
        const row = { grain: cell.grain, bucket: cell.bucket ?? 0 };
        return [keyOfStep(laterStep(stepOfBucket(plan.step, row, clock)))];
      }
      case 'page':
        return pages.valuesOf(cell.url ?? '', name);
      case 'cell':
        return [(cell.segment ?? '').slice(name.length + 1)];
    }
  }
}

/** Only where all urls are read: of single ones a store reads little. */
function refuseTooManyCells({ plan, sources, days, site }: RangeRead, cellsMax: number): void {
  if (plan.urls === 'site') return;
  if (plan.urls !== 'each' && plan.urls.begins.length === 0) return;
  let cells = 0;
  for (const { day, grain } of sources) cells += days.get(day)?.manifest.rows[grain]?.cells ?? 0;
  if (cells <= cellsMax) return;
  throw new UsageError(
    `${site}: the query would read ${cells.toLocaleString('en')} stored numbers of ` +
      `${String(sources.length)} days; the limit is ${cellsMax.toLocaleString('en')}`,
    { hint: 'ask for fewer days, for one url, or raise --cells-max' },
  );
}

function refuseTooMuchMemory({ table, totals, pages }: RangeRead, bytesMax: number): void {
  const bytes = table.memoryBytes + (totals?.memoryBytes ?? 0) + pages.memoryBytes;
  if (bytes <= bytesMax) return;
  throw new UsageError(
    `the query holds ${table.count.toLocaleString('en')} groups so far, more than its memory of ` +
      `${String(Math.floor(bytesMax / 1024 ** 2))} MiB takes; nothing was counted to the end`,
    { hint: 'group by fewer dimensions, filter, ask for fewer days, or raise --memory' },
  );
}
