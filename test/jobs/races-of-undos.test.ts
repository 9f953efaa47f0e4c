/**
 * An undo beside a publish, another undo and the taking off of pins, in every order of their calls:
 * one of them decides what is live, and the other is told by whom.
 */
import { beforeAll, expect, test } from 'vitest';
import type { PeriodRecord } from '../../src/model/period-record.ts';
import { unpinPeriods } from '../../src/jobs/unpin-periods.ts';
import type { UnpinResult } from '../../src/jobs/unpin-periods.ts';
import type { Store } from '../../src/store/store.ts';
import { expectSound, valueOf } from '../support/expect-sound.ts';
import { exploreInterleavings, stoppingStore } from '../support/explore-interleavings.ts';
import { finishedRunOf } from '../support/finished-run.ts';
import { emptyMemory, memoryStore } from '../support/memory-store.ts';
import type { MemoryData } from '../support/memory-store.ts';
import { identityOf, portsOf, runUndo } from '../support/operator-jobs.ts';
import { noon, period, publishSmall } from '../support/small-periods.ts';

const now = noon + 600;

let start: MemoryData;
beforeAll(async () => {
  start = await twoGenerations();
});

/** Generation g1 of run r1, kept, and g2 of run r2, live. */
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

function unpinAll(store: Store): Promise<UnpinResult> {
  return unpinPeriods(portsOf(store, now), {
    selection: { sites: [] },
    isApplied: true,
    run: identityOf('unpin', 'store unpin'),
  });
}

test.each([
  [false, false],
  [true, false],
  [false, true],
] as const)(
  'an undo and a publish: one is made, the other told by whom (%s, %s)',
  async (...lost) => {
    const outcomes = new Set<string>();
    await exploreInterleavings(
      start,
      [
        (store) => runUndo(store, { undone: 'r2', now }),
        (store) =>
          publishSmall(store, { generation: 'g3', run: 'r3', at: now, views: 3, grains: ['1d'] }),
      ],
      async ({ data, first, second }) => {
        const [item] = valueOf(first).items;
        const published = valueOf(second);
        const { live, pinnedBy } = await recordIn(data);
        const told = published.kind === 'done' ? 'changed' : published.kind;
        outcomes.add(`${String(item?.kind)}, ${told}, ${String(live)}`);
        if (published.kind === 'refused')
          expect([published.by, pinnedBy]).toEqual(['undo', 'undo']);
        if (item?.kind === 'moved_on')
          expect([item.by, valueOf(first).causes]).toEqual(['r3', [6]]);
        await expectSound(data);
      },
      { lostAnswers: lost },
    );
    // A publish that began after the undo is a decision of its own, and ends it.
    expect([...outcomes].sort()).toEqual([
      'moved_on, changed, g3',
      'undone, changed, g3',
      'undone, refused, g1',
    ]);
  },
);

test('two undos of one run: one is made, the other finds it made', async () => {
  const outcomes = new Set<string>();
  await exploreInterleavings(
    start,
    [
      (store) => runUndo(store, { undone: 'r2', now, run: 'undo-a' }),
      (store) => runUndo(store, { undone: 'r2', now, run: 'undo-b' }),
    ],
    async ({ data, first, second }) => {
      const kinds = [first, second].map((ended) => valueOf(ended).items[0]?.kind);
      outcomes.add(kinds.join());
      const { live, pinnedBy } = await recordIn(data);
      expect([live, pinnedBy]).toEqual(['g1', kinds[0] === 'undone' ? 'undo-a' : 'undo-b']);
      await expectSound(data);
    },
  );
  expect([...outcomes].sort()).toEqual(['already_undone,undone', 'undone,already_undone']);
});

test('an undo and an undo of that undo never lose a generation', async () => {
  const data = await twoGenerations();
  await runUndo(memoryStore(data), { undone: 'r2', now: noon + 120, run: 'undo-a' });
  const lives = new Set<string>();
  await exploreInterleavings(
    data,
    [
      (store) => runUndo(store, { undone: 'undo-a', now, run: 'undo-b' }),
      (store) => runUndo(store, { undone: 'r2', now, run: 'undo-c' }),
    ],
    async ({ data: after, first, second }) => {
      expect(valueOf(first).items[0]?.kind).toBe('undone');
      lives.add(`${String((await recordIn(after)).live)}: ${valueOf(second).items[0]?.kind ?? ''}`);
      expect([...(await memoryStore(after).listGenerations(period))].sort()).toEqual(['g1', 'g2']);
      await expectSound(after);
    },
  );
  expect([...lives].sort()).toEqual(['g2: moved_on', 'g2: already_undone'].sort());
});

test('a pin that an undo sets while others are taken off stays', async () => {
  const data = await twoGenerations();
  await runUndo(memoryStore(data), { undone: 'r2', now: noon + 120, run: 'undo-a' });
  const pins = new Set<string>();
  await exploreInterleavings(
    data,
    [unpinAll, (store) => runUndo(store, { undone: 'undo-a', now, run: 'undo-b' })],
    async ({ data: after, first, second }) => {
      const unpinned = valueOf(first).items[0];
      expect(valueOf(second).items[0]?.kind).toBe('undone');
      const { live, pinnedBy } = await recordIn(after);
      expect(live).toBe('g2');
      // The pin of undo-b goes only where it was there to be seen.
      if (unpinned?.pinnedBy === 'undo-a') expect(pinnedBy).toBe('undo-b');
      pins.add(`${unpinned?.kind ?? ''} ${unpinned?.pinnedBy ?? ''}: ${String(pinnedBy)}`);
      await expectSound(after);
    },
  );
  expect([...pins].sort()).toEqual([
    'moved_on undo-a: undo-b',
    'unpinned undo-a: undo-b',
    'unpinned undo-b: null',
  ]);
});

test('stopped at any of its calls, an undo is finished by running it again', async () => {
  let isStopped = true;
  for (let calls = 0; isStopped; calls += 1) {
    const data = await twoGenerations();
    const stopping = stoppingStore(memoryStore(data), calls);
    isStopped = await runUndo(stopping, { undone: 'r2', now }).then(
      () => false,
      () => true,
    );
    await expectSound(data);
    const again = await runUndo(memoryStore(data), { undone: 'r2', now, run: 'undo-again' });
    expect(['undone', 'already_undone']).toContain(again.items[0]?.kind);
    expect(again.causes).toEqual([0]);
    expect((await recordIn(data)).live).toBe('g1');
    if (!isStopped) expect(calls).toBeGreaterThan(8);
  }
});
