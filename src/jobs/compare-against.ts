/**
 * Our numbers beside those from elsewhere, period by period: an old system's, another store's. A
 * value that one side does not record is not compared; it is no difference.
 */
import { compareRows } from '../compare/compare-rows.ts';
import { narrowRows } from '../compare/narrow-rows.ts';
import { metrics } from '../model/catalogue.ts';
import type { Difference } from '../model/difference.ts';
import type { Recorded, ValueKind } from '../model/foreign-numbers.ts';
import { comparePeriods, type PeriodKey } from '../model/period.ts';
import type { RowPart } from '../model/row.ts';
import { allSegment } from '../model/segments.ts';
import { DataError } from '../base/errors.ts';
import type {
  AgainstOptions,
  AgainstPeriod,
  NumbersSource,
  PeriodNumbers,
} from './against-types.ts';
import { MainNumbersReader } from './main-numbers.ts';

type Sides = { readonly ours: NumbersSource; readonly theirs: NumbersSource };

/**
 * Every period that at least one side has, ascending by site and day.
 * Memory: one row part of each side, and the samples of one period.
 */
export async function* compareAgainst(
  sides: Sides,
  options: AgainstOptions,
): AsyncGenerator<AgainstPeriod, void, undefined> {
  for await (const period of mergedPeriods(sides)) {
    options.signal.throwIfAborted();
    yield await comparePeriod(period, sides, options);
  }
}

async function* mergedPeriods({ ours, theirs }: Sides): AsyncGenerator<PeriodKey> {
  const left = ours.periods()[Symbol.asyncIterator]();
  const right = theirs.periods()[Symbol.asyncIterator]();
  let [a, b] = await Promise.all([left.next(), right.next()]);
  while (a.done !== true || b.done !== true) {
    const order = orderOfHeads(
      a.done === true ? undefined : a.value,
      b.done === true ? undefined : b.value,
    );
    yield order <= 0 ? (a.value as PeriodKey) : (b.value as PeriodKey);
    if (order <= 0) a = await left.next();
    if (order >= 0) b = await right.next();
  }
}

/** A side that has ended comes after every period. */
function orderOfHeads(a: PeriodKey | undefined, b: PeriodKey | undefined): number {
  if (a === undefined) return 1;
  return b === undefined ? -1 : comparePeriods(a, b);
}

/** What cannot be read is a result too: every period is looked at. */
async function comparePeriod(
  { site, day }: PeriodKey,
  { ours, theirs }: Sides,
  options: AgainstOptions,
): Promise<AgainstPeriod> {
  const period = { site, day };
  try {
    const [left, right] = [await ours.open(period), await theirs.open(period)];
    if (left !== undefined && right !== undefined) {
      return { ...period, ...(await compareNumbers(left, right, options)) };
    }
    const kind = left === undefined ? 'only_theirs' : 'only_ours';
    const main = await mainNumbersOf((left ?? right)!);
    const numbers =
      left === undefined ? { ours: null, theirs: main } : { ours: main, theirs: null };
    return { ...period, ...nothingCompared, kind, ...numbers };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { ...period, ...nothingCompared, kind: 'unreadable', reasons: [error.message] };
  }
}

/** Where one side is missing or cannot be read. */
export const nothingCompared = {
  kind: 'same',
  reasons: [],
  cells: 0,
  differences: { missing: 0, extra: 0, changed: 0 },
  tolerated: 0,
  ours: null,
  theirs: null,
  sample: [],
} as const satisfies Omit<AgainstPeriod, keyof PeriodKey>;

/** Both sides of one period. @throws DataError where one of them is damaged. */
export async function compareNumbers(
  ours: PeriodNumbers,
  theirs: PeriodNumbers,
  { samplesMax, isTolerated, kindMet }: AgainstOptions,
): Promise<Omit<AgainstPeriod, keyof PeriodKey>> {
  const both = (kind: ValueKind): Recorded => {
    const [a, b] = [ours.recorded(kind), theirs.recorded(kind)];
    const recordedBy = b === 'no' ? 'ours' : 'theirs';
    kindMet?.(kind, a !== 'no' && b !== 'no' ? 'both' : recordedBy);
    if (a === 'no' || b === 'no') return 'no';
    return a === 'sketch' && b === 'sketch' ? 'sketch' : 'value';
  };
  const names = mainMetrics((kind) =>
    ours.recorded(kind) === 'no' ? 'no' : theirs.recorded(kind),
  );
  const [left, right] = [new SideTally(names), new SideTally(names)];
  const counts = { missing: 0, extra: 0, changed: 0 };
  let tolerated = 0;
  const sample: Difference[] = [];
  const differences = compareRows(
    narrowRows(ours.rows(), both, (part) => left.add(part)),
    narrowRows(theirs.rows(), both, (part) => right.add(part)),
  );
  for await (const difference of differences) {
    if (isTolerated(difference)) {
      tolerated += 1;
      continue;
    }
    counts[difference.kind] += 1;
    if (sample.length < samplesMax) sample.push(difference);
  }
  const isSame = counts.missing + counts.extra + counts.changed === 0;
  return {
    kind: isSame ? 'same' : 'differs',
    reasons: [],
    cells: left.cells + counts.extra,
    differences: counts,
    tolerated,
    ours: left.numbers(),
    theirs: right.numbers(),
    sample,
  };
}

/** The numbers of the site's day, where only one side has it. */
export async function mainNumbersOf(
  numbers: PeriodNumbers,
): Promise<Record<string, number> | null> {
  const tally = new SideTally(mainMetrics((kind) => numbers.recorded(kind)));
  for await (const part of numbers.rows()) {
    if (part.grain !== '1d' || part.url !== null) break;
    tally.add(part);
  }
  return tally.numbers();
}

/** Of the catalogue, what stands in the site's day. */
function mainMetrics(recorded: (kind: ValueKind) => Recorded): readonly string[] {
  const row = { grain: '1d', isSiteRow: true, dimension: allSegment } as const;
  return metrics.map(({ name }) => name).filter((metric) => recorded({ ...row, metric }) !== 'no');
}

/** Counts the cells of one side and keeps its main numbers. */
class SideTally {
  cells = 0;
  readonly #names: readonly string[];
  readonly #main: MainNumbersReader;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#main = new MainNumbersReader(names);
  }

  add(part: RowPart): void {
    this.cells += part.cells.length;
    this.#main.add(part);
  }

  /** Null where no metric of the site's day is compared. */
  numbers(): Record<string, number> | null {
    return this.#names.length === 0 ? null : { ...this.#main.numbers() };
  }
}
