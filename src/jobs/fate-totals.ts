/** Adds up the lines behind a number: by fate, by rule, and the counted ones by object. */
import { lineFates, type ExplainedLine, type LineFate } from '../model/explained-line.ts';
import type { FateTotal } from '../model/explanation.ts';

/** Lines shown of each fate where not all are asked for (chosen: what fits a mail). */
const examplesMax = 5;

type Totals = {
  lines: number;
  amount: number;
  readonly byRule: Record<string, number>;
  readonly examples: ExplainedLine[];
};

export class FateTotals {
  readonly #totals = new Map<LineFate, Totals>([['counted', noTotals()]]);
  readonly #countedByObject = new Map<string, number>();

  add(line: ExplainedLine): void {
    const { fate, amount, rule, object } = line;
    const totals = this.#totals.get(fate) ?? noTotals();
    this.#totals.set(fate, totals);
    totals.lines += 1;
    totals.amount += amount;
    if (rule !== null) totals.byRule[rule] = (totals.byRule[rule] ?? 0) + 1;
    if (totals.examples.length < examplesMax) totals.examples.push(line);
    if (fate !== 'counted') return;
    this.#countedByObject.set(object, (this.#countedByObject.get(object) ?? 0) + 1);
  }

  /** Those that occurred, and `counted` in any case. */
  totals(): readonly FateTotal[] {
    return lineFates.flatMap(({ name }) => {
      const totals = this.#totals.get(name);
      return totals === undefined ? [] : [{ fate: name, ...totals }];
    });
  }

  countedIn(object: string): number {
    return this.#countedByObject.get(object) ?? 0;
  }

  get countedAmount(): number {
    return this.#totals.get('counted')?.amount ?? 0;
  }
}

function noTotals(): Totals {
  return { lines: 0, amount: 0, byRule: {}, examples: [] };
}
