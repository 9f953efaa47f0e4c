/** `recount` as a process of its own whose clock a test sets, so that it can be killed for good. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const built = join(import.meta.dirname, '../../dist/cli');

/** Runs what was built last. */
const program = `
const { main } = await import(${JSON.stringify(join(built, 'main.js'))});
const { surroundingsOfProcess } = await import(${JSON.stringify(join(built, 'surroundings.js'))});
const [nowMs, ...argv] = process.argv.slice(1);
process.exitCode = await main(argv, { ...surroundingsOfProcess(), now: () => Number(nowMs) });
`;

export type ProcessRun = {
  readonly argv: readonly string[];
  readonly nowMs: number;
  /** undefined = it is not killed. */
  readonly killAfterMs: number | undefined;
};

/** @returns its exit code; null where it was killed. */
export function runProcess({ argv, nowMs, killAfterMs }: ProcessRun): Promise<number | null> {
  const flags = ['--input-type=module', '-e', program, '--', String(nowMs)];
  const child = spawn(process.execPath, [...flags, ...argv], { stdio: 'ignore' });
  const timer =
    killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  return new Promise((resolve) => {
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}
