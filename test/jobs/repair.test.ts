/** Rebuild, break, audit, repair: and then the audit is clean. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuditResult } from '../../src/jobs/audit-types.ts';
import type { RepairResult } from '../../src/jobs/repair.ts';
import type { Plan } from '../../src/model/plan.ts';
import { AuditedWorld, firstDay, planOf, site } from '../support/audited-world.ts';
import {
  plantEditedRows,
  plantLateData,
  plantReplacedObject,
  plantUnexplained,
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

const verdicts = ({ periods }: AuditResult): readonly string[] =>
  periods.map(({ verdict }) => verdict);

const kinds = ({ rebuilt }: RepairResult): readonly string[] =>
  (rebuilt?.periods ?? []).map(({ day, kind }) => `${String(day - firstDay)} ${kind}`);

async function plan(): Promise<Plan> {
  return planOf(await world.audit());
}

describe('what is broken is repaired, and the audit is clean', () => {
  const breaks = {
    plantLateData,
    plantReplacedObject,
    plantEditedRows,
    plantUnexplained,
  };
  for (const [name, plant] of Object.entries(breaks)) {
    test(name, async () => {
      await plant(world, 1);
      const result = await world.repair(await plan());
      expect(kinds(result)).toEqual(['1 published']);
      expect(result.rebuilt?.causes).toEqual([0]);
      const again = await world.audit();
      expect(verdicts(again)).toEqual(['equal', 'equal', 'equal']);
      expect(again.causes).toEqual([0]);
    });
  }

  test('a day that was never published', async () => {
    world.close();
    world = new AuditedWorld(3);
    await world.rebuild({ sites: [{ ...world.site, days: [firstDay] }] });
    expect(kinds(await world.repair(await plan()))).toEqual(['1 published', '2 published']);
    expect(verdicts(await world.audit())).toEqual(['equal', 'equal', 'equal']);
  });
});

test('without --apply nothing is written and the same is told', async () => {
  plantLateData(world, 1);
  const result = await world.repair(await plan(), { isApplied: false });
  expect(kinds(result)).toEqual(['1 derived']);
  expect(verdicts(await world.audit())).toEqual(['equal', 'differs', 'equal']);
});

test('a plan that was executed is found done, once more and twice at once', async () => {
  plantLateData(world, 1);
  const made = await plan();
  const both = await Promise.all([world.repair(made), world.repair(made)]);
  expect(both.map(kinds).sort()).toEqual([['1 current'], ['1 published']]);
  expect((await world.store.readPeriod({ site, day: firstDay + 1 }))?.epoch).toBe(2);
  const third = await world.repair(made);
  expect(kinds(third)).toEqual(['1 current']);
  expect(third.rebuilt?.causes).toEqual([0]);
  expect(verdicts(await world.audit())).toEqual(['equal', 'equal', 'equal']);
});

describe('a repair refuses', () => {
  test('what another run changed since', async () => {
    plantLateData(world, 1);
    const made = await plan();
    await plantUnexplained(world, 1);
    const result = await world.repair(made);
    expect(result.rebuilt?.periods.map(({ kind, reasons }) => [kind, ...reasons])).toEqual([
      ['refused', 'run faulty changed what is live since the plan'],
    ]);
    expect(result.rebuilt?.causes).toEqual([4]);
  });

  test('other logs than those of the plan', async () => {
    plantLateData(world, 1);
    const made = await plan();
    plantReplacedObject(world, 1);
    const result = await world.repair(made);
    expect(result.rebuilt?.periods[0]?.reasons).toEqual([
      'its logs are not those that the plan was made from',
    ]);
  });

  test('logs that have vanished since', async () => {
    plantLateData(world, 1);
    const made = await plan();
    plantVanishedObject(world, 1);
    expect(kinds(await world.repair(made))).toEqual(['1 vanished']);
  });

  test('other rules', async () => {
    plantLateData(world, 1);
    const made = await plan();
    world.site = { ...world.site, lateSeconds: 7 * 3600 };
    expect((await world.repair(made)).rebuilt?.periods[0]?.reasons).toEqual([
      'its rules are not those that the plan was made under',
    ]);
  });

  test('a result that is not the planned one', async () => {
    plantLateData(world, 1);
    const made = await plan();
    const wrong = made.periods.map((period) => ({
      ...period,
      derived: { ...period.derived, pages: { parts: 1, cells: 1, checksum: '0'.repeat(32) } },
    }));
    expect((await world.repair({ ...made, periods: wrong })).rebuilt?.periods[0]?.reasons).toEqual([
      'what the logs give is not what was planned: pages',
    ]);
  });
});

describe('an intended change', () => {
  beforeEach(() => {
    world.site = {
      ...world.site,
      exclusions: [{ kind: 'url_prefix', name: 'own', prefix: 'https://news.example/' }],
    };
  });

  test('is left alone unless it is named', async () => {
    const result = await world.repair(await plan());
    expect(result.rebuilt).toBeUndefined();
    expect(result.left.map(({ reason }) => reason)).toEqual(
      Array(3).fill('it is intended (rule changed): repaired only with --only'),
    );
  });

  test('is repaired when it is named', async () => {
    const result = await world.repair(await plan(), { only: ['rule_changed'] });
    expect(kinds(result)).toEqual(['0 published', '1 published', '2 published']);
    expect(verdicts(await world.audit())).toEqual(['equal', 'equal', 'equal']);
  });
});

test('the run tells what was planned, why, and the numbers before and after', async () => {
  await plantEditedRows(world, 1);
  await world.repair(await plan());
  const run = await world.store.readRun('20260401T000002Z-repair');
  expect(run).toMatchObject({ command: 'repair', reason: 'ticket 7', exitCode: 0 });
  expect(run?.periods).toMatchObject([
    {
      date: '2026-03-08',
      result: 'published',
      planned: 'stored rows edited; cells missing 0, extra 0, changed 1',
    },
  ]);
});
