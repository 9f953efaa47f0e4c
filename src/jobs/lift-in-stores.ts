/** Lets what is live stand where a barrier was proven to concern nothing in it. */
import { liftGeneration, type Actor } from '../model/period-transitions.ts';
import { changePeriod } from '../store/change-period.ts';
import { pauseBetweenTries } from './pause-between-tries.ts';
import type { RebuildPeriod } from './plan-rebuild.ts';
import type { RebuildPorts, RebuildRequest } from './rebuild-types.ts';

/** Where it was replaced and removed meanwhile, there is nothing left to be lifted. */
export async function liftInStores(
  ports: RebuildPorts,
  request: RebuildRequest,
  { stored, barriers, site, day }: RebuildPeriod,
): Promise<void> {
  const actor: Actor = { run: request.run.id, at: ports.now() };
  for (const [index, store] of ports.stores.entries()) {
    const { record } = stored[index] ?? {};
    const live = record?.generations.find(({ generation }) => generation === record.live);
    if (record === undefined || live === undefined || live.barrier >= record.barrier) continue;
    const lift = { generation: live.generation, barrier: barriers.numbers[index] ?? 0 };
    await changePeriod(
      store,
      { site, day },
      (seen) => liftGeneration(seen, lift, actor),
      pauseBetweenTries(ports),
    );
  }
}
