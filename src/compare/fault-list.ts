/** Collects broken invariants: all are counted, the first of each kind are kept. */
import type { InvariantFault, InvariantName } from '../model/invariant.ts';

/** Of one invariant. Enough to see a pattern; a wrong rule breaks every row (chosen). */
export const faultsKeptMax = 20;

export class FaultList {
  readonly #kept: InvariantFault[] = [];
  readonly #counts = new Map<InvariantName, number>();

  add(fault: InvariantFault): void {
    const count = (this.#counts.get(fault.invariant) ?? 0) + 1;
    this.#counts.set(fault.invariant, count);
    if (count <= faultsKeptMax) this.#kept.push(fault);
  }

  /** In the order in which they were found. */
  get kept(): readonly InvariantFault[] {
    return this.#kept;
  }

  /** How often each broken invariant was broken. */
  get counts(): ReadonlyMap<InvariantName, number> {
    return this.#counts;
  }

  get count(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }
}
