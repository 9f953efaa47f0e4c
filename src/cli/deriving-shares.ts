/** How a command that derives shares out its memory, and how many threads it has. */
import { tuneHeap } from '../base/tune-engine.ts';
import type { Found } from '../config/find-texts.ts';
import type { OptionFault } from '../config/option-faults.ts';
import type { OptionName } from '../config/options.ts';
import {
  memoryBytesMin,
  memoryBytesMinWith,
  splitMemory,
  workersForCores,
  type MemoryShares,
} from '../jobs/memory-split.ts';
import { bytesText } from '../report/number-text.ts';

type LimitValues = { readonly memory: number; readonly workers?: number | undefined };

/** Tells the engine, too, how much memory there is. @param cores that the process may use. */
export function derivingShares(
  { memory, workers }: LimitValues,
  { stores, cores }: { readonly stores: number; readonly cores: number },
): MemoryShares {
  tuneHeap(memory);
  return splitMemory(memory, stores, workers ?? workersForCores(memory, cores));
}

/** Less memory than anything could be done with, as a list of at most one fault. */
export function memoryFaults({
  values: { memory, workers = 0 },
  found,
}: {
  readonly values: LimitValues;
  readonly found: ReadonlyMap<OptionName, Found>;
}): readonly OptionFault[] {
  const { called = '--memory', texts = [] } = found.get('memory') ?? {};
  if (memory < memoryBytesMin) {
    const message = `${called} ${texts.join(' ')} is too little`;
    return [{ message, hint: `give at least ${bytesText(memoryBytesMin)}` }];
  }
  const needed = memoryBytesMinWith(workers);
  if (memory >= needed) return [];
  const { called: flag = '--workers' } = found.get('workers') ?? {};
  const message = `${called} ${texts.join(' ')} is too little for ${flag} ${String(workers)}`;
  return [{ message, hint: `give at least ${bytesText(needed)}, or fewer workers` }];
}
