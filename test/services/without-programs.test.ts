/** Tests of servers on a machine that cannot have them: one loud line each; an error under CI. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';

const top = join(import.meta.dirname, '../..');
const tests = ['schema-version', 'shards'].map((name) => `test/store/cassandra/${name}.test.ts`);
const needs =
  'no cassandra-5.0.9: it needs Java 17 and Maven ' +
  '(apt-get install openjdk-17-jdk-headless maven) (there is no Java 17)';

let nothing = '';
beforeAll(() => {
  nothing = temporaryFolder();
});
afterAll(() => removeFolder(nothing));

/** As where no program is to be found, and none was fetched before. */
function runTests(environment: Readonly<Record<string, string>>) {
  const vitest = [join(top, 'node_modules/vitest/vitest.mjs'), 'run', ...tests];
  const flags = ['--config', 'test/vitest.config.ts', '--maxWorkers', '1', '--reporter', 'json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...vitest, ...flags], {
    cwd: top,
    encoding: 'utf8',
    env: { PATH: nothing, RECOUNT_SERVICES_CACHE: nothing, ...environment },
  });
  const report = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
  return { status, report, loud: stderr.match(/^\*\*\* .*$/gm) };
}

test('are skipped, however many files, with one line that says what to install', () => {
  const { status, report, loud } = runTests({});
  expect(loud).toEqual([`*** TESTS ARE SKIPPED: ${needs} ***`]);
  expect(status).toBe(0);
  expect(report).toMatchObject({ numPassedTests: 0, numFailedTests: 0, success: true });
  expect(report['numPendingTests']).toBeGreaterThan(4);
});

test('fail on a build server, each file with what to install', () => {
  const { status, report, loud } = runTests({ CI: 'true' });
  expect(loud).toEqual([`*** TESTS FAIL: ${needs} ***`]);
  expect(status).toBe(1);
  expect(report['testResults']).toMatchObject(
    tests.map(() => ({ status: 'failed', message: expect.stringContaining(needs) as string })),
  );
});
