/**
 * `node test/start-script.js <folder of test/> <its script> …`: compiles the folder with everything
 * it uses, and runs one of its scripts, in this process.
 *
 * Compiled apart from dist/, so that what others build meanwhile changes no measurement. Types are
 * not checked here: `npm run types` does that.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, script, ...rest] = process.argv.slice(2);
const top = join(import.meta.dirname, '..');
const build = join(top, `node_modules/.cache/recount-${folder}/build`);
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

mkdirSync(build, { recursive: true });
// Below node_modules nothing else says that these files are modules.
writeFileSync(join(build, 'package.json'), '{ "type": "module" }\n');
const project = join(import.meta.dirname, folder, 'tsconfig.json');
const compiled = spawnSync(process.execPath, [compiler, '-p', project], {
  cwd: top,
  stdio: 'inherit',
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
// What is compiled to WebAssembly is no TypeScript: `npm run build` makes it.
for (const name of readdirSync(join(top, 'dist'), { recursive: true })) {
  if (name.endsWith('.wasm')) cpSync(join(top, 'dist', name), join(build, 'dist', name));
}

const path = join(build, `test/${folder}/${script}.js`);
process.argv = [process.execPath, path, ...rest];
process.chdir(top);
await import(pathToFileURL(path));
