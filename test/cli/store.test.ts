/** `recount store init|status|doctor` over small stores, sound and damaged. */
import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jsonLines, runMain } from './run-main.ts';
import { forEver, SmallStore } from './small-store.ts';

const small = new SmallStore();

describe('init', () => {
  test('makes a store where there is none, and leaves one alone', async () => {
    expect(await small.steady(['store', 'init'])).toMatchInlineSnapshot(`
      "exit 0
      made an empty store in FOLDER/store
      --
      "
    `);
    expect(await small.steady(['store', 'init'])).toMatchInlineSnapshot(`
      "exit 0
      FOLDER/store is a store already; it stays as it is
      --
      "
    `);
    const again = await runMain(['store', 'init', '--json', '--store', small.store]);
    expect(jsonLines(again)).toEqual([
      { type: 'store', store: small.store, made: false },
      { type: 'summary', errors: [], causes: [], exit_code: 0 },
    ]);
  });

  test('refuses a place that holds something else', async () => {
    writeFileSync(small.store, 'a file');
    expect(await small.steady(['store', 'init'])).toMatchInlineSnapshot(`
      "exit 1

      --
      error: FOLDER/store/recount-store.json: a part of the path is a file, not a folder
      hint: name another folder with --store, or move that file away"
    `);
  });
});

describe('status', () => {
  test('of an empty small.store, of a store that is not there', async () => {
    await runMain(['store', 'init', '--store', small.store]);
    expect(await small.steady(['store', 'status'])).toMatchInlineSnapshot(`
      "exit 0
      FOLDER/store

      nothing is stored
      --
      "
    `);
    rmSync(small.store, { recursive: true });
    expect(await small.steady(['store', 'status'])).toMatchInlineSnapshot(`
      "exit 2

      --
      error: there is no store in FOLDER/store
      hint: recount store init --store FOLDER/store makes one"
    `);
    expect(existsSync(small.store)).toBe(false);
  });

  test('tells what is live, from when on, by which run', async () => {
    await small.publish();
    expect(await small.steady(['store', 'status', '--by-day'])).toMatchInlineSnapshot(`
      "exit 0
      FOLDER/store

      news.example, day by day
        2026-03-08  live since 2026-04-10 12:00 UTC, SIZE, by run
                    20260410T120000Z-000001
                    without 5m rows

      news.example, SIZE
        live        2026-03-08 (1 day, none missing)
      --
      "
    `);
  });

  test('tells what is kept beside it, what was undone and pinned', async () => {
    await small.publish(forEver);
    await small.undoFirstRun();
    expect(await small.steady(['store', 'status', '--by-day'])).toMatchInlineSnapshot(`
      "exit 0
      FOLDER/store

      news.example, day by day
        2026-03-08  nothing live since 2026-04-10 12:00 UTC, SIZE, by run
                    20260410T120000Z-00000a
                    pinned by run 20260410T120000Z-00000a
                    kept until 2026-04-17 12:00 UTC at least: that of run
                    20260410T120000Z-000001

      news.example, SIZE
        live        no day
        undone      2026-03-08: nothing is shown
        pinned      2026-03-08
        kept        1 generation to go back to
      --
      "
    `);
  });

  test('gives a line of JSON per day and per site', async () => {
    await small.publish(forEver);
    const argv = ['store', 'status', '--by-day', '--json', '--store', small.store];
    const [period, site] = jsonLines(await runMain(argv));
    expect({ ...period, bytes: 1, store: 'FOLDER' }).toMatchInlineSnapshot(`
      {
        "bytes": 1,
        "date": "2026-03-08",
        "fault": null,
        "grains": [
          "1d",
          "5m",
        ],
        "incomplete": false,
        "intents": [],
        "kept": [],
        "live": "20260410T120000Z-000001-0000000000000002",
        "live_by": "20260410T120000Z-000001",
        "live_since": "2026-04-10T12:00:00Z",
        "pinned_by": null,
        "provisional": false,
        "site": "news.example",
        "store": "FOLDER",
        "type": "period",
      }
    `);
    expect({ ...site, bytes: 1, store: 'FOLDER' }).toMatchInlineSnapshot(`
      {
        "bytes": 1,
        "days_live": 1,
        "faults": [],
        "first": "2026-03-08",
        "gaps": [],
        "incomplete": [],
        "intents": 0,
        "kept": 0,
        "last": "2026-03-08",
        "pinned": [],
        "provisional": [],
        "site": "news.example",
        "store": "FOLDER",
        "type": "site",
        "undone": [],
      }
    `);
  });

  test('stores that show different numbers are named by day: exit code 3', async () => {
    await small.publish(forEver);
    const other = join(small.folder, 'other');
    await runMain(['store', 'init', '--store', other]);
    const argv = ['store', 'status', '--store', other];
    expect(await small.steady(argv)).toMatchInlineSnapshot(`
      "exit 3
      FOLDER/other

      nothing is stored

      FOLDER/store

      news.example, SIZE
        live        2026-03-08 (1 day, none missing)

      Not as in FOLDER/other: 1 day
        news.example 2026-03-08: live in one of them only
          (FOLDER/store)
      --
      exit code 3: differences found"
    `);
  });

  test('a record that cannot be read is told, and is no success', async () => {
    await small.publish();
    const [version = ''] = small.filesOf('v2.json');
    truncateSync(version, 10);
    const { code, stdout } = await runMain(['store', 'status', '--store', small.store]);
    expect(code).toBe(4);
    expect(stdout).toContain('unreadable');
    expect(stdout).toContain('recount store doctor');
  });
});

