/** The row parts of one grain, first those of the site and then those of its urls. */
import { DataError } from '../../base/errors.ts';
import { textFromBucket, type RowPart } from '../../model/row.ts';

/** Both are read once, `site` to its end before `urls`. Memory: one part. */
export class SplitParts {
  readonly #parts: Iterator<RowPart>;
  #next: RowPart | undefined;

  constructor(parts: Iterable<RowPart>) {
    this.#parts = parts[Symbol.iterator]();
  }

  *site(): Generator<RowPart, void, undefined> {
    for (this.#step(); this.#next?.url === null; this.#step()) yield this.#next;
  }

  /** @throws DataError for a row of the site that comes late: nobody would look for it there. */
  *urls(): Generator<RowPart, void, undefined> {
    for (; this.#next !== undefined; this.#step()) {
      if (this.#next.url === null) throw outOfOrder(this.#next);
      yield this.#next;
    }
  }

  /** Tells whoever makes the parts that no more are wanted. */
  stop(): void {
    this.#parts.return?.();
  }

  #step(): void {
    const next = this.#parts.next();
    this.#next = next.done === true ? undefined : next.value;
  }
}

function outOfOrder({ grain, bucket }: RowPart): DataError {
  const row = `the ${grain} site row of ${textFromBucket(grain, bucket)}`;
  return new DataError(`${row} comes after rows of urls: rows of the site come first`);
}
