/**
 * The tour of the README as a reader would take it: its commands run in a shell, and what they
 * print is what stands there but for ids, times, names, sizes and where lines break.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';

const clone = join(import.meta.dirname, '../..');
const [, tour = ''] =
  /\n## A tour\n([^]*?)\n## /.exec(readFileSync(join(clone, 'README.md'), 'utf8')) ?? [];

type Step = { readonly command: string; readonly shown: string };

const steps: readonly Step[] = [
  ...tour.matchAll(/```sh\n([^]*?)```\n(?:\n```text\n([^]*?)```\n)?/g),
].map(([, command = '', shown = '']) => ({ command, shown }));

let folder = '';
/** Ids of the README, and those that the same runs have here. */
const ids = new Map<string, string>();

beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => removeFolder(folder));

function run(command: string): string {
  const known = [...ids].reduce((text, [shown, here]) => text.replaceAll(shown, here), command);
  const script = [
    `clone='${clone}'`,
    'recount() { node "$clone/bin/recount.js" "$@"; }',
    `cd '${join(folder, 'tour')}'`,
    known,
  ].join('\n');
  const { stdout } = spawnSync('bash', ['-c', `{ ${script}\n} 2>&1`], { encoding: 'utf8' });
  return stdout;
}

const id = /\d{8}T\d{6}Z-[\da-f]{6}/g;

function steadyText(text: string): string {
  return text
    .replaceAll(join(folder, 'tour'), '/tmp/tour')
    .replace(/(\d{8}T\d{6}Z-[\da-f]{6})(-[\da-f]{16})?/g, 'ID')
    .replace(/\d{4}-\d\d-\d\d\s+\d\d:\d\d:\d\d UTC/g, 'TIME')
    .replace(/\bafter \d+ s\b/g, 'after SPAN')
    .replace(/[^\s,]+@[^\s,]+/g, 'WHO')
    .replace(/[\d.]+ [KM]iB|\bbyte \d{3,}/g, 'SIZE')
    .replace(/\s+/g, ' ')
    .trim();
}

test('the tour has its commands', () => {
  expect(steps.length).toBeGreaterThan(10);
  expect(steps[0]?.command).toBe(
    'mkdir /tmp/tour\nclone=$PWD\nrecount() { node "$clone/bin/recount.js" "$@"; }\ncd /tmp/tour\n',
  );
});

test('every command prints what the README shows', () => {
  mkdirSync(join(folder, 'tour'));
  for (const { command, shown } of steps.slice(1)) {
    const printed = run(command);
    expect(steadyText(printed), command).toBe(steadyText(shown));
    const here = printed.match(id) ?? [];
    for (const [index, other] of (shown.match(id) ?? []).entries()) {
      ids.set(other, here[index] ?? other);
    }
  }
}, 600_000);
