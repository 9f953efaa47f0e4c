/** What an audit says of a day whose visitors were erased while its logs were gone. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { jsonLines, runMain, testNowMs, writeWorkedArchive, type MainResult } from './run-main.ts';

const environment = { RECOUNT_ERASE_KEY: 'a key of sixteen bytes at least' };
const days = ['--from', '2026-03-08', '--until', '2026-03-09', '--retain', '5m=forever'];

let root = '';
let site: readonly string[] = [];
let logs = '';

function run(minutes: number, argv: readonly string[]): Promise<MainResult> {
  return runMain(argv, { environment, now: () => testNowMs + minutes * 60_000 });
}

beforeAll(async () => {
  root = temporaryFolder();
  logs = writeWorkedArchive(join(root, 'logs'));
  site = ['--store', join(root, 'store'), '--site', 'news.example', '--zone', 'UTC'];
  const built = await run(0, ['rebuild', '--archive', logs, ...site, ...days, '--apply']);
  expect(built.code).toBe(0);
  const other = join(root, 'other/events/2026/05/01/10');
  mkdirSync(other, { recursive: true });
  writeFileSync(join(other, 'part-0.json'), '{"apikey": "news.example"}\n');
});
afterAll(() => {
  removeFolder(root);
});

test('it differs as intended, by lines of those who were erased, and nothing else', async () => {
  const audit = ['audit', '--archive', logs, ...site, ...days, '--json'];
  const before = jsonLines(await run(1, audit)).find(({ type }) => type === 'period');
  expect(before).toMatchObject({ verdict: 'equal', causes: [] });

  const gone = ['--archive', join(root, 'other'), '--visitor', 'v2', '--reason', 'asked to'];
  const erased = await run(2, ['erase', ...gone, ...site, '--apply']);
  expect([erased.code, erased.stdout]).toEqual([4, expect.stringContaining('NOT ERASED')]);

  const result = await run(3, audit);
  const period = jsonLines(result).find(({ type }) => type === 'period') as {
    verdict: string;
    causes: readonly { readonly cause: string }[];
  };
  // An intended difference counts as none.
  expect(result.code).toBe(0);
  expect(period.verdict).toBe('intended');
  expect(period.causes.map(({ cause }) => cause)).toEqual(['erased']);
});
