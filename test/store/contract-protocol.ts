/**
 * The contract of concurrent changes: every interleaving of every pair of actors on one period,
 * with and without lost requests and answers. Whatever the order, one rule decides who wins, the
 * loser is told by whom, and what is live is whole.
 */
import { expect, test } from 'vitest';
import {
  dropGeneration,
  expireGrain,
  publishGeneration,
  raiseBarrier,
  recordIntent,
  undoTo,
} from '../../src/model/period-transitions.ts';
import type { Change } from '../../src/model/period-transitions.ts';
import type { PeriodRecord } from '../../src/model/period-record.ts';
import type { PeriodKey } from '../../src/model/period.ts';
import { changePeriod } from '../../src/store/change-period.ts';
import type { Store } from '../../src/store/store.ts';
import { describeGroup } from './contract-subject.ts';
import { faults, runInTurns, turnsOfTwo } from './interleave.ts';
import type { Actor, Schedule } from './interleave.ts';
import { day, manifestOf, noContent } from './records.ts';

/** An intent and a publish are four calls; with one fault each, five turns decide all there is. */
const schedules: readonly Schedule[] = [
  ...turnsOfTwo(5).map((turns) => ({ turns, faults: [] })),
  ...faults.flatMap((first) =>
    faults.flatMap((second) => turnsOfTwo(3).map((turns) => ({ turns, faults: [first, second] }))),
  ),
];

type Outcome = string;
const atAnyAge = { intentSeconds: 0, keptSeconds: 0 };

/** After a lost answer a change finds itself done: made all the same. */
function toldAsMade(outcome: Outcome): Outcome {
  return outcome === 'done' ? 'changed' : outcome;
}

export const describeProtocol = describeGroup('in every order of calls', ({ store, newSite }) => {
  /** A period with the generations g1 (kept) and g2 (live), epoch 2, and an intent g3 of r3. */
  async function newPeriod(): Promise<PeriodKey> {
    const key = { site: newSite(), day };
    for (const [run, generation] of [
      ['r1', 'g1'],
      ['r2', 'g2'],
      ['r3', 'g3'],
    ] as const) {
      await intend(store(), key, { run, generation });
      await store().stageManifest({ ...key, generation }, manifestOf({ ...key, generation }));
    }
    await publish(store(), key, { run: 'r1', generation: 'g1', epoch: 0 });
    await publish(store(), key, { run: 'r2', generation: 'g2', epoch: 1 });
    return key;
  }

  /**
   * Runs both actors under every schedule and checks what each leaves. Returns all pairs of
   * outcomes that were seen, so that a test says which of them can happen, and that they do.
   */
  async function inEveryOrder(
    [first, second]: readonly [PeriodActor, PeriodActor],
    check: (outcomes: readonly [Outcome, Outcome], record: PeriodRecord) => void,
  ): Promise<readonly string[]> {
    const seen = await Promise.all(
      schedules.map(async (schedule) => {
        const key = await newPeriod();
        const told = await runInTurns(store(), [first(key), second(key)], schedule);
        const record = await store().readPeriod(key);
        if (record === undefined) throw new Error('the record is gone');
        // Each change is made once, and with none between that is not among the transitions.
        expect(versionsOf(record)).toEqual(versionsOf(record).map((_, index) => index + 1));
        await expectLiveIsWhole(store(), key, record);
        const outcomes = [toldAsMade(told[0]), toldAsMade(told[1])] as const;
        check(outcomes, record);
        return outcomes.join(', ');
      }),
    );
    return [...new Set(seen)].sort();
  }

  const publishG3: PeriodActor = (key) => (gated) =>
    publish(gated, key, { run: 'r3', generation: 'g3', epoch: 2 });

  test('of two publishes one is made and the other is told by whom', async () => {
    const publishG4: PeriodActor = (key) => async (gated) => {
      const g4 = { ...key, generation: 'g4' };
      await intend(gated, key, { run: 'r4', generation: 'g4' });
      await store().stageManifest(g4, manifestOf(g4));
      return publish(gated, key, { run: 'r4', generation: 'g4', epoch: 2 });
    };
    const seen = await inEveryOrder([publishG3, publishG4], (outcomes, { live }) => {
      expect(live).toBe(outcomes[0] === 'changed' ? 'g3' : 'g4');
    });
    expect(seen).toEqual(['changed, epoch_moved by r3', 'epoch_moved by r4, changed']);
  });

  test('a publish and the drop of its intent: one is made, the other refused', async () => {
    const seen = await inEveryOrder([publishG3, dropOf('g3')], (outcomes, { live, dropped }) => {
      const isPublished = outcomes[0] === 'changed';
      expect([live, dropped]).toEqual(isPublished ? ['g3', []] : ['g2', ['g3']]);
    });
    expect(seen).toEqual(['changed, is_live by r3', 'intent_gone by gc, changed']);
  });

  test('a publish is not hindered by the drop of an old generation', async () => {
    const seen = await inEveryOrder([publishG3, dropOf('g1')], (_, { live, dropped }) => {
      expect([live, dropped]).toEqual(['g3', ['g1']]);
    });
    expect(seen).toEqual(['changed, changed']);
  });

  test('a publish is not hindered by the expiry of a grain', async () => {
    const expire = changing((old) =>
      expireGrain(old, { generation: 'g2', grain: '1d' }, { run: 'gc', at: 9 }),
    );
    const seen = await inEveryOrder([publishG3, expire], (_, { live, generations }) => {
      expect(live).toBe('g3');
      expect(generations.find(({ generation }) => generation === 'g2')?.grains).toEqual([]);
    });
    expect(seen).toEqual(['changed, changed']);
  });

  test('of an undo and a publish one is made and the other is told by whom', async () => {
    const seen = await inEveryOrder([undoToG1, publishG3], (outcomes, { live, pinnedBy }) => {
      const isUndone = outcomes[0] === 'changed';
      expect([live, pinnedBy]).toEqual(isUndone ? ['g1', 'undo'] : ['g3', null]);
    });
    expect(seen).toEqual(['changed, epoch_moved by undo', 'epoch_moved by r3, changed']);
  });

  test('an undo and the drop of what it goes back to: one is made', async () => {
    const seen = await inEveryOrder([undoToG1, dropOf('g1')], (outcomes, { live, dropped }) => {
      const isUndone = outcomes[0] === 'changed';
      expect([live, dropped]).toEqual(isUndone ? ['g1', []] : ['g2', ['g1']]);
    });
    expect(seen).toEqual(['changed, is_live by undo', 'not_kept by gc, changed']);
  });

  test('a barrier always rises, and a publish passes only before it', async () => {
    const seen = await inEveryOrder([raise, publishG3], (outcomes, record) => {
      expect(record.barrier).toBe(1);
      const isPublished = outcomes[1] === 'changed';
      expect(lastKinds(record)).toEqual(isPublished ? ['publish', 'barrier'] : ['barrier']);
    });
    expect(seen).toEqual(['changed, below_barrier by erase', 'changed, changed']);
  });

  test('a barrier always rises, and an undo passes only before it', async () => {
    const seen = await inEveryOrder([raise, undoToG1], (outcomes, record) => {
      expect(record.barrier).toBe(1);
      const isUndone = outcomes[1] === 'changed';
      expect(lastKinds(record)).toEqual(isUndone ? ['undo', 'barrier'] : ['barrier']);
    });
    expect(seen).toEqual(['changed, below_barrier by erase', 'changed, changed']);
  });

  test('a barrier and a drop of what is old are both made', async () => {
    const seen = await inEveryOrder([raise, dropOf('g1')], (_, { barrier, dropped }) => {
      expect([barrier, dropped]).toEqual([1, ['g1']]);
    });
    expect(seen).toEqual(['changed, changed']);
  });
});

