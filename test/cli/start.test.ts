/** Help must come at once: what it takes to start loads no stage, no engine and no client. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const source = join(import.meta.dirname, '../../src');

/** Paths below src/ and packages that a file loads when it is loaded, itself included. */
function loadedBy(path: string, seen = new Set<string>()): ReadonlySet<string> {
  const name = relative(source, path);
  if (seen.has(name)) return seen;
  seen.add(name);
  const text = readFileSync(path, 'utf8');
  for (const [, kind, target = ''] of text.matchAll(/^(?:import|export) ([^;=]*?)'([^']+)';$/gms)) {
    if (kind?.startsWith('type ') === true) continue;
    if (target.startsWith('.')) loadedBy(join(dirname(path), target), seen);
    else seen.add(target);
  }
  return seen;
}

test('the program starts with tables and two packages', () => {
  const loaded = [...loadedBy(join(source, 'cli/main.ts'))];
  const rooms = new Set(loaded.filter((name) => name.endsWith('.ts')).map((name) => dirname(name)));
  expect([...rooms].sort()).toEqual([
    'base',
    'cli',
    'cli/commands',
    'config',
    'config/options',
    'model',
    'report',
  ]);
  const packages = loaded.filter((name) => !name.endsWith('.ts') && !name.startsWith('node:'));
  expect(packages.sort()).toEqual(['@commander-js/extra-typings', 'string-width']);
});

test('running a command does load the stages, so the way of looking works', () => {
  expect([...loadedBy(join(source, 'cli/run-rebuild.ts'))]).toContain('jobs/rebuild.ts');
});