describe('doctor', () => {
  test('of a sound store', async () => {
    await small.publish(forEver);
    expect(await small.steady(['store', 'doctor', '--deep'])).toMatchInlineSnapshot(`
      "exit 0
      FOLDER/store: 1 day looked at; all rows were read: nothing is
      wrong.
      --
      "
    `);
  });

  test('names rows that are gone, with the remedy', async () => {
    await small.publish(forEver);
    for (const file of small.filesOf('5m.parquet')) rmSync(file);
    expect(await small.steady(['store', 'doctor'])).toMatchInlineSnapshot(`
      "exit 1
      fault   news.example 2026-03-08, generation
              20260410T120000Z-000001-0000000000000002: its 5m rows are missing
              to do: restore it from a backup, or: recount rebuild --site news.example
                --from 2026-03-08 --until 2026-03-09 --force --apply

      FOLDER/store: 1 day looked at; rows were not read (--deep
      reads them): 1 fault, 0 notices.
      --
      "
    `);
  });

  test('names totals that are not those of the rows when it reads these', async () => {
    await small.publish(forEver);
    const [totals = ''] = small.filesOf('totals-1d.bin');
    const bytes = readFileSync(totals);
    bytes[3] = bytes[3]! ^ 1;
    writeFileSync(totals, bytes);
    expect((await runMain(['store', 'doctor', '--store', small.store])).code).toBe(0);
    const { code, stdout } = await runMain(['store', 'doctor', '--deep', '--store', small.store]);
    expect(code).toBe(1);
    const words = stdout.replace(/\s+/g, ' ');
    expect(words).toContain('the totals of its urls are not those of its rows');
    expect(words).toContain('recount rebuild --site news.example --from 2026-03-08');
  });

  test('finds changed rows only when it reads them', async () => {
    await small.publish(forEver);
    const [rows = ''] = small.filesOf('1d.parquet');
    const bytes = readFileSync(rows);
    bytes.fill(0xff, 200, 210);
    writeFileSync(rows, bytes);
    const argv = ['store', 'doctor', '--store', small.store];
    expect((await runMain(argv)).code).toBe(0);
    expect((await runMain([...argv, '--deep'])).code).toBe(1);
    const lines = jsonLines(await runMain([...argv, '--deep', '--json']));
    expect(lines[0]).toMatchObject({ type: 'finding', level: 'fault', date: '2026-03-08' });
    expect(lines.at(-2)).toMatchObject({ type: 'store', faults: 1, deep: true });
  });

  test('a store that cannot be opened is a finding, one that is not there an error', async () => {
    await runMain(['store', 'init', '--store', small.store]);
    writeFileSync(join(small.store, 'recount-store.json'), '{"format": 99}');
    expect(await small.steady(['store', 'doctor'])).toMatchInlineSnapshot(`
      "exit 1
      fault   FOLDER/store/recount-store.json is not of recount
              to do: name an empty folder or a store of recount with --store

      FOLDER/store: 0 days looked at; rows were not read (--deep
      reads them): 1 fault, 0 notices.
      --
      "
    `);
    rmSync(small.store, { recursive: true });
    expect((await runMain(['store', 'doctor', '--store', small.store])).code).toBe(2);
  });
});
