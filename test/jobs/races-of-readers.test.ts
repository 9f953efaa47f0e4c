/**
 * A slow reader beside everything that changes what is live or removes it, in every order of their
 * calls: it is shown the numbers of one generation, all of them, or it is told that it was not.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { PeriodSelection } from '../../src/jobs/read-live-period.ts';
import type { Store } from '../../src/store/store.ts';
import { expectSound, readShown, valueOf } from '../support/expect-sound.ts';
import type { Shown } from '../support/expect-sound.ts';
import { exploreInterleavings } from '../support/explore-interleavings.ts';
import type { Coverage, StepActor } from '../support/explore-interleavings.ts';
import { emptyMemory, memoryStore } from '../support/memory-store.ts';
import type { MemoryData } from '../support/memory-store.ts';
import { runGarbage, runUndo } from '../support/operator-jobs.ts';
import { noon, publishSmall } from '../support/small-periods.ts';
import { finishedRunOf } from '../support/finished-run.ts';

const week = 7 * 86_400;

/** Generation g1 of run r1, kept, and g2 of run r2, live; both number everything by themselves. */
let start: MemoryData;
beforeAll(async () => {
  start = emptyMemory();
  const store = memoryStore(start);
  await publishSmall(store, { generation: 'g1', run: 'r1', at: noon, views: 1 });
  await publishSmall(store, { generation: 'g2', run: 'r2', at: noon + 60, views: 2 });
  await store.writeRun(finishedRunOf('r2'));
});

const publishThird = async (store: Store): Promise<void> => {
  await publishSmall(store, { generation: 'g3', run: 'r3', at: noon + 120, views: 3 });
};

const selections: readonly (readonly [string, Partial<PeriodSelection>, number])[] = [
  ['all rows', {}, 4],
  ['the daily rows', { grain: '1d' }, 2],
  ['the rows of a page', { url: 'https://a.example/' }, 2],
  ['the page records', { content: 'pages' }, 1],
];

/** Explores the reader beside the other; every ending it may have must have occurred. */
async function explore(
  other: StepActor<unknown>,
  selection: Partial<PeriodSelection>,
  check: (shown: Shown) => void,
): Promise<Coverage & { readonly endings: readonly string[] }> {
  const endings = new Set<string>();
  const coverage = await exploreInterleavings(
    start,
    [(store) => readShown(store, selection), other],
    async ({ data, first, second }) => {
      valueOf(second);
      const shown = valueOf(first);
      endings.add(shown.ended);
      check(shown);
      await expectSound(data);
    },
  );
  return { ...coverage, endings: [...endings].sort() };
}

describe.each(selections)('a reader of %s', (_name, selection, count) => {
  const whole: Readonly<Record<string, readonly number[]>> = {
    'whole g1': Array<number>(count).fill(1),
    'whole g2': Array<number>(count).fill(2),
    'whole g3': Array<number>(count).fill(3),
  };

  test('beside a publish is shown the old or the new generation, whole', async () => {
    const { endings, states } = await explore(publishThird, selection, ({ views, ended }) => {
      expect(views).toEqual(whole[ended]);
    });
    expect(endings).toEqual(['whole g2', 'whole g3']);
    expect(states).toBeGreaterThan(100);
  });

  test('so slow that its generation is replaced and removed is told, or reads anew', async () => {
    const replaceAndRemove = async (store: Store): Promise<void> => {
      await publishThird(store);
      await runGarbage(store, { now: noon + 120 + week });
    };
    const { endings } = await explore(replaceAndRemove, selection, ({ views, ended }) => {
      if (ended !== 'told that it was removed') expect(views).toEqual(whole[ended]);
      // What it was shown before it was told is never of two generations.
      expect(new Set(views).size).toBeLessThanOrEqual(1);
    });
    expect(endings).toEqual(['told that it was removed', 'whole g2', 'whole g3']);
  });

  test('beside an undo is shown what was live before or after, whole', async () => {
    const undo: StepActor<unknown> = (store) => runUndo(store, { undone: 'r2', now: noon + 120 });
    const { endings } = await explore(undo, selection, ({ views, ended }) => {
      expect(views).toEqual(whole[ended]);
    });
    expect(endings).toEqual(['whole g1', 'whole g2']);
  });
});

test('beside the end of the retention a reader is shown 5m rows, none, or is told', async () => {
  const expire: StepActor<unknown> = (store) =>
    runGarbage(store, {
      now: noon + 100 * 86_400,
      request: { retentionOf: () => ({ seconds: 30 * 86_400, isNamed: false }) },
    });
  const { endings } = await explore(expire, {}, ({ views, ended }) => {
    if (ended === 'whole g2') expect([2, 4]).toContain(views.length);
    expect(views.every((view) => view === 2)).toBe(true);
  });
  expect(endings).toEqual(['told that it was removed', 'whole g2']);
});

test('beside the end of the retention a reader of 5m rows never takes some for all', async () => {
  const expire: StepActor<unknown> = (store) =>
    runGarbage(store, {
      now: noon + 100 * 86_400,
      request: { retentionOf: () => ({ seconds: 30 * 86_400, isNamed: false }) },
    });
  const { endings } = await explore(expire, { grain: '5m' }, ({ views, ended }) => {
    if (ended === 'whole g2') expect([0, 2]).toContain(views.length);
  });
  expect(endings).toContain('told that it was removed');
  expect(endings).toContain('whole g2');
});

test('a reader beside the undo of a first publish is shown it whole, or nothing', async () => {
  const first = emptyMemory();
  const store = memoryStore(first);
  await publishSmall(store, { generation: 'g2', run: 'r2', at: noon, views: 2 });
  await store.writeRun(finishedRunOf('r2'));
  const endings = new Set<string>();
  await exploreInterleavings(
    first,
    [readShown, (other) => runUndo(other, { undone: 'r2', now: noon + 120 })],
    ({ first: reader }) => {
      const { views, ended } = valueOf(reader);
      endings.add(ended);
      expect(views).toEqual(ended === 'whole g2' ? [2, 2, 2, 2] : []);
    },
  );
  expect([...endings].sort()).toEqual(['nothing is published for this day', 'whole g2']);
});
