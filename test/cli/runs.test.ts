/** `recount runs list|show`: what was done, by whom and why, and what is left of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jsonLines } from './run-main.ts';
import { firstRun as first, minutesLater, secondRun as second, TwoRuns } from './two-runs.ts';

const runs = new TwoRuns();

describe('list', () => {
  test('newest first, with what each did and why', async () => {
    await runs.publishTwice();
    expect(await runs.steady(['runs', 'list'])).toMatchInlineSnapshot(`
      "exit 0
      20260410T120200Z-0000c9 rebuild, 2026-04-10 12:02:00 UTC, ada@test
          1 published: news.example 2026-03-08; exit code 0; "a late log"
      20260410T120000Z-000001 rebuild, 2026-04-10 12:00:00 UTC, ada@test
          1 published: news.example 2026-03-08; exit code 0; "first build"
      --
      "
    `);
  });

  test('--last and --site choose; more are hinted at', async () => {
    await runs.publishTwice();
    const last = await runs.run(['runs', 'list', '--last', '1']);
    expect([last.code, last.stdout.includes(second), last.stdout.includes(first)]).toEqual([
      0,
      true,
      false,
    ]);
    expect(last.stderr).toBe('there are more runs; --last 5 shows them\n');
    const elsewhere = await runs.run(['runs', 'list', '--site', 'sport.example']);
    expect(elsewhere.stdout).not.toContain(first);
  });

  test('gives a line of JSON per run', async () => {
    await runs.publishTwice();
    const [newest, oldest, summary] = jsonLines(await runs.run(['runs', 'list', '--json']));
    expect(newest).toMatchObject({ type: 'run', run: second, reason: 'a late log', lines: 12 });
    expect({ ...oldest, options: {} }).toMatchInlineSnapshot(`
      {
        "command": "rebuild",
        "consistency": null,
        "exit_code": 0,
        "finished_at": "2026-04-10T12:00:00Z",
        "given": [
          "archive",
          "site",
          "from",
          "until",
          "zone",
          "retain",
          "store",
          "apply",
          "reason",
        ],
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
        "objects": 31,
        "objects_rejected": 0,
        "options": {},
        "periods": {
          "published": 1,
        },
        "reason": "first build",
        "run": "20260410T120000Z-000001",
        "started_at": "2026-04-10T12:00:00Z",
        "type": "run",
        "version": "0.1.0",
        "who": "ada@test",
      }
    `);
    expect(summary).toEqual({ type: 'summary', runs: 2, errors: [], causes: [], exit_code: 0 });
  });

  test('of a store without runs, of a store that is not there', async () => {
    expect((await runs.run(['runs', 'list'])).code).toBe(2);
    await runs.run(['store', 'init']);
    expect(await runs.steady(['runs', 'list'])).toMatchInlineSnapshot(`
      "exit 0
      no run is on record in FOLDER/store
      --
      "
    `);
  });

  test('a record that cannot be read is told, and the others listed', async () => {
    await runs.publishTwice();
    writeFileSync(join(runs.store, 'runs', `${first.replaceAll(/[A-Z]/g, escaped)}.json`), '{');
    const { code, stdout, stderr } = await runs.run(['runs', 'list']);
    expect([code, stdout.includes(second)]).toEqual([4, true]);
    expect(stderr).toContain(`run ${first} cannot be read`);
  });
});

/** Stores write upper case so, for file systems that do not tell it apart. */
function escaped(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16)}`;
}

describe('show', () => {
  test('the story of a run, and what became of its days since', async () => {
    await runs.publishTwice();
    expect(await runs.steady(['runs', 'show', first])).toMatchInlineSnapshot(`
      "exit 0
      Run 20260410T120000Z-000001
        command  recount rebuild (version 0.1.0)
        by       ada@test
        why      first build
        began    2026-04-10 12:00:00 UTC
        ended    2026-04-10 12:00:00 UTC, after 0 s, exit code 0: done; nothing
                 differs, nothing was skipped
        options  apply=true, archive=FOLDER/logs, from=2026-03-08,
                 retain=5m=forever, site=news.example,
                 store=FOLDER/store, until=2026-03-09, zone=UTC, all
                 others as by default

      Lines of 31 objects (6.3 KiB compressed)

         5  counted
         1  malformed   not valid in its format
         1  other_site  a site that was not asked for
         1  incomplete  without site, action, url, visitor, id or time
         1  invalid     a needed value of the wrong kind
         1  bot         a robot's user agent
         1  duplicate   its event was already accepted that day
        11  lines read

        news.example 2026-03-08: published; replaced since by run
            20260410T120200Z-0000c9
            before: nothing was live
            after:  20260410T120000Z-000001-0000000000000002
                                    before          after         change
            page_views                   -              2             +2
            visitors                     -              2             +2
            sessions                     -              2             +2
            engaged_seconds              -             12            +12
            conversions                  -              1             +1
      --
      "
    `);
  });

  test('of a run that is still live it says how to undo it', async () => {
    await runs.publishTwice();
    expect(await runs.steady(['runs', 'show', second])).toMatchInlineSnapshot(`
      "exit 0
      Run 20260410T120200Z-0000c9
        command  recount rebuild (version 0.1.0)
        by       ada@test
        why      a late log
        began    2026-04-10 12:02:00 UTC
        ended    2026-04-10 12:02:00 UTC, after 0 s, exit code 0: done; nothing
                 differs, nothing was skipped
        options  apply=true, archive=FOLDER/logs, from=2026-03-08,
                 retain=5m=forever, site=news.example,
                 store=FOLDER/store, until=2026-03-09, zone=UTC, all
                 others as by default

      Lines of 32 objects (6.5 KiB compressed)

         6  counted
         1  malformed   not valid in its format
         1  other_site  a site that was not asked for
         1  incomplete  without site, action, url, visitor, id or time
         1  invalid     a needed value of the wrong kind
         1  bot         a robot's user agent
         1  duplicate   its event was already accepted that day
        12  lines read

        news.example 2026-03-08: published; still live
            before: 20260410T120000Z-000001-0000000000000002
            after:  20260410T120200Z-0000c9-00000000000000ca
                               before          after         change
            page_views              2              3             +1
            visitors                2              3             +1
            and 3 that are the same

      To go back to what was live before it:
        recount runs undo 20260410T120200Z-0000c9 \\
            --store FOLDER/store --reason WHY
      --
      "
    `);
  });

  test('an option that was given is told, be it what it is by default', async () => {
    await runs.publish(['--late', '6h', '--memory', '1GiB'], minutesLater(0));
    const { stdout } = await runs.run(['runs', 'show', first], { columns: 500 });
    expect(stdout).toContain(
      `, from=2026-03-08, late=6h, memory=1GiB, retain=5m=forever, site=news.example, `,
    );
    const [line] = jsonLines(await runs.run(['runs', 'show', first, '--json']));
    const given = ['apply', 'archive', 'from', 'late', 'memory', 'retain', 'site', 'store'];
    expect([...(line?.['given'] as readonly string[])].sort()).toEqual([...given, 'until', 'zone']);
    // Without the word which were given, as other versions wrote it, defaults are left out.
    const record = join(runs.store, 'runs', `${first.replaceAll(/[A-Z]/g, escaped)}.json`);
    const older = JSON.parse(readFileSync(record, 'utf8')) as Record<string, unknown>;
    delete older['given'];
    writeFileSync(record, JSON.stringify(older));
    const shown = await runs.run(['runs', 'show', first], { columns: 500 });
    expect(shown.stdout).toContain(', from=2026-03-08, retain=5m=forever, site=news.example, ');
  });

  test('the beginning of an id is enough, where it is that of one run', async () => {
    await runs.publishTwice();
    const { stdout } = await runs.run(['runs', 'show', '20260410T1202']);
    expect(stdout).toContain(`Run ${second}`);
    expect(await runs.steady(['runs', 'show', '20260410'])).toMatchInlineSnapshot(`
      "exit 2

      --
      error: 20260410 fits 2 runs
      hint: write more of the id: 20260410T120200Z-0000c9, 20260410T120000Z-000001"
    `);
    expect(await runs.steady(['runs', 'show', 'nonsense'])).toMatchInlineSnapshot(`
      "exit 2

      --
      error: FOLDER/store has no run nonsense
      hint: recount runs list shows the runs of a store; check --store too"
    `);
  });

  test('gives the run, its objects and its days as JSON', async () => {
    await runs.publishTwice();
    const lines = jsonLines(await runs.run(['runs', 'show', first, '--json']));
    const [story] = lines;
    expect(story).toMatchObject({ type: 'run', run: first, objects: 31, lines: 11 });
    const objects = lines.filter(({ type }) => type === 'object');
    expect(objects).toHaveLength(31);
    expect(objects[11]).toMatchObject({
      object: 'events/2026/03/08/10/part-0.gz',
      lines: 11,
      rejected: null,
    });
    expect(lines.at(-2)).toMatchObject({
      type: 'period',
      site: 'news.example',
      date: '2026-03-08',
      result: 'published',
      generation_before: null,
      state: 'moved_on',
      state_by: second,
    });
    expect(lines.at(-1)).toMatchObject({ type: 'summary', run: first, exit_code: 0 });
  });

  test('a run is needed', async () => {
    expect(await runs.steady(['runs', 'show'])).toMatchInlineSnapshot(`
      "exit 2

      --
      error: missing required argument 'run'
      hint: recount help COMMAND explains its options"
    `);
  });
});
