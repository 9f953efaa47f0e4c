/** How eagerly the engine compiles JavaScript, and collects what is not used any more. */
import { setFlagsFromString } from 'node:v8';

/**
 * Bytes of bytecode that run before a function is looked at for compiling; Node's own are 67,584.
 * Nearly all that is done for every event is WebAssembly. Compiling what is left of it took a sixth
 * of a derivation: 2.36 s of a million lean events became 2.13 s, 2.20 s of full ones 2.02 s
 * (measured; a third and three times of it do the same).
 */
const interruptBudget = 1_000_000;

/**
 * The heap may grow by so many hundredths before all of it is looked through. It is small, some
 * 10 MiB, and the memory of columns, which counts in it, is mostly still in use: a derivation of a
 * million lean events had it looked through 19 times and now has 8 times, in 0.93 of its time.
 */
const heapGrowth = 400;

/**
 * Where there is less memory, the heap grows as Node lets it: with 512 MiB a day of seven million
 * events took 465 MiB in place of 417 (measured).
 */
const heapGrowthFrom = 1024 ** 3;

/** For the process, its threads included; what embeds recount decides for itself. */
export function tuneEngine(): void {
  setFlagsFromString(`--interrupt-budget=${interruptBudget}`);
}

/** The same of its heap. @param memoryBytes that the process may take. */
export function tuneHeap(memoryBytes: number): void {
  if (memoryBytes >= heapGrowthFrom) setFlagsFromString(`--heap-growing-percent=${heapGrowth}`);
}
