/** The main numbers of a site row: what a person compares before and after. */
import { allSegment, keyFromCellName } from '../model/segments.ts';
import type { Grain, RowPart } from '../model/row.ts';

export type MainNumbers = Readonly<Record<string, number>>;

/** Collects the `$all` cells of one site row, as a rule that of the day, while parts flow past. */
export class MainNumbersReader {
  readonly #grain: Grain;
  readonly #wanted: ReadonlyMap<string, string>;
  readonly #numbers: Record<string, number> = {};

  /** @param metrics names of what was recorded: others are left out, which is not zero. */
  constructor(metrics: readonly string[], grain: Grain = '1d') {
    this.#grain = grain;
    this.#wanted = new Map(
      metrics.map((name) => [
        keyFromCellName({ dimension: allSegment, value: undefined, metric: name }),
        name,
      ]),
    );
    for (const name of metrics) this.#numbers[name] = 0;
  }

  add({ grain, url, keys, cells, values }: RowPart): void {
    if (grain !== this.#grain || url !== null) return;
    cells.forEach((cell, index) => {
      const name = this.#wanted.get(keys.text(cell));
      if (name !== undefined) this.#numbers[name] = values[index] as number;
    });
  }

  numbers(): MainNumbers {
    return { ...this.#numbers };
  }
}
