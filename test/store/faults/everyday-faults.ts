/** The faults that every store is tried with in every run of the tests: those that differ most. */
import type { StoreFaultCase } from './fault-case.ts';

const everyday = [
  'connections are half-open',
  'a write times out and is made',
  'the answer to a publication is lost',
] as const;

/** @throws Error where a store has no such case, so that none is left out without a word. */
export function everydayFaults(cases: readonly StoreFaultCase[]): readonly StoreFaultCase[] {
  return everyday.map((name) => {
    const found = cases.find(({ fault }) => fault === name);
    if (found === undefined) throw new Error(`no case of the fault: ${name}`);
    return found;
  });
}
