/** What --help and --version print, and that its examples do what they say. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { runMain } from './run-main.ts';

let folder = '';
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => removeFolder(folder));

test('help fits a terminal of 80 columns', async () => {
  const commands = [['rebuild'], ['export'], ['explain'], []];
  for (const argv of commands.map((command) => [...command, '--help'])) {
    const { code, stdout, stderr } = await runMain(argv);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  }
});

test('the program explains itself', async () => {
  const { stdout } = await runMain(['--help']);
  await expect(stdout).toMatchFileSnapshot('help/recount.txt');
});

test('rebuild explains itself', async () => {
  const { stdout } = await runMain(['help', 'rebuild']);
  await expect(stdout).toMatchFileSnapshot('help/rebuild.txt');
});

test('export explains itself', async () => {
  const { stdout } = await runMain(['help', 'export']);
  await expect(stdout).toMatchFileSnapshot('help/export.txt');
});

test('explain explains itself', async () => {
  const { stdout } = await runMain(['help', 'explain']);
  await expect(stdout).toMatchFileSnapshot('help/explain.txt');
});

/** The examples of a command's help, as a shell would split them. */
async function examplesOf(command: string): Promise<readonly string[][]> {
  const { stdout } = await runMain(['help', command]);
  return [...stdout.matchAll(/\$ recount ((?:.*\\\n)*.*)/g)].map(([, text = '']) =>
    text.split(/[\s\\]+/),
  );
}

test('every example of the help runs as it stands there', async () => {
  const environment = { RECOUNT_STORE: join(folder, 'store') };
  const codes = [];
  for (const command of ['rebuild', 'export', 'query']) {
    for (const example of await examplesOf(command)) {
      const argv = example.map((word) => (word === 'news.csv' ? join(folder, word) : word));
      const { code, stderr } = await runMain(argv, { environment });
      // A query for days that are not there says so, and answers all the same.
      codes.push(
        code === 0 || (command === 'query' && code === 4) ? code : `${argv.join(' ')}: ${stderr}`,
      );
    }
  }
  expect(codes).toEqual([0, 0, 0, 0, 4, 4, 4, 0]);
});

test('the version is printed alone', async () => {
  const { code, stdout } = await runMain(['--version']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('without a command the help goes to standard error', async () => {
  const { code, stdout, stderr } = await runMain([]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('Usage: recount [options] [command]');
});
