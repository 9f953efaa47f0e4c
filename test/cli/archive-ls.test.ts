/** `recount archive ls`: what there is, by object and by day. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { jsonLines, runMain, steadyResult, writeWorkedArchive } from './run-main.ts';
import { spoilArchive } from './spoilt-archive.ts';

let folder = '';
/** 37 hours: 2026-03-07 23:00 to 2026-03-09 12:00 UTC. */
let logs = '';

beforeEach(() => {
  folder = temporaryFolder();
  logs = writeWorkedArchive(join(folder, 'logs'));
});
afterEach(() => removeFolder(folder));

async function steady(...argv: readonly string[]): Promise<string> {
  return steadyResult(await runMain(['archive', ...argv, '--archive', logs]), folder);
}

test('lists the objects of the days asked for, and sums them up', async () => {
  const day = ['--from', '2026-03-07', '--until', '2026-03-08'];
  expect(await steady('ls', ...day)).toMatchInlineSnapshot(`
    "exit 0
    2026-03-07 23:00    23 bytes  events/2026/03/07/23/part-0.gz

      UTC day       objects       size      hours
      2026-03-07          1   23 bytes    1 of 24

    1 object with 23 bytes of 2026-03-07 (UTC).
    --
    "
  `);
});

test('names what is never read, which is no success', async () => {
  spoilArchive(logs);
  expect(await steady('ls', '--totals')).toMatchInlineSnapshot(`
    "exit 4
      UTC day       objects       size      hours
      2026-03-07          1   23 bytes    1 of 24
      2026-03-08         23    6.1 KiB   23 of 24
      2026-03-09         12  276 bytes   12 of 24

    36 objects with 6.4 KiB from 2026-03-07 to 2026-03-09 (UTC).
    1 object without a date in the name: never read.
    1 file with the name of no log: never read.
    --
    exit code 4: an object or a period was skipped or refused"
  `);
  const { stdout } = await runMain(['archive', 'ls', '--archive', logs]);
  const odd = stdout.split('\n').filter((line) => /^no/.test(line));
  expect(odd).toEqual([
    'no date             23 bytes  copied/part-0.gz',
    'not a log            0 bytes  events/2026/03/08/14/_SUCCESS',
  ]);
});

test('gives a line of JSON per object and per day, then a summary', async () => {
  spoilArchive(logs);
  const lines = jsonLines(await runMain(['archive', 'ls', '--json', '--archive', logs]));
  const of = (object: string) => lines.find((line) => line['object'] === object);
  expect(of('events/2026/03/08/10/part-0.gz')).toEqual({
    type: 'object',
    object: 'events/2026/03/08/10/part-0.gz',
    bytes: 5771,
    placing: 'placed',
    from: '2026-03-08T10:00:00Z',
    until: '2026-03-08T11:00:00Z',
  });
  expect(of('copied/part-0.gz')).toMatchObject({ placing: 'unplaced', from: null, until: null });
  expect(of('events/2026/03/08/14/_SUCCESS')).toMatchObject({ placing: 'ignored' });
  expect(lines.filter(({ type }) => type === 'day')).toEqual([
    { type: 'day', date: '2026-03-07', objects: 1, bytes: 23, hours: 1 },
    { type: 'day', date: '2026-03-08', objects: 23, bytes: 6246, hours: 23 },
    { type: 'day', date: '2026-03-09', objects: 12, bytes: 276, hours: 12 },
  ]);
  expect(lines.at(-1)).toEqual({
    type: 'summary',
    objects: 36,
    bytes: 6545,
    days: 3,
    unplaced: 1,
    unplaced_bytes: 23,
    ignored: 1,
    ignored_bytes: 0,
    errors: [],
    causes: [expect.objectContaining({ code: 4 })],
    exit_code: 4,
  });
});

test('an archive that is not there is an error', async () => {
  logs = join(folder, 'nowhere');
  expect(await steady('ls')).toMatchInlineSnapshot(`
    "exit 2

    --
    error: FOLDER/nowhere: there is no such folder
    hint: name an existing folder with the raw logs, such as --archive ./raw"
  `);
});
