/** The contract of input sets, rules and runs. */
import { expect, test } from 'vitest';
import { describeGroup } from './contract-subject.ts';
import { inputSetOf, rulesOf, runOf } from './records.ts';
import { collect } from './row-parts.ts';

export const describeDocuments = describeGroup('documents', ({ store, openAgain, newSite }) => {
  test('an input set is found by its digest, however often it is written', async () => {
    const set = inputSetOf(newSite());
    expect(await store().readInputSet(set.digest)).toBeUndefined();
    await Promise.all([1, 2, 3, 4].map(() => store().writeInputSet(set)));
    await store().writeInputSet(set);
    const other = await openAgain();
    expect(await other.readInputSet(set.digest)).toEqual(set);
    await other.close();
  });

  test('rules are found by their digest, however often they are written', async () => {
    const rules = rulesOf(newSite());
    const digest = `${rules.site}-digest`;
    expect(await store().readRules(digest)).toBeUndefined();
    await store().writeRules(digest, rules);
    await store().writeRules(digest, rules);
    expect(await store().readRules(digest)).toEqual(rules);
  });

  test('a run is written at its start and replaced at its end', async () => {
    const run = runOf(`20260309T100000Z-${newSite()}`);
    expect(await store().readRun(run.run)).toBeUndefined();
    await store().writeRun(run);
    const finished = { ...run, exitCode: 0 as const, finishedAt: '2026-03-09T10:05:00Z' };
    await store().writeRun(finished);
    expect(await store().readRun(run.run)).toEqual(finished);
  });

  test('names come back in one order, whatever the order they were written in', async () => {
    const run = { ...runOf(`20260309T100000Z-${newSite()}`), options: { b: '1', a: '2', B: '3' } };
    await store().writeRun(run);
    const read = await store().readRun(run.run);
    expect(Object.keys(read?.options ?? {})).toEqual(['B', 'a', 'b']);
  });

  test('runs are listed newest first', async () => {
    const own = newSite();
    const times = ['20260309T100000Z', '20270101T000000Z', '20260310T100000Z'];
    for (const time of times) await store().writeRun(runOf(`${time}-${own}`));
    const runs = (await collect(store().listRuns())).filter((run) => run.endsWith(`-${own}`));
    expect(runs).toEqual([
      `20270101T000000Z-${own}`,
      `20260310T100000Z-${own}`,
      `20260309T100000Z-${own}`,
    ]);
  });
});
