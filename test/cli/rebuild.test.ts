/** `recount rebuild` from end to end, over the worked example: what it says, writes and returns. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/rebuild-harness.ts';
import {
  jsonLines,
  runMain,
  steadyResult,
  writeWorkedArchive,
  type MainResult,
} from './run-main.ts';

let folder = '';
/** One day of one site, complete. */
let day: readonly string[] = [];
let store = '';

beforeEach(() => {
  folder = temporaryFolder();
  store = join(folder, 'store');
  day = [
    ...['rebuild', '--archive', writeWorkedArchive(join(folder, 'logs'))],
    ...['--site', 'news.example', '--zone', 'UTC', '--store', store],
    ...['--from', '2026-03-08', '--until', '2026-03-09', '--retain', '5m=forever'],
  ];
});
afterEach(() => removeFolder(folder));

function steady(result: MainResult): string {
  return steadyResult(result, folder);
}

test('without --apply everything is shown and nothing is written', async () => {
  expect(steady(await runMain(day))).toMatchInlineSnapshot(`
    "exit 0
    news.example, days in UTC

      2026-03-08  worked out, not written
                                stored        rebuilt         change
        page_views                   -              2             +2
        visitors                     -              2             +2
        sessions                     -              2             +2
        engaged_seconds              -             12            +12
        conversions                  -              1             +1
        1d rows with 116 cells, 5m rows with 136 cells, 0 pages
        events: pageview 2, conversion 1, heartbeat 1, newsletter/sign up 1

    Lines of 31 objects (6.3 KiB compressed)

       5  counted
       1  malformed   not valid in its format
       1  other_site  a site that was not asked for
       1  incomplete  without site, action, url, visitor, id or time
       1  invalid     a needed value of the wrong kind
       1  bot         a robot's user agent
       1  duplicate   its event was already accepted that day
      11  lines read

    1 day worked out, not written.

    Nothing was written. To publish:
      recount rebuild --archive FOLDER/logs --site news.example \\
          --from 2026-03-08 --until 2026-03-09 --zone UTC --retain 5m=forever \\
          --store FOLDER/store --apply
    --
    there is no store at FOLDER/store yet; --apply makes it"
  `);
  expect(existsSync(store)).toBe(false);
});

test('with --apply the day is published; again, it is up to date', async () => {
  expect(steady(await runMain([...day, '--apply']))).toMatchInlineSnapshot(`
    "exit 0
    news.example, days in UTC

      2026-03-08  published
                                stored        rebuilt         change
        page_views                   -              2             +2
        visitors                     -              2             +2
        sessions                     -              2             +2
        engaged_seconds              -             12            +12
        conversions                  -              1             +1
        1d rows with 116 cells, 5m rows with 136 cells, 0 pages
        events: pageview 2, conversion 1, heartbeat 1, newsletter/sign up 1

    Lines of 31 objects (6.3 KiB compressed)

       5  counted
       1  malformed   not valid in its format
       1  other_site  a site that was not asked for
       1  incomplete  without site, action, url, visitor, id or time
       1  invalid     a needed value of the wrong kind
       1  bot         a robot's user agent
       1  duplicate   its event was already accepted that day
      11  lines read

    1 day published. Run 20260410T120000Z-000001.
    --
    "
  `);
  expect(steady(await runMain(day))).toMatchInlineSnapshot(`
    "exit 0
    news.example, days in UTC

      2026-03-08  up to date, left alone

    No log was read.

    1 day up to date and left alone.

    Nothing was written.
    --
    "
  `);
});

test('the command that it names does what it says', async () => {
  const { stdout } = await runMain(day);
  const [, named = ''] = /To publish:\n((?:.*\n)+)/.exec(stdout) ?? [];
  const [program, ...argv] = named.split(/[\s\\]+/).filter(Boolean);
  const { code, stdout: published } = await runMain(argv);
  expect([program, code]).toEqual(['recount', 0]);
  expect(published).toContain('1 day published');
});