type PeriodActor = (key: PeriodKey) => Actor<Outcome>;

function changing(change: (record: PeriodRecord) => Change): PeriodActor {
  return (key) => async (gated) => outcomeOf(gated, key, change);
}

const undoToG1 = changing((old) =>
  undoTo(old, { generation: 'g1', epoch: 2 }, { run: 'undo', at: 9 }),
);
const raise = changing((old) => raiseBarrier(old, 1, { run: 'erase', at: 9 }));

/** Marks first, deletes after, as every drop must. */
function dropOf(generation: string): PeriodActor {
  return (key) => async (gated) => {
    const drop = { generation, ages: atAnyAge };
    const actor = { run: 'gc', at: 9 };
    const outcome = await outcomeOf(gated, key, (old) => dropGeneration(old, drop, actor));
    if (toldAsMade(outcome) === 'changed') await gated.dropGeneration({ ...key, generation });
    return outcome;
  };
}

async function intend(
  store: Store,
  key: PeriodKey,
  { run, generation }: { run: string; generation: string },
): Promise<void> {
  const intent = { generation, barrier: 0, shards: 1 };
  await outcomeOf(store, key, (old) => recordIntent(old, intent, { run, at: 1 }));
}

async function publish(
  store: Store,
  key: PeriodKey,
  { run, generation, epoch }: { run: string; generation: string; epoch: number },
): Promise<Outcome> {
  const publication = { generation, epoch, rows: { '1d': noContent }, pages: noContent };
  return outcomeOf(store, key, (old) => publishGeneration(old, publication, { run, at: 2 }));
}

async function outcomeOf(
  store: Store,
  key: PeriodKey,
  change: (record: PeriodRecord) => Change,
): Promise<Outcome> {
  const result = await changePeriod(store, key, change, () => Promise.resolve());
  return result.kind === 'refused' ? `${result.why} by ${String(result.by)}` : result.kind;
}

function versionsOf({ transitions }: PeriodRecord): number[] {
  return transitions.map(({ version }) => version);
}

/** What the actors did, after the five transitions that made the period. */
function lastKinds({ transitions }: PeriodRecord): string[] {
  return transitions.slice(5).map(({ kind }) => kind);
}

async function expectLiveIsWhole(
  store: Store,
  key: PeriodKey,
  { live, generations, dropped }: PeriodRecord,
): Promise<void> {
  const entry = generations.find(({ generation }) => generation === live);
  expect(entry).toMatchObject({ state: 'kept', retiredAt: null });
  expect(dropped).not.toContain(live);
  expect(await store.readManifest({ ...key, generation: live ?? '' })).toBeDefined();
}
