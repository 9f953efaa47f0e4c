/** The command line as the program of a process: runs a command and ends with its exit code. */
import { tuneEngine } from '../base/tune-engine.ts';
import { main } from './main.ts';
import { surroundingsOfProcess, type Surroundings } from './surroundings.ts';

/** What clients of services may still tidy up when everything is done (chosen). */
const lingerMs = 1000;

/**
 * A client of a service may hold on to a timer or a connection long after it was closed; a run
 * that is over must not hang for it.
 */
export async function runProcess(
  argv: readonly string[],
  surroundings: Partial<Surroundings> = {},
): Promise<void> {
  tuneEngine();
  process.exitCode = await main(argv, { ...surroundingsOfProcess(), ...surroundings });
  setTimeout(() => process.exit(), lingerMs).unref();
}