test('relative dates are days of the zone, and fixed in the command that is named', async () => {
  const argv = [
    ...['rebuild', '--archive', join(folder, 'logs'), '--site', 'news.example'],
    ...['--zone', 'America/New_York', '--from', 'yesterday', '--until', 'today', '--estimate'],
  ];
  // Ten in the evening of 9 March in New York, already the 10th in UTC.
  const now = (): number => Date.UTC(2026, 2, 10, 2);
  const { stdout } = await runMain(argv, { now, environment: { RECOUNT_STORE: store } });
  expect(stdout).toContain('  2026-03-08  to do');
  expect(stdout.replaceAll(folder, 'FOLDER')).toContain(
    '  recount rebuild --archive FOLDER/logs --site news.example \\\n' +
      '      --from 2026-03-08 --until 2026-03-09 --zone America/New_York\n',
  );
});

test('an estimate lists what there is to do and reads nothing', async () => {
  expect(steady(await runMain([...day, '--estimate']))).toMatchInlineSnapshot(`
    "exit 0
    news.example, days in UTC

      2026-03-08  to do     31 objects        6.3 KiB

    To do: 1 day from 31 objects with 6.3 KiB compressed. About 1 s, assuming 8.0
    MiB a second (not measured here).

    Nothing was read or written. To work it out:
      recount rebuild --archive FOLDER/logs --site news.example \\
          --from 2026-03-08 --until 2026-03-09 --zone UTC --retain 5m=forever \\
          --store FOLDER/store
    --
    there is no store at FOLDER/store yet; --apply makes it"
  `);
});

test('a gap in the logs is refused by name, until it is accepted by name', async () => {
  rmSync(join(folder, 'logs/events/2026/03/08/15'), { recursive: true });
  expect(steady(await runMain([...day, '--apply']))).toMatchInlineSnapshot(`
    "exit 4
    news.example, days in UTC

      2026-03-08  logs are missing or damaged
        2026-03-08 15:00–16:00 UTC: no object

    No log was read.

    1 day with missing or damaged logs. Run 20260410T120000Z-000001.

    Put the missing logs into the archive and run it again; to do without them:
      recount rebuild --archive FOLDER/logs --site news.example \\
          --from 2026-03-08 --until 2026-03-09 --zone UTC --retain 5m=forever \\
          --store FOLDER/store --apply \\
          --accept-incomplete 2026-03-08
    --
    exit code 4: an object or a period was skipped or refused"
  `);
  const accepted = await runMain([...day, '--apply', '--accept-incomplete', '2026-03-08']);
  expect([accepted.code, accepted.stdout]).toEqual([0, expect.stringContaining('1 day published')]);
});

test('a damaged object is named with its fault, and its day refused', async () => {
  writeFileSync(join(folder, 'logs/events/2026/03/08/15/part-0.gz'), 'no gzip at all');
  const { code, stdout } = await runMain([...day, '--apply']);
  expect(code).toBe(4);
  expect(stdout).toContain('Rejected, none of its lines was taken: 1 object');
  expect(stdout).toContain('events/2026/03/08/15/part-0.gz is not gzip');
  expect(stdout).toContain('Put whole copies in the place of the rejected objects');
});

test('a misspelt site is an error, with the one that was meant', async () => {
  const argv = day.map((word) => (word === 'news.example' ? 'nesw.example' : word));
  const { code, stdout } = await runMain(argv);
  expect(code).toBe(2);
  expect(stdout).toContain('Did you\nmean news.example?');
});

test('refused lines are listed in a file, whole or not there', async () => {
  const path = join(folder, 'refused.jsonl');
  await runMain([...day, '--rejects', path]);
  expect(readFileSync(path, 'utf8')).toMatchInlineSnapshot(`
    "{"object":"events/2026/03/08/10/part-0.gz","line":7,"outcome":"bot"}
    {"object":"events/2026/03/08/10/part-0.gz","line":8,"outcome":"invalid"}
    {"object":"events/2026/03/08/10/part-0.gz","line":9,"outcome":"other_site"}
    {"object":"events/2026/03/08/10/part-0.gz","line":10,"outcome":"incomplete"}
    {"object":"events/2026/03/08/10/part-0.gz","line":11,"outcome":"malformed"}
    {"object":"events/2026/03/08/10/part-0.gz","line":4,"outcome":"duplicate"}
    "
  `);
});

