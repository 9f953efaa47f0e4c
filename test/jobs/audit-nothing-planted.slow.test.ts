/** Nothing planted, nothing told: two hundred simulated worlds. */
import { expect, test } from 'vitest';
import { AuditedWorld } from '../support/audited-world.ts';

const seeds = 200;

test(
  'no audit of an untouched store tells of a difference',
  async () => {
    for (let seed = 1; seed <= seeds; seed += 1) {
      const world = new AuditedWorld(1, { seed, eventsPerDay: 150 });
      try {
        await world.rebuild();
        const { periods, causes } = await world.audit();
        const told = periods.map(({ verdict, faultCount }) => [verdict, faultCount]);
        expect(told, `seed ${String(seed)}`).toEqual([['equal', 0]]);
        expect(causes, `seed ${String(seed)}`).toEqual([0]);
      } finally {
        world.close();
      }
    }
  },
  30 * 60_000,
);
