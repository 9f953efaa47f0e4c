/** The contract of a whole publication: intent, staging, reading back, publishing. */
import { expect, test } from 'vitest';
import { publishGeneration, recordIntent, undoTo } from '../../src/model/period-transitions.ts';
import type { GenerationKey } from '../../src/model/period.ts';
import { changePeriod } from '../../src/store/change-period.ts';
import { publishStaged, stageGeneration } from '../../src/store/publish-generation.ts';
import type { StagedGeneration } from '../../src/store/publish-generation.ts';
import { describeGroup } from './contract-subject.ts';
import { day, manifestOf, noContent } from './records.ts';
import { plainParts, rowPartsFromPlain } from './row-parts.ts';
import type { PlainPart } from './row-parts.ts';

export const describePublishing = describeGroup('publishing', ({ store, newSite }) => {
  async function stage(key: GenerationKey, run: string, views: number): Promise<StagedGeneration> {
    const intent = { generation: key.generation, barrier: 0, shards: 1 };
    await changePeriod(store(), key, (old) => recordIntent(old, intent, { run, at: 1 }), noPause);
    const derived = {
      grains: ['1d' as const],
      rows: () => rowPartsFromPlain(partsOf(views)),
      pages: () => [{ url: 'https://a.example/', seenAt: 1, metadata: '{}' }],
    };
    return stageGeneration(store(), key, derived, (content) => {
      return { ...manifestOf(key), run, ...content };
    });
  }

  async function liveViews(key: GenerationKey): Promise<unknown> {
    const live = (await store().readPeriod(key))?.live ?? '';
    const parts = await plainParts(store().readRows({ ...key, generation: live }, '1d', {}));
    return parts[0]?.cells[0]?.[1];
  }

  test('shows readers the old rows until the new ones are whole, then only those', async () => {
    const key = { site: newSite(), day, generation: 'g1' };
    const first = await stage(key, 'r1', 1);
    const actor = { run: 'r1', at: 2 };
    expect((await publishStaged(store(), first, { epoch: 0, actor }, noPause)).kind).toBe(
      'changed',
    );
    const second = await stage({ ...key, generation: 'g2' }, 'r2', 2);
    expect(await liveViews(key)).toBe(1);
    const later = { run: 'r2', at: 3 };
    await publishStaged(store(), second, { epoch: 1, actor: later }, noPause);
    expect(await liveViews(key)).toBe(2);
    const undo = { generation: 'g1', epoch: 2 };
    const undoer = { run: 'u', at: 4 };
    await changePeriod(store(), key, (old) => undoTo(old, undo, undoer), noPause);
    expect(await liveViews(key)).toBe(1);
    const record = await store().readPeriod(key);
    expect(record).toMatchObject({ version: 5, epoch: 3, live: 'g1', pinnedBy: 'u' });
    expect(record?.generations).toMatchObject([
      { generation: 'g1', grains: ['1d'], rows: first.rows, pages: first.pages },
      { generation: 'g2', grains: ['1d'], retiredAt: 4 },
    ]);
  });

  test('of a day without any rows is a publication like any other', async () => {
    const key = { site: newSite(), day, generation: 'g1' };
    const intent = { generation: 'g1', barrier: 0, shards: 1 };
    const actor = { run: 'r1', at: 1 };
    await changePeriod(store(), key, (old) => recordIntent(old, intent, actor), noPause);
    const derived = { grains: ['1d' as const, '5m' as const], rows: () => [], pages: () => [] };
    const staged = await stageGeneration(store(), key, derived, (content) => {
      return { ...manifestOf(key), ...content };
    });
    expect(staged).toEqual({ key, rows: { '1d': noContent, '5m': noContent }, pages: noContent });
    await publishStaged(store(), staged, { epoch: 0, actor }, noPause);
    expect(await store().readPeriod(key)).toMatchObject({ live: 'g1', epoch: 1 });
  });

  test('eight runs at once on one period: one publishes, all others name it', async () => {
    const key = { site: newSite(), day };
    const runs = Array.from({ length: 8 }, (_, index) => `r${index}`);
    const results = await Promise.all(
      runs.map(async (run) => {
        const generation = `g-${run}`;
        const actor = { run, at: 1 };
        const intent = { generation, barrier: 0, shards: 1 };
        await changePeriod(store(), key, (old) => recordIntent(old, intent, actor), noPause);
        const publication = { generation, epoch: 0, rows: {}, pages: noContent };
        return changePeriod(
          store(),
          key,
          (old) => publishGeneration(old, publication, actor),
          noPause,
        );
      }),
    );
    const winners = runs.filter((_, index) => results[index]?.kind === 'changed');
    expect(winners).toHaveLength(1);
    const losers = results.filter((result) => result.kind === 'refused');
    expect(losers.map(({ why, by }) => [why, by])).toEqual(
      Array.from({ length: 7 }, () => ['epoch_moved', winners[0]]),
    );
  });
});

/** A store under test answers soon; what waits for others are the other's own calls. */
async function noPause(): Promise<void> {
  await Promise.resolve();
}

function partsOf(views: number): PlainPart[] {
  return [null, 'https://a.example/'].map((url): PlainPart => {
    return { grain: '1d', url, bucket: day, part: 0, cells: [['$all/page_views', views]] };
  });
}
