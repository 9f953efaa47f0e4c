/** `recount runs undo`: back to what was live before, shown first and done with --apply. */
import { expect, test } from 'vitest';
import { jsonLines } from './run-main.ts';
import { firstRun as first, minutesLater, secondRun as second, TwoRuns } from './two-runs.ts';

const runs = new TwoRuns();

const why = ['--reason', 'the late log was a copy'];

test('shows what would go back, and does it with --apply', async () => {
  await runs.publishTwice();
  expect(await runs.steady(['runs', 'undo', second, ...why])).toMatchInlineSnapshot(`
    "exit 0
    Undo of run 20260410T120200Z-0000c9: recount rebuild, by ada@test, 2026-04-10
    12:02:00 UTC, "a late log"

    FOLDER/store

      news.example 2026-03-08 would go back
                                now           then         change
          page_views              3              2             -1
          visitors                3              2             -1
          and 3 that are the same

    1 day would go back.

    Nothing was changed. To go back:
      recount runs undo 20260410T120200Z-0000c9 \\
          --store FOLDER/store \\
          --reason 'the late log was a copy' --apply
    --
    "
  `);
  const applied = ['runs', 'undo', second, ...why, '--apply'];
  expect(await runs.steady(applied, minutesLater(4))).toMatchInlineSnapshot(`
    "exit 0
    Undo of run 20260410T120200Z-0000c9: recount rebuild, by ada@test, 2026-04-10
    12:02:00 UTC, "a late log"

    FOLDER/store

      news.example 2026-03-08 went back
                             before            now         change
          page_views              3              2             -1
          visitors                3              2             -1
          and 3 that are the same

    1 day went back.
    Recorded as run 20260410T120400Z-000191. These days are pinned: rollup leaves
    them alone until they are rebuilt, or unpinned with recount store unpin.
      news.example 2026-03-08
    --
    "
  `);
  const { stdout } = await runs.run(['export', '--grain', '1d', '--site-rows', '--format', 'csv']);
  expect(stdout).toContain('$all,page_views,2\n');
  expect((await runs.run(['runs', 'list', '--last', '1'])).stdout).toContain(
    'the late log was a copy',
  );
});

test('again there is nothing left to undo', async () => {
  await runs.publishTwice();
  const applied = ['runs', 'undo', second, ...why, '--apply'];
  await runs.run(applied, minutesLater(4));
  expect(await runs.steady(applied, minutesLater(5))).toMatchInlineSnapshot(`
    "exit 0
    Undo of run 20260410T120200Z-0000c9: recount rebuild, by ada@test, 2026-04-10
    12:02:00 UTC, "a late log"

    FOLDER/store

      news.example 2026-03-08 was undone before (run 20260410T120400Z-000191)

    1 day undone before.
    --
    "
  `);
});

test('a run that another one has replaced stays: its days moved on', async () => {
  await runs.publishTwice();
  expect(await runs.steady(['runs', 'undo', first, ...why, '--apply'])).toMatchInlineSnapshot(`
    "exit 6
    Undo of run 20260410T120000Z-000001: recount rebuild, by ada@test, 2026-04-10
    12:00:00 UTC, "first build"

    FOLDER/store

      news.example 2026-03-08 another run moved on since (run
          20260410T120200Z-0000c9)

    1 day changed by another run since.
    What run 20260410T120200Z-0000c9 did: recount runs show 20260410T120200Z-0000c9
    --
    exit code 6: another run published meanwhile; nothing of it was lost"
  `);
});

test('a reason is needed, and a run that published something', async () => {
  await runs.publishTwice();
  expect(await runs.steady(['runs', 'undo', second])).toMatchInlineSnapshot(`
    "exit 2

    --
    error: --reason is missing
    hint: say why: whoever sees the numbers change will ask"
  `);
  expect((await runs.publish([], minutesLater(6))).stdout).toContain('up to date');
  expect(await runs.steady(['runs', 'undo', '20260410T1206', ...why])).toMatchInlineSnapshot(`
    "exit 2
    Undo of run 20260410T120600Z-000259: recount rebuild, by ada@test, 2026-04-10
    12:06:00 UTC

    FOLDER/store

      the run published nothing here
    --
    error: run 20260410T120600Z-000259 (recount rebuild) published nothing that could be undone
    hint: recount runs show 20260410T120600Z-000259 tells what it did"
  `);
});

test('gives a line of JSON per day, and what it comes to', async () => {
  await runs.publishTwice();
  const argv = ['runs', 'undo', second, ...why, '--apply', '--json'];
  const lines = jsonLines(await runs.run(argv, minutesLater(4)));
  expect(lines[0]).toMatchObject({
    type: 'period',
    result: 'undone',
    before: { page_views: 3 },
    after: { page_views: 2 },
  });
  expect(lines.at(-1)).toMatchObject({
    undone: second,
    applied: true,
    periods: { undone: 1 },
    exit_code: 0,
  });
});
