/** Reads an ordered stream of row parts, one part at a time, and insists on the order. */
import { DataError } from '../base/errors.ts';
import { textFromRow } from '../model/row-text.ts';
import { compareRowParts, compareRows, type RowPart } from '../model/row.ts';
import { KeyOrder } from './key-order.ts';
import { PerDictionary } from './per-dictionary.ts';

export type RowStream = AsyncIterable<RowPart> | Iterable<RowPart>;

/** Memory: one part, and what is known of its keys. */
export class PartCursor {
  /** The part it stands at; undefined before the first `advance` and behind the last part. */
  part: RowPart | undefined;
  /** The cell of the part that is next. */
  index = 0;
  readonly #side: string;
  readonly #parts: AsyncIterator<RowPart> | Iterator<RowPart>;
  readonly #orders = new PerDictionary((keys) => new KeyOrder(keys));

  /** @param side what messages call the rows: `the stored rows`. */
  constructor(side: string, stream: RowStream) {
    this.#side = side;
    this.#parts =
      Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator]();
  }

  /** Whether all cells of the part were taken. */
  get isPartDone(): boolean {
    return this.part !== undefined && this.index >= this.part.cells.length;
  }

  /** The order of the keys of the part. */
  get order(): KeyOrder {
    return this.#orders.of(this.part!.keys);
  }

  /**
   * Goes on to the next part.
   * @throws DataError if it, or a cell in it, comes before what precedes it.
   */
  async advance(): Promise<void> {
    const before = this.part;
    const next = await this.#parts.next();
    this.part = next.done === true ? undefined : next.value;
    this.index = 0;
    if (this.part !== undefined) this.#checkOrder(before, this.part);
  }

  /** Lets go of the stream when it is left before its end. */
  async close(): Promise<void> {
    await this.#parts.return?.();
  }

  #checkOrder(before: RowPart | undefined, part: RowPart): void {
    if (before !== undefined && compareRowParts(before, part) >= 0) {
      this.#refuse(textFromPart(part), textFromPart(before));
    }
    if (before !== undefined && compareRows(before, part) === 0) this.#checkSeam(before, part);
    const { order } = this;
    for (let index = 1; index < part.cells.length; index += 1) {
      const previous = part.cells[index - 1]!;
      const cell = part.cells[index]!;
      if (!order.isAscending(previous, cell)) {
        this.#refuse(textFromCell(part, cell), textFromCell(part, previous));
      }
    }
  }

  /** The cells of a row ascend from part to part as well. */
  #checkSeam(before: RowPart, part: RowPart): void {
    const last = before.cells.at(-1);
    const first = part.cells[0];
    if (first === undefined || last === undefined) return;
    if (this.#orders.of(before.keys).isBefore(last, this.order, first)) return;
    this.#refuse(textFromCell(part, first), textFromCell(before, last));
  }

  #refuse(found: string, before: string): never {
    throw new DataError(`${this.#side} are out of order: ${found} comes after ${before}`, {
      hint: 'rows in another order were not written by this tool: rebuild the period',
    });
  }
}

function textFromPart(part: RowPart): string {
  return `part ${part.part} of the ${textFromRow(part)}`;
}

function textFromCell(part: RowPart, cell: number): string {
  return `${part.keys.text(cell)} in the ${textFromRow(part)}`;
}
