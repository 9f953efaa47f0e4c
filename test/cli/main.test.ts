/** What happens around every command: signals, closed outputs, bugs, the last words. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorLines } from '../../src/cli/tell-error.ts';
import { SystemError } from '../../src/base/errors.ts';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain, writeWorkedArchive } from './run-main.ts';

let folder = '';
let rebuild: readonly string[] = [];

beforeAll(() => {
  folder = temporaryFolder();
  rebuild = [
    ...['rebuild', '--archive', writeWorkedArchive(join(folder, 'logs'))],
    ...['--site', 'news.example', '--zone', 'UTC', '--store', join(folder, 'store')],
    ...['--from', '2026-03-08', '--until', '2026-03-09'],
  ];
});
afterAll(() => removeFolder(folder));

/** A stream whose every write fails like this. */
function brokenStream(code: string): Writable {
  return new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error(`${code}: it does not work, write`), { code }));
    },
  });
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends a run with %d at the next safe place', async (signal, code) => {
  const rejects = join(folder, `rejects-${signal}`);
  const result = await runMain([...rebuild, '--apply', '--rejects', rejects, '--json'], {
    // Before the first object is read, which is as early as a signal can come.
    withSignals: (send) => queueMicrotask(() => send(signal)),
  });
  expect(result.code).toBe(code);
  expect(result.stderr).toBe(
    'stopping at the next safe place; the same signal again ends at once\n' +
      'interrupted; what was published is whole, and the same command goes on from there\n',
  );
  const last = result.stdout.trimEnd().split('\n').at(-1) ?? '';
  expect(JSON.parse(last)).toMatchObject({ type: 'summary', exit_code: code });
  expect(readdirSync(folder).filter((name) => name.startsWith('rejects'))).toEqual([]);
});

test('the second signal is left to have its usual effect', async () => {
  let listeners = 0;
  await runMain([...rebuild], {
    onSignal(listener) {
      listeners += 1;
      queueMicrotask(() => listener('SIGINT'));
      return () => (listeners = 0);
    },
  });
  expect(listeners).toBe(0);
});

test('a reader that goes away, as head does, is no error', async () => {
  const { code, stderr } = await runMain(['--help'], { stdout: brokenStream('EPIPE') });
  expect([code, stderr]).toEqual([0, '']);
});

test('results that cannot be written are an error, told once', async () => {
  const { code, stderr } = await runMain([...rebuild, '--quiet'], {
    stdout: brokenStream('ENOSPC'),
  });
  expect(code).toBe(1);
  expect(stderr).toMatchInlineSnapshot(`
    "error: standard output cannot be written: ENOSPC: it does not work, write
    hint: what was written so far is not whole; check the disk, then run it again
    "
  `);
});

test('without a terminal a line a minute tells how far it is', async () => {
  const periods: number[] = [];
  let stopped = 0;
  const { stderr } = await runMain([...rebuild], {
    repeat(milliseconds, work) {
      periods.push(milliseconds);
      work();
      return () => (stopped += 1);
    },
  });
  expect(periods).toEqual([60_000]);
  expect(stopped).toBeGreaterThan(0);
  expect(stderr).toContain('0%, 0 bytes of ');
});

test.each(['--quiet', '--no-progress'])('%s shows no progress', async (flag) => {
  const periods: number[] = [];
  await runMain([...rebuild, flag], {
    repeat(milliseconds) {
      periods.push(milliseconds);
      return () => undefined;
    },
  });
  expect(periods).toEqual([]);
});

test('--quiet leaves results and errors', async () => {
  const { code, stdout, stderr } = await runMain([...rebuild, '--quiet']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('1 day worked out, not written.');
});

test('what is not an error of a known kind is called a bug, with the way to its stack', () => {
  expect(errorLines(new TypeError('x is not a function'), { columns: 80, isDebug: false })).toEqual(
    [
      'error: unexpected: x is not a function',
      'hint: this is a bug of recount; please report it with what --debug adds',
    ],
  );
});

test('--debug adds stack and causes', () => {
  const error = new SystemError('the disk is gone', { cause: new Error('EIO: read') });
  const lines = errorLines(error, { columns: 80, isDebug: true }).join('\n');
  expect(lines).toContain('error: the disk is gone');
  expect(lines).toMatch(/at .*main\.test\.ts/);
  expect(lines).toContain('[cause]: Error: EIO: read');
});

test('a name in a log cannot move the cursor', async () => {
  const site = 'evil\u001B[2J.example';
  const argv = rebuild.map((word) => (word === 'news.example' ? site : word));
  const { stdout } = await runMain(argv);
  expect(stdout).toContain('evil\uFFFD[2J.example');
  expect(stdout).not.toContain('\u001B');
});

test('no spill folder is left behind', () => {
  const left = existsSync(folder) ? readdirSync(folder) : [];
  expect(left.filter((name) => name.includes('spill'))).toEqual([]);
});
