/** Runs a program to its end, for fetching servers: nothing is asked, all output is kept. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A cold build of a Go server takes two minutes on two busy cores. */
const timeoutMs = 15 * 60_000;
const outputBytesMax = 64 * 1024 * 1024;

/** @returns its standard output. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const { stdout } = await run(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    timeout: timeoutMs,
    maxBuffer: outputBytesMax,
  });
  return stdout;
}
