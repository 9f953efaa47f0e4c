/** Each cause planted alone: the audit names it, and nothing else. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuditResult } from '../../src/jobs/audit-types.ts';
import { AuditedWorld, firstDay } from '../support/audited-world.ts';
import {
  noonObject,
  plantEditedRows,
  plantLateData,
  plantReplacedObject,
  plantUnexplained,
  plantVanishedObject,
  withholdObject,
} from '../support/plant-causes.ts';

let world: AuditedWorld;
beforeEach(() => {
  world = new AuditedWorld(3);
});
afterEach(() => {
  world.close();
});

/** Day (from 0), verdict, causes, suspected ones of every period. */
function told({ periods }: AuditResult): readonly string[] {
  return periods.map(({ day, verdict, causes, suspected }) =>
    [
      String(day - firstDay),
      verdict,
      ...causes.map(({ cause }) => cause),
      ...suspected.map(({ cause }) => `(${cause})`),
    ].join(' '),
  );
}

test('nothing planted, nothing is told', async () => {
  await world.rebuild();
  const result = await world.audit();
  expect(told(result)).toEqual(['0 equal', '1 equal', '2 equal']);
  expect(result.causes).toEqual([0]);
  expect(result.periods.map(({ plan }) => plan)).toEqual([null, null, null]);
});

describe('in a published world', () => {
  beforeEach(async () => {
    await world.rebuild();
  });

  test('late data', async () => {
    plantLateData(world, 1);
    const result = await world.audit();
    expect(told(result)).toEqual(['0 equal', '1 differs late_data', '2 equal']);
    const [, found] = result.periods;
    const late = noonObject(1).replace('part-0', 'late');
    expect(found?.causes[0]?.evidence[0]).toMatch(new RegExp(`^${late}, with \\d+ events of`));
    expect(found?.plan).toMatchObject({ date: '2026-03-08', causes: ['late_data'], epoch: 1 });
    expect(result.causes).toEqual([0, 3]);
  });

  test('an object that was replaced', async () => {
    plantReplacedObject(world, 1);
    expect(told(await world.audit())).toEqual(['0 equal', '1 differs object_replaced', '2 equal']);
  });

  test('an object that vanished is told and not planned', async () => {
    plantVanishedObject(world, 1);
    const result = await world.audit();
    expect(told(result)).toEqual(['0 equal', '1 differs object_vanished', '2 equal']);
    expect(result.periods[1]?.plan).toBeNull();
  });

  test('stored rows that were edited', async () => {
    await plantEditedRows(world, 1);
    const result = await world.audit();
    expect(told(result)).toEqual(['0 equal', '1 differs stored_edited', '2 equal']);
    const [, found] = result.periods;
    expect(found?.differences.cells).toEqual({ missing: 0, extra: 0, changed: 1 });
    expect(found?.differences.sample).toHaveLength(1);
    expect(found?.faultCount).toBeGreaterThan(0);
  });

  test('a result that nothing explains, whatever version made it', async () => {
    await plantUnexplained(world, 1);
    expect(told(await world.audit())).toEqual(['0 equal', '1 differs unexplained', '2 equal']);
  });

  test('a rule that was changed on purpose is intended, and exits as no difference', async () => {
    const url = 'https://news.example/';
    world.site = {
      ...world.site,
      exclusions: [{ kind: 'url_prefix', name: 'own pages', prefix: url }],
    };
    const result = await world.audit();
    expect(told(result)).toEqual([
      '0 intended rule_changed',
      '1 intended rule_changed',
      '2 intended rule_changed',
    ]);
    expect(result.causes).toEqual([0]);
    expect(result.periods[0]?.ruleChange).toMatchObject({
      outcome: 'reproduced',
      changes: expect.arrayContaining(['exclusion own pages is new']) as unknown,
    });
  });

  test('rules that this code cannot run are no excuse', async () => {
    await plantUnexplained(world, 1, '1.0.0');
    const result = await world.audit();
    expect(told(result)).toEqual(['0 equal', '1 differs unexplained (rule_changed)', '2 equal']);
    expect(result.periods[1]?.ruleChange).toMatchObject({
      outcome: 'not_reproducible',
      detail: 'this code cannot run the stored rules: isbot 1.0.0',
    });
    expect(result.causes).toEqual([0, 3]);
  });
});

test('input that was incomplete', async () => {
  const putBack = withholdObject(world, 1);
  await world.rebuild({ acceptIncomplete: new Set([firstDay + 1]) });
  expect(told(await world.audit())).toEqual(['0 equal', '1 equal', '2 equal']);
  putBack();
  expect(told(await world.audit())).toEqual(['0 equal', '1 differs input_incomplete', '2 equal']);
});

test('a day that was never published', async () => {
  await world.rebuild({ sites: [{ ...world.site, days: [firstDay, firstDay + 2] }] });
  const result = await world.audit();
  expect(told(result)).toEqual(['0 equal', '1 differs not_published', '2 equal']);
  expect(result.periods[1]?.plan).toMatchObject({ epoch: 0, live: null });
});

test('five at once in different days, each by its own name', async () => {
  world.close();
  world = new AuditedWorld(7);
  const putBack = withholdObject(world, 3);
  await world.rebuild({ acceptIncomplete: new Set([firstDay + 3]) });
  plantLateData(world, 0);
  await plantEditedRows(world, 1);
  plantReplacedObject(world, 2);
  putBack();
  plantVanishedObject(world, 5);
  await plantUnexplained(world, 6);
  expect(told(await world.audit())).toEqual([
    '0 differs late_data',
    '1 differs stored_edited',
    '2 differs object_replaced',
    '3 differs input_incomplete',
    '4 equal',
    '5 differs object_vanished',
    '6 differs unexplained',
  ]);
});