describe('--json', () => {
  test('gives a line per period, with its numbers before and after', async () => {
    const lines = jsonLines(await runMain([...day, '--apply', '--json']));
    expect(lines.map(({ type }) => type)).toEqual(['plan', 'period', 'summary']);
    expect(lines[1]).toMatchInlineSnapshot(`
      {
        "after": {
          "conversions": 1,
          "engaged_seconds": 12,
          "page_views": 2,
          "sessions": 2,
          "video_engaged_seconds": 0,
          "video_starts": 0,
          "video_viewers": 0,
          "visitors": 2,
        },
        "before": null,
        "date": "2026-03-08",
        "generation_after": "20260410T120000Z-000001-0000000000000002",
        "generation_before": null,
        "pages": {
          "cells": 0,
          "checksum": "00000000000000000000000000000000",
          "parts": 0,
        },
        "reasons": [],
        "result": "published",
        "rows": {
          "1d": {
            "cells": 116,
            "checksum": "93953ab8a68f884007d94c51b01107ad",
            "parts": 3,
          },
          "5m": {
            "cells": 136,
            "checksum": "565781ae3b25baa7241e745b0a2a6c60",
            "parts": 5,
          },
        },
        "site": "news.example",
        "tally": {
          "bot": 1,
          "counted": 5,
          "counted_by_action": {
            "conversion": 1,
            "heartbeat": 1,
            "newsletter/sign up": 1,
            "pageview": 2,
          },
          "duplicate": 1,
          "duplicate_conflict": 0,
          "excluded": 0,
          "excluded_by_rule": {},
        },
        "type": "period",
      }
    `);
  });

  test('ends with a summary that holds the ledger', async () => {
    const lines = jsonLines(await runMain([...day, '--apply', '--json']));
    expect(lines.at(-1)).toMatchInlineSnapshot(`
      {
        "applied": true,
        "bytes_read": 6461,
        "causes": [],
        "errors": [],
        "exit_code": 0,
        "ledger": {
          "blank": 0,
          "bot": 1,
          "counted": 5,
          "duplicate": 1,
          "excluded": 0,
          "incomplete": 1,
          "invalid": 1,
          "malformed": 1,
          "not_a_hit": 0,
          "other_period": 0,
          "other_site": 1,
          "out_of_window": 0,
          "oversized": 0,
        },
        "lines": 11,
        "objects_read": 31,
        "objects_rejected": 0,
        "other_period": {},
        "out_of_window": {},
        "periods": {
          "published": 1,
        },
        "run": "20260410T120000Z-000001",
        "type": "summary",
        "unknown_sites": [],
      }
    `);
  });

  test('names what was rejected and why the exit code is not 0', async () => {
    writeFileSync(join(folder, 'logs/events/2026/03/08/15/part-0.gz'), 'no gzip at all');
    const result = await runMain([...day, '--json']);
    expect(jsonLines(result).at(-2)).toMatchObject({ type: 'rejected_object', fault: 'not_gzip' });
    expect(jsonLines(result).at(-1)).toMatchObject({
      type: 'summary',
      applied: false,
      objects_rejected: 1,
      causes: [{ code: 4, name: 'partial' }],
      exit_code: 4,
    });
  });

  test('gives an estimate as a line per period', async () => {
    const lines = jsonLines(await runMain([...day, '--estimate', '--json']));
    expect(lines.map(({ type }) => type)).toEqual(['plan', 'planned_period', 'summary']);
    expect(lines[1]).toMatchInlineSnapshot(`
      {
        "bytes": 6461,
        "date": "2026-03-08",
        "from": "2026-03-08T00:00:00Z",
        "missing": [],
        "objects": 31,
        "site": "news.example",
        "todo": "read",
        "type": "planned_period",
        "until": "2026-03-09T00:00:00Z",
        "window_from": "2026-03-07T23:00:00Z",
        "window_until": "2026-03-09T06:00:00Z",
        "zone": "UTC",
      }
    `);
  });
});

test('the run is recorded with everything that it was told', async () => {
  await runMain([...day, '--apply', '--reason', 'the filter was wrong']);
  const [name = ''] = readdirSync(join(store, 'runs')).filter((file) => file.endsWith('.json'));
  const record = JSON.parse(readFileSync(join(store, 'runs', name), 'utf8')) as {
    options: Record<string, unknown>;
  };
  expect(record).toMatchObject({
    run: '20260410T120000Z-000001',
    command: 'rebuild',
    who: 'ada@test',
    reason: 'the filter was wrong',
    exitCode: 0,
  });
  expect(record.options).toMatchObject({ late: '6h', memory: '1GiB', retain: '5m=forever' });
});
