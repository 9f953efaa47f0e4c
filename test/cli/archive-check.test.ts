/** `recount archive check`: what it says of sound and of damaged archives. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import { jsonLines, runMain, steadyResult, writeWorkedArchive } from './run-main.ts';
import { pathOfHour, spoilArchive } from './spoilt-archive.ts';

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

test('a sound archive: says so, and how to look closer', async () => {
  expect(await steady('check')).toMatchInlineSnapshot(`
    "exit 0
    37 objects with 6.4 KiB from 2026-03-07 to 2026-03-09 (UTC).

    Nothing is wrong, as far as its listing tells.

    Only names and sizes were looked at. To read every object:
      recount archive check --archive FOLDER/logs --deep
    --
    "
  `);
});

test('by names and sizes alone: gaps, small objects, what is never read', async () => {
  spoilArchive(logs);
  expect(await steady('check')).toMatchInlineSnapshot(`
    "exit 4
    36 objects with 6.4 KiB from 2026-03-07 to 2026-03-09 (UTC).

    Gaps, without any object: 1
      2026-03-08 15:00–16:00 UTC

    Never read: no date in the name: 1
      copied/part-0.gz

    Never read: not a log by the name: 1
      events/2026/03/08/14/_SUCCESS

    Found: 1 gap, 1 object without a date in its name.

    Only names and sizes were looked at. To read every object:
      recount archive check --archive FOLDER/logs --deep
    --
    exit code 4: an object or a period was skipped or refused"
  `);
});

test('--deep reads every object: damage, lines and sites', async () => {
  spoilArchive(logs);
  expect(await steady('check', '--deep')).toMatchInlineSnapshot(`
    "exit 4
    36 objects with 6.4 KiB from 2026-03-07 to 2026-03-09 (UTC).

    Gaps, without any object: 1
      2026-03-08 15:00–16:00 UTC

    Damaged: none of its lines can be taken: 2
      events/2026/03/08/12/part-0.gz ends in the middle of a gzip member: member 1,
        from byte 0 on: the object ends in its trailer, at byte 15
      events/2026/03/08/13/part-0.gz has no bytes at all: 0 bytes

    Never read: no date in the name: 1
      copied/part-0.gz

    Never read: not a log by the name: 1
      events/2026/03/08/14/_SUCCESS

    Lines of 34 whole objects (6.4 KiB compressed, 5.6 KiB inflated)

       8  readable                  events of some site, as far as they tell
       1  malformed                 not valid in its format
       1  incomplete                without site, action, url, visitor, id or time
       1  invalid                   a needed value of the wrong kind
      11  lines read, all together

    Where most of the refused lines are

      3  of 11 lines  events/2026/03/08/10/part-0.gz

    Sites that they name

      7  news.example
      1  other.example

    Found: 1 gap, 2 damaged objects, 1 object without a date in its name.
    --
    exit code 4: an object or a period was skipped or refused"
  `);
});

test('the command that it names reads every object', async () => {
  const { stdout } = await runMain(['archive', 'check', '--archive', logs]);
  const [, named = ''] = /To read every object:\n((?:.*\n)+)/.exec(stdout) ?? [];
  const [program, ...argv] = named.split(/[\s\\]+/).filter(Boolean);
  const deep = await runMain(argv);
  expect([program, deep.code]).toEqual(['recount', 0]);
  expect(deep.stdout).toContain('every object was read');
});

test('only the days asked for are looked at', async () => {
  spoilArchive(logs);
  const day = ['--from', '2026-03-09', '--until', '2026-03-10', '--archive', logs];
  const { code, stdout } = await runMain(['archive', 'check', ...day]);
  // Its afternoon has no logs at all, and the 9th is long over.
  expect(code).toBe(4);
  expect(stdout).toContain('2026-03-09 12:00–24:00 UTC');
  expect(stdout).not.toContain('2026-03-08');
});

test('--archive-expect says what must be there', async () => {
  rmSync(pathOfHour(logs, '15'), { recursive: true });
  const found = await runMain(['archive', 'check', '--archive', logs]);
  const argv = ['archive', 'check', '--archive', logs, '--archive-expect', 'day'];
  expect([found.code, (await runMain(argv)).code]).toEqual([4, 0]);
});

test('hours that may still be on their way are no gap', async () => {
  // The last object is of 11:00; what is of 12:00 may come until 14:00.
  const now = (): number => Date.UTC(2026, 2, 9, 13, 59);
  const until = ['--from', '2026-03-09', '--until', '2026-03-10'];
  const argv = ['archive', 'check', '--archive', logs, ...until];
  expect((await runMain(argv, { now })).code).toBe(0);
  const later = (): number => Date.UTC(2026, 2, 9, 14);
  expect((await runMain(argv, { now: later })).stdout).toContain('2026-03-09 12:00–13:00 UTC');
});

test('--json gives a line per finding and the counts in the summary', async () => {
  spoilArchive(logs);
  const lines = jsonLines(
    await runMain(['archive', 'check', '--deep', '--json', '--archive', logs]),
  );
  expect(lines.slice(0, -1)).toMatchInlineSnapshot(`
    [
      {
        "bytes": 23,
        "kind": "unplaced",
        "message": "copied/part-0.gz",
        "object": "copied/part-0.gz",
        "type": "finding",
      },
      {
        "bytes": 0,
        "kind": "ignored",
        "message": "events/2026/03/08/14/_SUCCESS",
        "object": "events/2026/03/08/14/_SUCCESS",
        "type": "finding",
      },
      {
        "from": "2026-03-08T15:00:00Z",
        "kind": "gap",
        "message": "2026-03-08 15:00–16:00 UTC",
        "type": "finding",
        "until": "2026-03-08T16:00:00Z",
      },
      {
        "bytes": 15,
        "fault": "truncated",
        "kind": "rejected",
        "message": "events/2026/03/08/12/part-0.gz ends in the middle of a gzip member: member 1, from byte 0 on: the object ends in its trailer, at byte 15",
        "object": "events/2026/03/08/12/part-0.gz",
        "type": "finding",
      },
      {
        "bytes": 0,
        "fault": "empty",
        "kind": "rejected",
        "message": "events/2026/03/08/13/part-0.gz has no bytes at all: 0 bytes",
        "object": "events/2026/03/08/13/part-0.gz",
        "type": "finding",
      },
    ]
  `);
});

test('--json sums everything up in its last line', async () => {
  spoilArchive(logs);
  const lines = jsonLines(
    await runMain(['archive', 'check', '--deep', '--json', '--archive', logs]),
  );
  const { causes, ...sums } = lines.at(-1) ?? {};
  expect(causes).toEqual([{ code: 4, name: 'partial' }]);
  expect(sums).toMatchInlineSnapshot(`
    {
      "bytes": 6545,
      "days": 3,
      "errors": [],
      "exit_code": 4,
      "findings": {
        "gap": 1,
        "ignored": 1,
        "rejected": 2,
        "small": 0,
        "unplaced": 1,
      },
      "from": "2026-03-07T23:00:00Z",
      "ignored": 1,
      "ignored_bytes": 0,
      "objects": 36,
      "read": {
        "bytes": 6530,
        "inflated_bytes": 5748,
        "lines": 11,
        "most_refused": [
          {
            "lines": 11,
            "object": "events/2026/03/08/10/part-0.gz",
            "refused": 3,
          },
        ],
        "objects": 34,
        "other_sites": 0,
        "readable": 8,
        "refused": {
          "blank": 0,
          "incomplete": 1,
          "invalid": 1,
          "malformed": 1,
          "not_a_hit": 0,
          "oversized": 0,
        },
        "sites": {
          "news.example": 7,
          "other.example": 1,
        },
      },
      "type": "summary",
      "unplaced": 1,
      "unplaced_bytes": 23,
      "until": "2026-03-09T12:00:00Z",
    }
  `);
});

test('an archive without any log is an error, not a success', async () => {
  rmSync(logs, { recursive: true });
  mkdirSync(logs);
  expect(await steady('check')).toMatchInlineSnapshot(`
    "exit 2

    --
    error: FOLDER/logs has no log for what was asked for
    hint: check --archive and the dates: recount archive ls shows what is there"
  `);
  writeFileSync(join(logs, 'notes.txt'), 'no log');
  expect(await steady('check', '--deep')).toMatchInlineSnapshot(`
    "exit 2

    --
    error: FOLDER/logs has no log for what was asked for
    hint: 1 file does not end as logs do (.gz, .json, .jsonl, .log)"
  `);
});

test('pixel logs are checked as such', async () => {
  const samples = ['pixel-piped.log', 'pixel-combined.log'].map((name) =>
    readFileSync(join(import.meta.dirname, '../decode/fixtures', name)),
  );
  writeFileSync(pathOfHour(logs, '10'), gzipSync(Buffer.concat(samples), { level: 0 }));
  const argv = ['archive', 'check', '--deep', '--json', '--archive', logs];
  const lines = jsonLines(await runMain([...argv, '--input-format', 'pixel']));
  expect(lines.at(-1)).toMatchInlineSnapshot(`
    {
      "bytes": 6160,
      "causes": [],
      "days": 3,
      "errors": [],
      "exit_code": 0,
      "findings": {
        "gap": 0,
        "ignored": 0,
        "rejected": 0,
        "small": 0,
        "unplaced": 0,
      },
      "from": "2026-03-07T23:00:00Z",
      "ignored": 0,
      "ignored_bytes": 0,
      "objects": 37,
      "read": {
        "bytes": 6160,
        "inflated_bytes": 5309,
        "lines": 5,
        "most_refused": [],
        "objects": 37,
        "other_sites": 0,
        "readable": 5,
        "refused": {
          "blank": 0,
          "incomplete": 0,
          "invalid": 0,
          "malformed": 0,
          "not_a_hit": 0,
          "oversized": 0,
        },
        "sites": {
          "news.example": 5,
        },
      },
      "type": "summary",
      "unplaced": 0,
      "unplaced_bytes": 0,
      "until": "2026-03-09T12:00:00Z",
    }
  `);
});
