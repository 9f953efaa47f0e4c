/**
 * `npm run bench`: compiles the benchmark with everything it uses, and starts it.
 *
 * Compiled apart from dist/, so that what others build meanwhile changes no measurement. Types are
 * not checked here: `npm run types` does that.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const top = join(import.meta.dirname, '../..');
const cache = join(top, 'node_modules/.cache/recount-bench');
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

function run(...nodeArguments) {
  const { status } = spawnSync(process.execPath, nodeArguments, { cwd: top, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

mkdirSync(join(cache, 'build'), { recursive: true });
// Below node_modules nothing else says that these files are modules.
writeFileSync(join(cache, 'build/package.json'), '{ "type": "module" }\n');
run(compiler, '-p', join(import.meta.dirname, 'tsconfig.json'));
run(join(cache, 'build/test/bench/bench.js'), ...process.argv.slice(2));
