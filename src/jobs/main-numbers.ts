/** The main numbers of a site's day: what a person compares before and after. */
import { allSegment, keyFromCellName } from '../model/segments.ts';
import type { RowPart } from '../model/row.ts';

export type MainNumbers = Readonly<Record<string, number>>;

/** Collects the `$all` cells of the site's 1d row from the parts that flow past. */
export class MainNumbersReader {
  readonly #wanted: ReadonlyMap<string, string>;
  readonly #numbers: Record<string, number> = {};

  /** @param metrics names of what was recorded: others are left out, which is not zero. */
  constructor(metrics: readonly string[]) {
    this.#wanted = new Map(
      metrics.map((name) => [
        keyFromCellName({ dimension: allSegment, value: undefined, metric: name }),
        name,
      ]),
    );
    for (const name of metrics) this.#numbers[name] = 0;
  }

  add({ grain, url, keys, cells, values }: RowPart): void {
    if (grain !== '1d' || url !== null) return;
    cells.forEach((cell, index) => {
      const name = this.#wanted.get(keys.text(cell));
      if (name !== undefined) this.#numbers[name] = values[index] as number;
    });
  }

  numbers(): MainNumbers {
    return { ...this.#numbers };
  }
}
