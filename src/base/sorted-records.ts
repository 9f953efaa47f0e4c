/** Sorts byte records that are more than memory holds: sorted runs on the spill space, merged. */
import { compareBytes, GrowingBytes } from './bytes.ts';
import { readSpillRecords, writeSpillRecords, type SpillRange } from './spill-records.ts';
import type { SpillFile, SpillSpace } from './spill-space.ts';

/** Runs that are merged at once: each takes a piece of 64 KiB (chosen, not measured). */
const runsMax = 64;

type Run = { readonly file: SpillFile; readonly range: SpillRange };

/** Takes records in any order and gives them back ascending by their bytes. */
export class RecordSorter {
  readonly #space: SpillSpace;
  readonly #heldBytesMax: number;
  readonly #held = new GrowingBytes(64 * 1024);
  #ends: number[] = [];
  #runs: Run[] = [];

  /** @param heldBytesMax records in memory; what is more goes to the spill space. */
  constructor(space: SpillSpace, heldBytesMax: number) {
    this.#space = space;
    this.#heldBytesMax = heldBytesMax;
  }

  add(record: Uint8Array): void {
    this.#held.append(record);
    this.#ends.push(this.#held.length);
    if (this.#held.length >= this.#heldBytesMax) this.#spill();
  }

  /** All records, once. Each is a view that the next one may overwrite. */
  *sorted(): Generator<Uint8Array, void, undefined> {
    yield* mergeRuns([...this.#runs.map(readRun), this.#sortedHeld()]);
    this.drop();
  }

  drop(): void {
    for (const { file } of this.#runs) file.drop();
    this.#runs = [];
    this.#clear();
  }

  #spill(): void {
    this.#runs.push(this.#writeRun(this.#sortedHeld()));
    this.#clear();
    if (this.#runs.length < runsMax) return;
    const merged = this.#writeRun(mergeRuns(this.#runs.map(readRun)));
    for (const { file } of this.#runs) file.drop();
    this.#runs = [merged];
  }

  #writeRun(records: Iterable<Uint8Array>): Run {
    const file = this.#space.create();
    return { file, range: writeSpillRecords(file, records) };
  }

  *#sortedHeld(): Generator<Uint8Array, void, undefined> {
    const { bytes } = this.#held;
    const ends = this.#ends;
    const recordAt = (index: number): Uint8Array =>
      bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index]);
    const order = Uint32Array.from(ends.keys());
    order.sort((a, b) => compareBytes(recordAt(a), recordAt(b)));
    for (const index of order) yield recordAt(index);
  }

  #clear(): void {
    this.#held.length = 0;
    this.#ends = [];
  }
}

function readRun({ file, range }: Run): Iterable<Uint8Array> {
  return readSpillRecords(file, range);
}

type Head = { record: Uint8Array; readonly rest: Iterator<Uint8Array> };

function* mergeRuns(runs: readonly Iterable<Uint8Array>[]): Generator<Uint8Array, void, undefined> {
  let heads: Head[] = runs.flatMap((run) => {
    const rest = run[Symbol.iterator]();
    const first = rest.next();
    return first.done === true ? [] : [{ record: first.value, rest }];
  });
  while (heads.length > 0) {
    const least = heads.reduce((a, b) => (compareBytes(b.record, a.record) < 0 ? b : a));
    yield least.record;
    const next = least.rest.next();
    if (next.done === true) heads = heads.filter((head) => head !== least);
    else least.record = next.value;
  }
}
