/**
 * The removal of what is not kept beside everything that may still want it, in every order of their
 * calls: nothing that is live is ever touched, who loses is told, and one more run removes all that
 * was left behind.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { ConflictError } from '../../src/base/errors.ts';
import type { PeriodRecord } from '../../src/model/period-record.ts';
import { recordIntent, renewIntent } from '../../src/model/period-transitions.ts';
import type { Change } from '../../src/model/period-transitions.ts';
import { changePeriod } from '../../src/store/change-period.ts';
import type { Store } from '../../src/store/store.ts';
import { expectSound, valueOf } from '../support/expect-sound.ts';
import { exploreInterleavings, stoppingStore } from '../support/explore-interleavings.ts';
import { finishedRunOf } from '../support/finished-run.ts';
import { emptyMemory, memoryStore } from '../support/memory-store.ts';
import type { MemoryData } from '../support/memory-store.ts';
import { runGarbage, runUndo } from '../support/operator-jobs.ts';
import {
  hour,
  noon,
  noPause,
  period,
  publishSmall,
  publishStagedSmall,
  stageSmall,
  type SmallGeneration,
} from '../support/small-periods.ts';

const week = 7 * 86_400;

/** Generation g1 of run r1, kept since noon + 60, and g2 of run r2, live. */
let start: MemoryData;
beforeAll(async () => {
  start = await twoGenerations();
});

async function twoGenerations(): Promise<MemoryData> {
  const data = emptyMemory();
  const store = memoryStore(data);
  await publishSmall(store, { generation: 'g1', run: 'r1', at: noon, views: 1 });
  await publishSmall(store, { generation: 'g2', run: 'r2', at: noon + 60, views: 2 });
  await store.writeRun(finishedRunOf('r2'));
  return data;
}

async function recordIn(data: MemoryData): Promise<PeriodRecord> {
  const record = await memoryStore(data).readPeriod(period);
  if (record === undefined) throw new Error('the record is gone');
  return record;
}

/** After another run of the garbage, much later, nothing is stored but what the record keeps. */
async function expectAllRemovable(data: MemoryData): Promise<void> {
  const store = memoryStore(data);
  await runGarbage(store, { now: noon + 30 * week, run: 'gc-later' });
  const { generations } = await recordIn(data);
  const kept = generations.map(({ generation }) => generation);
  expect([...(await store.listGenerations(period))].sort()).toEqual(kept.sort());
}

const lostAnswers = [
  [false, false],
  [true, false],
  [false, true],
] as const;

describe('beside a run that stages', () => {
  const g3: SmallGeneration = {
    generation: 'g3',
    run: 'r3',
    at: noon + hour,
    views: 3,
    grains: ['1d'],
  };

  async function intendedAt(at: number): Promise<MemoryData> {
    const data = await twoGenerations();
    const intent = { generation: 'g3', barrier: 0, shards: 1 };
    const actor = { run: 'r3', at };
    await changePeriod(
      memoryStore(data),
      period,
      (old) => recordIntent(old, intent, actor),
      noPause,
    );
    return data;
  }

  /** Its intent stands already; everything after it, as a rebuild does it. */
  const stageAndPublish = async (store: Store): Promise<string> => {
    try {
      const staged = await stageSmall(store, g3);
      const change = await publishStagedSmall(store, staged, { ...g3, epoch: 2 });
      return change.kind === 'refused' ? change.why : 'published';
    } catch (error) {
      if (error instanceof ConflictError) return 'told of the conflict while staging';
      throw error;
    }
  };

  test('and is young, nothing of it is touched', async () => {
    const data = await intendedAt(noon + hour);
    const { states } = await exploreInterleavings(
      data,
      [stageAndPublish, (store) => runGarbage(store, { now: noon + 2 * hour })],
      async ({ data: after, first, second }) => {
        expect(valueOf(first)).toBe('published');
        expect(valueOf(second).reasons.size).toBe(0);
        expect((await recordIn(after)).live).toBe('g3');
        await expectSound(after);
      },
    );
    expect(states).toBeGreaterThan(80);
  });

  test('and renews its intent in time, it publishes; else it is told at the renewal', async () => {
    const data = await intendedAt(noon + hour);
    const now = noon + hour + 86_400;
    const renewAndPublish = async (store: Store): Promise<string> => {
      const renew = (old: PeriodRecord): Change => renewIntent(old, 'g3', { run: 'r3', at: now });
      const renewed = await changePeriod(store, period, renew, noPause);
      return renewed.kind === 'refused' ? renewed.why : stageAndPublish(store);
    };
    const outcomes = new Set<string>();
    await exploreInterleavings(
      data,
      [renewAndPublish, (store) => runGarbage(store, { now })],
      async ({ data: after, first, second }) => {
        valueOf(second);
        outcomes.add(valueOf(first));
        await expectSound(after);
      },
    );
    expect([...outcomes].sort()).toEqual(['intent_gone', 'published']);
  });

  test.each(lostAnswers)(
    'and slept for a day, it publishes whole or is told that it may not (%s, %s)',
    async (...lost) => {
      const data = await intendedAt(noon + hour);
      const outcomes = new Set<string>();
      await exploreInterleavings(
        data,
        [stageAndPublish, (store) => runGarbage(store, { now: noon + hour + 86_400 })],
        async ({ data: after, first, second }) => {
          const outcome = valueOf(first);
          outcomes.add(outcome);
          const { live, dropped } = await recordIn(after);
          expect([live, dropped]).toEqual(outcome === 'published' ? ['g3', []] : ['g2', ['g3']]);
          expect(valueOf(second).spared).toBeLessThanOrEqual(outcome === 'published' ? 1 : 0);
          await expectSound(after);
          await expectAllRemovable(after);
        },
        { lostAnswers: lost },
      );
      expect([...outcomes].sort()).toEqual([
        'intent_gone',
        'published',
        'told of the conflict while staging',
      ]);
    },
  );
});

