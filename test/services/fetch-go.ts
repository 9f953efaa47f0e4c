/** Servers written in Go: built by `go install`, proven by the sums that it puts into them. */
import { createHash } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runProgram } from './run-program.ts';

/** @param source package and version: `example.org/server/cmd/server@v1.2.3`. */
export async function installGoProgram(
  folder: string,
  { source, name }: { readonly source: string; readonly name: string },
): Promise<void> {
  await runProgram('go', ['install', source], { env: { GOBIN: folder, GOFLAGS: '' } });
  const built = basename(source.replace(/@.*$/, ''));
  await rename(join(folder, built), join(folder, name));
}

/** Covers the sums of the program's own module and of every module in it; not the compiler. */
export async function digestOfGoProgram(path: string): Promise<string> {
  const about = await runProgram('go', ['version', '-m', path]);
  const modules = about.split('\n').filter((line) => /^\t(mod|dep|=>)\t/.test(line));
  return createHash('sha256').update(modules.join('\n')).digest('hex');
}
