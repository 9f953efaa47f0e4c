/**
 * A query beside what replaces and removes the generations that it reads, in every order of their
 * calls: its numbers are those of one generation of each day, or it says that they went.
 */
import { beforeAll, expect, test } from 'vitest';
import { ConflictError } from '../../src/base/errors.ts';
import { query } from '../../src/jobs/query.ts';
import type { QuerySpec } from '../../src/query/query-spec.ts';
import type { Store } from '../../src/store/store.ts';
import { valueOf } from '../support/expect-sound.ts';
import { exploreInterleavings, type StepActor } from '../support/explore-interleavings.ts';
import { emptyMemory, memoryStore, type MemoryData } from '../support/memory-store.ts';
import { runGarbage } from '../support/operator-jobs.ts';
import { day, noon, publishSmall, site } from '../support/small-periods.ts';

const week = 7 * 86_400;
const later = noon + 120 + week;

/** Generation g1, in which every number is 1. */
let start: MemoryData;
beforeAll(async () => {
  start = emptyMemory();
  await publishSmall(memoryStore(start), { generation: 'g1', run: 'r1', at: noon, views: 1 });
});

const publishSecond = async (store: Store): Promise<void> => {
  await publishSmall(store, { generation: 'g2', run: 'r2', at: noon + 60, views: 2 });
};

/** Until long after nobody should still be reading g1. */
const replaceAndRemove = async (store: Store): Promise<void> => {
  await publishSecond(store);
  await runGarbage(store, { now: later });
};

const range = { from: { kind: 'date', day }, until: { kind: 'date', day: day + 1 } } as const;
const spec: QuerySpec = { sites: [site], metrics: ['page_views'], ...range };

/** What each row says, or that it was told to ask again. */
function asked(own: Partial<QuerySpec>): StepActor<string> {
  return async (store) => {
    const { signal } = new AbortController();
    try {
      const { rows } = await query(store, { ...spec, ...own }, { now: later, signal });
      return JSON.stringify(rows.map(({ names, values }) => [...names, ...values]));
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      return error.message;
    }
  };
}

async function answersBeside(
  other: StepActor<void>,
  own: Partial<QuerySpec>,
): Promise<readonly string[]> {
  const answers = new Set<string>();
  await exploreInterleavings(start, [asked(own), other], ({ first, second }) => {
    valueOf(second);
    answers.add(valueOf(first));
  });
  return [...answers].sort();
}

test('beside a publish it gives the numbers of before or after', async () => {
  expect(await answersBeside(publishSecond, {})).toEqual(['[[1]]', '[[2]]']);
});

test('whose generation is removed while it reads it begins again', async () => {
  expect(await answersBeside(replaceAndRemove, {})).toEqual(['[[1]]', '[[2]]']);
});

test('by url and five minutes it is never of two generations, and never short', async () => {
  const series = { groupBy: ['url', 'time'], step: '5m' } as const;
  const answers = await answersBeside(replaceAndRemove, series);
  expect(answers).toEqual([
    '[["https://a.example/","2026-03-08T10:00+00:00",1]]',
    '[["https://a.example/","2026-03-08T10:00+00:00",2]]',
  ]);
});

test('whose generations go each time it begins is told to be run again', async () => {
  let number = 1;
  const data = emptyMemory();
  const store = memoryStore(data);
  await publishSmall(store, { generation: 'g1', run: 'r1', at: noon, views: 1 });
  const removing: Store = {
    ...store,
    // Between the pinning and the end of every try another generation goes.
    async *readRows(key, grain, rowRange) {
      number += 1;
      const at = noon + number * week * 2;
      const name = String(number);
      await publishSmall(store, { generation: `g${name}`, run: `r${name}`, at, views: number });
      await runGarbage(store, { now: at + week });
      yield* store.readRows(key, grain, rowRange);
    },
  };
  expect(await asked({})(removing)).toBe('days were removed from the store while they were read');
  expect(number).toBe(4);
});
