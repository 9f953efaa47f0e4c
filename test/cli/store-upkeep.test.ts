/** `recount store gc|unpin`: what may go, what went, what is kept. */
import { describe, expect, test } from 'vitest';
import { jsonLines, runMain } from './run-main.ts';
import { daysLater, forEver, SmallStore } from './small-store.ts';

const small = new SmallStore();

describe('gc', () => {
  test('has nothing to remove from what is live', async () => {
    await small.publish(forEver);
    expect(await small.steady(['store', 'gc'])).toMatchInlineSnapshot(`
      "exit 0
      There is nothing to remove from FOLDER/store.
      5m rows were judged by 5m=30d, the default.
      Held: the 5m rows of 1 generation (SIZE) are past that too, but were derived
      when they already were, so somebody chose to keep them. To remove them as well,
      name the rule with --retain.
      --
      "
    `);
  });

  test('shows what may go, and removes it with --apply', async () => {
    await small.publish(forEver);
    await small.publish([...forEver, '--force'], { randomHex: () => 'b'.repeat(16) });
    // Kept for 7 days after it ceased to be live.
    expect((await runMain(['store', 'gc', '--store', small.store], daysLater(6))).stdout).toContain(
      'There is nothing to remove',
    );
    expect(await small.steady(['store', 'gc'], daysLater(8))).toMatchInlineSnapshot(`
      "exit 0
      What may go of FOLDER/store

        1  SIZE  generations replaced more than a week ago
        1  SIZE  all together

      generations replaced more than a week ago:
        news.example 2026-03-08

      5m rows were judged by 5m=30d, the default.
      Held: the 5m rows of 1 generation (SIZE) are past that too, but were derived
      when they already were, so somebody chose to keep them. To remove them as well,
      name the rule with --retain.

      Nothing was removed. To remove it:
        recount store gc --store FOLDER/store --apply
      --
      "
    `);
    const before = small.filesOf('.parquet').length;
    expect(await small.steady(['store', 'gc', '--apply'], daysLater(8))).toMatchInlineSnapshot(`
      "exit 0
      Removed from FOLDER/store

        1  SIZE  generations replaced more than a week ago
        1  SIZE  all together

      generations replaced more than a week ago:
        news.example 2026-03-08

      5m rows were judged by 5m=30d, the default.
      Held: the 5m rows of 1 generation (SIZE) are past that too, but were derived
      when they already were, so somebody chose to keep them. To remove them as well,
      name the rule with --retain.

      Recorded as run 20260418T120000Z-000001.
      --
      "
    `);
    expect(small.filesOf('.parquet').length).toBe(before / 2);
    const doctor = await runMain(
      ['store', 'doctor', '--deep', '--store', small.store],
      daysLater(8),
    );
    expect([doctor.code, doctor.stdout]).toEqual([0, expect.stringContaining('nothing is')]);
  });

  test('5-minute rows that have aged out go, when the rule was there before them', async () => {
    await small.publish(['--retain', '5m=60d']);
    const argv = ['store', 'gc', '--retain', '5m=60d', '--apply'];
    expect(await small.steady(argv, daysLater(40))).toMatchInlineSnapshot(`
      "exit 0
      Removed from FOLDER/store

        1  SIZE  5m rows past their retention
        1  SIZE  all together

      5m rows past their retention:
        news.example 2026-03-08

      5m rows were judged by 5m=60d, as --retain says.

      Recorded as run 20260520T120000Z-000001.
      --
      "
    `);
    expect(small.filesOf('5m.parquet')).toEqual([]);
    const { stdout } = await runMain(['store', 'status', '--by-day', '--store', small.store]);
    expect(stdout).toContain('without 5m rows');
  });

  test('gives a line of JSON for each thing that goes', async () => {
    await small.publish(forEver);
    await small.publish([...forEver, '--force'], { randomHex: () => 'b'.repeat(16) });
    const argv = ['store', 'gc', '--json', '--store', small.store];
    const lines = jsonLines(await runMain(argv, daysLater(8)));
    expect(lines.map(({ type }) => type)).toEqual(['garbage', 'store', 'summary']);
    expect(lines[0]).toMatchObject({ site: 'news.example', date: '2026-03-08', grain: null });
    expect(lines[2]).toMatchObject({ applied: false, exit_code: 0 });
  });
});

describe('unpin', () => {
  test('shows the pins of undone days, and takes them off with --apply', async () => {
    await small.publish(forEver);
    await small.undoFirstRun();
    expect(await small.steady(['store', 'unpin'])).toMatchInlineSnapshot(`
      "exit 0
      FOLDER/store
        news.example 2026-03-08 pinned by run 20260410T120000Z-00000a

      Nothing was changed. To take the pins off:
        recount store unpin --store FOLDER/store --apply
      --
      "
    `);
    expect(await small.steady(['store', 'unpin', '--apply'])).toMatchInlineSnapshot(`
      "exit 0
      FOLDER/store
        news.example 2026-03-08 no longer pinned by run 20260410T120000Z-00000a

      Unpinned 1 day, run 20260410T120000Z-000001.
      --
      "
    `);
    expect(await small.steady(['store', 'unpin', '--apply'])).toMatchInlineSnapshot(`
      "exit 0
      FOLDER/store
        no day is pinned
      --
      "
    `);
  });

  test('only those of the days and sites asked for', async () => {
    await small.publish(forEver);
    await small.undoFirstRun();
    const argv = ['store', 'unpin', '--apply', '--json', '--store', small.store];
    const elsewhere = await runMain([...argv, '--from', '2026-03-09', '--until', '2026-03-10']);
    expect(jsonLines(elsewhere).at(-1)).toMatchObject({ pinned: 0, unpinned: 0, exit_code: 0 });
    const here = jsonLines(await runMain([...argv, '--site', 'news.example']));
    expect(here[0]).toMatchObject({ type: 'period', date: '2026-03-08', result: 'unpinned' });
    expect(here.at(-1)).toMatchObject({ applied: true, unpinned: 1 });
  });
});
