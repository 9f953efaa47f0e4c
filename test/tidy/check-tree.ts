/** All tidy checks over a tree of files: a pure function, so that broken trees can be made up. */
import { checkForm } from './check-form.ts';
import { checkImportCycles } from './check-import-cycles.ts';
import { checkImports } from './check-imports.ts';
import { checkLayout } from './check-layout.ts';
import { checkPackages } from './check-packages.ts';
import { checkSizes } from './check-sizes.ts';
import { checkWords } from './check-words.ts';
import type { Finding, TreeFile } from './finding.ts';
import { scriptFromFile } from './parse-script.ts';

/** `files`: everything that is or would be committed. Output: by path, then line. */
export function checkTree(files: readonly TreeFile[]): Finding[] {
  const scripts = files
    .filter(({ path }) => /^(src|test|bin)\/.*\.[jt]s$/.test(path))
    .map(scriptFromFile);
  return [
    ...checkLayout(files),
    ...checkPackages(files, scripts),
    ...checkWords(files),
    ...checkImports(scripts),
    ...checkImportCycles(scripts),
    ...scripts.flatMap((script) => [...checkSizes(script), ...checkForm(script)]),
  ].sort(compareFindings);
}

function compareFindings(a: Finding, b: Finding): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.line - b.line;
}
