/** How eagerly the engine compiles JavaScript. */
import { setFlagsFromString } from 'node:v8';

/**
 * Bytes of bytecode that run before a function is looked at for compiling; Node's own are 67,584.
 * Nearly all that is done for every event is WebAssembly. Compiling what is left of it took a sixth
 * of a derivation: 2.36 s of a million lean events became 2.13 s, 2.20 s of full ones 2.02 s
 * (measured; a third and three times of it do the same).
 */
const interruptBudget = 1_000_000;

/** For the process, its threads included; what embeds recount decides for itself. */
export function tuneEngine(): void {
  setFlagsFromString(`--interrupt-budget=${interruptBudget}`);
}
