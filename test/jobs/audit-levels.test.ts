/** What an audit looks at, and what it leaves: levels, samples, tolerance, time, retention. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuditResult, PeriodAudit } from '../../src/jobs/audit-types.ts';
import { isInSample } from '../../src/jobs/plan-audit.ts';
import { AuditedWorld, firstDay } from '../support/audited-world.ts';
import {
  plantEditedRows,
  plantLateData,
  plantReplacedObject,
  plantVanishedObject,
} from '../support/plant-causes.ts';

let world: AuditedWorld;
beforeEach(async () => {
  world = new AuditedWorld(3);
  await world.rebuild();
});
afterEach(() => {
  world.close();
});

const told = ({ periods }: AuditResult): readonly string[] =>
  periods.map(({ verdict, causes }) => [verdict, ...causes.map(({ cause }) => cause)].join(' '));

describe('the quick level', () => {
  test('tells of objects by the listing alone', async () => {
    plantLateData(world, 0);
    plantReplacedObject(world, 1);
    plantVanishedObject(world, 2);
    const result = await world.audit({ level: 'quick' });
    expect(told(result)).toEqual([
      'differs late_data',
      'differs object_replaced',
      'differs object_vanished',
    ]);
    expect(result.objects).toEqual([]);
  });

  test('does not see edited rows, and finds nothing in a sound world', async () => {
    await plantEditedRows(world, 1);
    expect(told(await world.audit({ level: 'quick' }))).toEqual(['equal', 'equal', 'equal']);
  });
});

test('the stored level finds edited rows without an archive', async () => {
  await plantEditedRows(world, 1);
  plantLateData(world, 0);
  const result = await world.audit({ level: 'stored' }, { archive: undefined });
  expect(told(result)).toEqual(['equal', 'differs stored_edited', 'equal']);
  expect(result.periods[1]?.plan).toBeNull();
});

test('the parts of a sample are all days, each in one part', () => {
  const days = Array.from({ length: 40 }, (_, index) => firstDay + index);
  const sites = ['a.example', 'b.example'];
  for (const site of sites) {
    for (const day of days) {
      const parts = [1, 2, 3, 4, 5, 6, 7].filter((part) =>
        isInSample({ site, day }, { part, parts: 7 }),
      );
      expect(parts).toHaveLength(1);
    }
  }
});

test('an audit of a part says how many days it left to the others', async () => {
  const parts = await Promise.all(
    [1, 2, 3].map((part) => world.audit({ sample: { part, parts: 3 } })),
  );
  expect(parts.map(({ periods, leftToOthers }) => [periods.length, leftToOthers])).toEqual(
    Array(3).fill([1, 2]),
  );
});

test('within its tolerance a metric does not differ, and the cell is counted', async () => {
  await plantEditedRows(world, 1);
  const [, strict] = (await world.audit()).periods;
  const [metric = ''] = Object.keys(strict?.differences.byMetric ?? {});
  const [, lax] = (await world.audit({ tolerances: { [metric]: { kind: 'absolute', value: 1 } } }))
    .periods;
  expect(lax?.differences).toMatchObject({
    cells: { missing: 0, extra: 0, changed: 0 },
    tolerated: 1,
  });
  // The rows are still not those that were written.
  expect(lax?.causes.map(({ cause }) => cause)).toEqual(['stored_edited']);
});

test('a period whose window is open is not audited', async () => {
  world.now = (firstDay + 3) * 86_400;
  const result = await world.audit();
  expect(result.periods.at(-1)).toMatchObject({
    verdict: 'not_checked',
    reasons: ['its read window has not passed yet'],
  });
  expect(result.causes).toContain(4);
});

test('rows past their retention are neither compared nor missing', async () => {
  world.site = { ...world.site, retain5mSeconds: 86_400 };
  const result = await world.audit();
  expect(told(result)).toEqual(['equal', 'equal', 'equal']);
  expect(result.periods[0]?.leftOut).toEqual(['the 5m rows are past their retention']);
});

test('when the time is up the rest is named, and another call goes on from there', async () => {
  const done: PeriodAudit[] = [];
  const progress = { done, add: async (one: PeriodAudit) => void done.push(one) };
  let looks = 0;
  const now = (): number => world.now + (looks += 1);
  const first = await world.audit({ stopAt: world.now + 50 }, { progress, now });
  expect(first.isTimeUp).toBe(true);
  expect(first.causes).toContain(4);
  const finished = done.length;
  expect(finished).toBeGreaterThan(0);
  expect(finished).toBeLessThan(3);
  const rest = first.periods.filter(({ verdict }) => verdict === 'not_checked');
  expect(rest.map(({ reasons }) => reasons)).toEqual(Array(3 - finished).fill(['the time was up']));
  const second = await world.audit({}, { progress });
  expect(told(second)).toEqual(['equal', 'equal', 'equal']);
  expect(done).toHaveLength(3);
});

test('a mismatch is read again: a store that gave other rows once is not told of', async () => {
  let isOdd = true;
  const odd: typeof world.store = {
    ...world.store,
    async *readRows(key, grain, range) {
      for await (const part of world.store.readRows(key, grain, range)) {
        if (isOdd && key.day === firstDay && part.url !== null) {
          isOdd = false;
          continue;
        }
        yield part;
      }
    },
  };
  const result = await world.audit({}, { store: odd });
  expect(isOdd).toBe(false);
  expect(told(result)).toEqual(['equal', 'equal', 'equal']);
});