test.each(lostAnswers)(
  'an undo and the removal of what it goes back to: one is made, the other told (%s, %s)',
  async (...lost) => {
    const outcomes = new Set<string>();
    await exploreInterleavings(
      start,
      [
        (store) => runUndo(store, { undone: 'r2', now: noon + 60 + week }),
        (store) => runGarbage(store, { now: noon + 60 + week }),
      ],
      async ({ data, first, second }) => {
        const [item] = valueOf(first).items;
        outcomes.add(item?.kind ?? 'nothing');
        const { live, dropped } = await recordIn(data);
        const isUndone = item?.kind === 'undone';
        expect([live, dropped]).toEqual(isUndone ? ['g1', []] : ['g2', ['g1']]);
        expect(valueOf(second).reasons.get('retired')?.items).toBe(isUndone ? undefined : 1);
        await expectSound(data);
        await expectAllRemovable(data);
      },
      { lostAnswers: lost },
    );
    expect([...outcomes].sort()).toEqual(['not_kept', 'undone', 'unreadable']);
  },
);

test.each(lostAnswers)(
  'two removals at once remove everything once and fail nowhere (%s, %s)',
  async (...lost) => {
    const now = noon + 60 + week;
    await exploreInterleavings(
      start,
      [
        (store) => runGarbage(store, { now, run: 'gc-a' }),
        (store) => runGarbage(store, { now, run: 'gc-b' }),
      ],
      async ({ data, first, second }) => {
        const results = [valueOf(first), valueOf(second)];
        expect(results.every(({ spared }) => spared === 0)).toBe(true);
        const { live, dropped, transitions } = await recordIn(data);
        expect([live, dropped]).toEqual(['g2', ['g1']]);
        expect(transitions.filter(({ kind }) => kind === 'drop')).toHaveLength(1);
        expect(await memoryStore(data).listGenerations(period)).toEqual(['g2']);
        await expectSound(data);
      },
      { lostAnswers: lost },
    );
  },
);

describe('a publish', () => {
  const month = { seconds: 30 * 86_400, isNamed: true };
  const now = noon + 100 * 86_400;
  const g3: SmallGeneration = { generation: 'g3', run: 'r3', at: now, views: 3 };

  test('is never hindered by the removal of what is old', async () => {
    const endings = new Set<string>();
    await exploreInterleavings(
      start,
      [
        (store) => publishSmall(store, { ...g3, grains: ['5m'] }),
        (store) => runGarbage(store, { now, request: { retentionOf: () => month } }),
      ],
      async ({ data, first, second }) => {
        expect(valueOf(first).kind).not.toBe('refused');
        valueOf(second);
        const { live, dropped, generations } = await recordIn(data);
        expect([live, dropped]).toEqual(['g3', ['g1']]);
        endings.add(JSON.stringify(generations.map(({ grains }) => grains)));
        await expectSound(data);
      },
    );
    // The 5-minute rows of g2 go at any rate; those of g3 where the removal came after it.
    expect([...endings].sort()).toEqual(['[["1d"],["5m"]]', '[["1d"],[]]']);
  });

  test.each(lostAnswers)('with lost answers is told the truth (%s, %s)', async (...lost) => {
    const data = await twoGenerations();
    const store = memoryStore(data);
    const intent = { generation: 'g3', barrier: 0, shards: 1 };
    await changePeriod(store, period, (old) => recordIntent(old, intent, g3), noPause);
    const staged = await stageSmall(store, g3);
    await exploreInterleavings(
      data,
      [
        (stepped) => publishStagedSmall(stepped, staged, { ...g3, epoch: 2 }),
        (stepped) => runGarbage(stepped, { now, request: { retentionOf: () => month } }),
      ],
      async ({ data: after, first, second }) => {
        expect(valueOf(first).kind).not.toBe('refused');
        valueOf(second);
        const { live, dropped } = await recordIn(after);
        expect([live, dropped]).toEqual(['g3', ['g1']]);
        await expectSound(after);
        await expectAllRemovable(after);
      },
      { lostAnswers: lost },
    );
  });
});

test('stopped at any of its calls, a second run finishes the work', async () => {
  const now = noon + 60 + week;
  let isStopped = true;
  for (let calls = 0; isStopped; calls += 1) {
    const data = await twoGenerations();
    const stopping = stoppingStore(memoryStore(data), calls);
    isStopped = await runGarbage(stopping, { now }).then(
      () => false,
      () => true,
    );
    await expectSound(data);
    await runGarbage(memoryStore(data), { now, run: 'gc-again' });
    expect((await recordIn(data)).dropped).toEqual(['g1']);
    expect(await memoryStore(data).listGenerations(period)).toEqual(['g2']);
    if (!isStopped) expect(calls).toBeGreaterThan(10);
  }
});
