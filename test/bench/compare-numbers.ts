/** Whether all tasks found the same numbers: before that no time means anything. */
import type { FoundNumbers } from './task.ts';

export type Finding = { readonly label: string; readonly numbers: FoundNumbers };

export type Comparison = {
  /** Names of the numbers that were found under more than one label. */
  readonly compared: readonly string[];
  /** One text per number that differs from what was found under its name first. */
  readonly differences: readonly string[];
};

export function compareNumbers(findings: readonly Finding[]): Comparison {
  const first = new Map<string, { readonly label: string; readonly value: number }>();
  const compared = new Set<string>();
  const differences = new Set<string>();
  for (const { label, numbers } of findings) {
    for (const [name, value] of Object.entries(numbers)) {
      const known = first.get(name) ?? { label, value };
      first.set(name, known);
      if (known.label !== label) compared.add(name);
      if (known.value === value) continue;
      differences.add(`${name} is ${known.value} (${known.label}), but ${value} (${label})`);
    }
  }
  return { compared: [...compared], differences: [...differences] };
}
