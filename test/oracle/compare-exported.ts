/** Compares exported rows with those of the oracle, cell by cell, and names what differs. */
import type { ExportedRow } from './exported.ts';

export type Comparison = {
  readonly rows: number;
  readonly cells: number;
  /** How many rows or cells differ, lack, or stand in the wrong place. */
  readonly differing: number;
  /** The first of them in words. */
  readonly differences: readonly string[];
};

export type CompareOptions = {
  /**
   * Relative deviation allowed in distinct counts above 1,280, where a sketch only estimates:
   * five standard errors of 0.81 % by default, so that one honest estimate in two million fails.
   */
  readonly distinctTolerance?: number;
  /** How many differences are put in words. */
  readonly wordsMax?: number;
};

type Rows = Iterable<ExportedRow> | AsyncIterable<ExportedRow>;

const distinctMetrics: ReadonlySet<string> = new Set(['visitors', 'sessions', 'video_viewers']);

/** Up to here sketches are exact. */
const exactMax = 1280;

/**
 * Merge-joins two streams of rows of one site, both in the order of exports; memory is one row of
 * each. A row out of that order is a difference too.
 */
export async function compareExported(
  expected: Rows,
  actual: Rows,
  options: CompareOptions = {},
): Promise<Comparison> {
  const findings = new Findings(options);
  const left = iteratorOf(inOrder(expected, 'expected', findings));
  const right = iteratorOf(inOrder(actual, 'actual', findings));
  let [wanted, found] = [await left.next(), await right.next()];
  while (wanted.done !== true || found.done !== true) {
    const order = orderOfResults(wanted, found);
    if (order === 0) findings.compare(wanted.value as ExportedRow, found.value as ExportedRow);
    if (order < 0) findings.add(`${nameOf(wanted.value as ExportedRow)}: the row is missing`);
    if (order > 0) findings.add(`${nameOf(found.value as ExportedRow)}: no such row is expected`);
    if (order <= 0) wanted = await left.next();
    if (order >= 0) found = await right.next();
  }
  return findings.result();
}

class Findings {
  readonly #tolerance: number;
  readonly #wordsMax: number;
  readonly #words: string[] = [];
  #rows = 0;
  #cells = 0;
  #differing = 0;

  constructor({ distinctTolerance = 5 * 0.0081, wordsMax = 20 }: CompareOptions) {
    this.#tolerance = distinctTolerance;
    this.#wordsMax = wordsMax;
  }

  add(words: string): void {
    this.#differing += 1;
    if (this.#words.length < this.#wordsMax) this.#words.push(words);
  }

  compare(expected: ExportedRow, actual: ExportedRow): void {
    this.#rows += 1;
    const name = nameOf(expected);
    for (const [key, value] of Object.entries(expected.cells)) {
      this.#cells += 1;
      const other = actual.cells[key];
      if (other !== undefined && this.#isSame(key, value, other)) continue;
      this.add(`${name} ${key}: expected ${value}, found ${other ?? 'no cell'}`);
    }
    const found = Object.keys(actual.cells);
    for (const key of found) {
      if (Object.hasOwn(expected.cells, key)) continue;
      this.add(`${name} ${key}: no such cell is expected, found ${actual.cells[key]}`);
    }
    const wanted = Object.keys(expected.cells);
    const place = found.findIndex((key, index) => key !== wanted[index]);
    if (found.length !== wanted.length || place === -1) return;
    if (found.every((key) => Object.hasOwn(expected.cells, key))) {
      this.add(`${name}: cell ${place} is ${found[place]}, expected there ${wanted[place]}`);
    }
  }

  result(): Comparison {
    const [rows, cells, differing] = [this.#rows, this.#cells, this.#differing];
    return { rows, cells, differing, differences: this.#words };
  }

  #isSame(key: string, expected: number, actual: number): boolean {
    const metric = key.slice(key.lastIndexOf('/') + 1);
    if (!distinctMetrics.has(metric) || expected <= exactMax) return expected === actual;
    return Math.abs(actual - expected) <= expected * this.#tolerance;
  }
}

async function* inOrder(
  rows: Rows,
  side: string,
  findings: Findings,
): AsyncGenerator<ExportedRow, undefined> {
  let before: ExportedRow | undefined;
  for await (const row of rows) {
    if (before !== undefined && compareNames(before, row) >= 0) {
      findings.add(`${side} rows are out of order: ${nameOf(before)} before ${nameOf(row)}`);
    }
    before = row;
    yield row;
  }
}

function iteratorOf(rows: AsyncGenerator<ExportedRow, undefined>) {
  return rows[Symbol.asyncIterator]();
}

type Result = IteratorResult<ExportedRow, undefined>;

/** Below 0 where the left row has no partner yet, above 0 where the right one has none. */
function orderOfResults(left: Result, right: Result): number {
  if (left.done === true) return 1;
  return right.done === true ? -1 : compareNames(left.value, right.value);
}

function compareNames(a: ExportedRow, b: ExportedRow): number {
  if (a.grain !== b.grain) return a.grain < b.grain ? -1 : 1;
  return compareUrls(a.url, b.url) || compareTexts(a.bucket, b.bucket);
}

function compareUrls(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return compareTexts(a, b);
}

function compareTexts(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function nameOf({ grain, url, bucket }: ExportedRow): string {
  return `${grain} ${bucket} ${url ?? 'site row'}`;
}
