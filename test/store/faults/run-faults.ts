/**
 * Faults of runs rather than of a service: killed, frozen past everything, two at once, without
 * room to work in. The same for every store.
 */
import { expect } from 'vitest';
import { startRecount, type RecountProcess } from '../../support/recount-process.ts';
import type { FaultedStore, StoreFaultCase, Struck } from './fault-case.ts';
import { struckBy, watchFirst, type FaultedService, type Moment } from './faulted-service.ts';
import { rebuildArguments } from './fault-world.ts';
import { fullSpillFolder } from './full-spill-folder.ts';

export type RunFaultsOptions = {
  readonly store: Pick<FaultedStore, 'place' | 'environment'>;
  readonly service: FaultedService;
};

/** Held for as long as other runs take. */
const patient = 'timeout=300s';

const dayMs = 86_400_000;

export function runFaults({ store, service }: RunFaultsOptions): readonly StoreFaultCase[] {
  return [
    {
      fault: 'the run is killed while it stages',
      outcome: 'killed',
      strike: () => held('staging', (run) => kill(run)),
    },
    {
      fault: 'the run is killed while it publishes',
      outcome: 'killed',
      strike: () => held('publication', (run) => kill(run)),
    },
    {
      fault: 'another run publishes the same days first',
      outcome: 'conflict',
      strike: () => held('publication', (_run, archive) => publish(store, archive)),
    },
    {
      fault: 'the run is frozen until another has published and gc has cleared',
      outcome: 'conflict',
      strike: () =>
        held('staging', async (run, archive) => {
          run.signal('SIGSTOP');
          await publish(store, archive);
          await clear(store);
          run.signal('SIGCONT');
        }),
    },
    fullSpillFolder(store),
  ];

  async function held(
    moment: Moment,
    work: (run: RecountProcess, archive: string) => Promise<void>,
  ): Promise<Struck> {
    let started: (run: readonly [RecountProcess, string]) => void;
    const run = new Promise<readonly [RecountProcess, string]>((resolve) => (started = resolve));
    const watch = await watchFirst(service, { moment }, async () => work(...(await run)));
    const struck = struckBy(watch, service, patient);
    return { ...struck, onRun: (one, archive) => started([one, archive]) };
  }
}

type Store = RunFaultsOptions['store'];

function kill(run: RecountProcess): Promise<void> {
  run.signal('SIGKILL');
  return Promise.resolve();
}

async function publish(store: Store, archive: string): Promise<void> {
  await finish(store, rebuildArguments(archive, store.place));
}

/** As if two days later: intents are then old enough to be taken for left behind. */
async function clear(store: Store): Promise<void> {
  await finish(store, ['store', 'gc', '--store', store.place, '--apply'], Date.now() + 2 * dayMs);
}

async function finish(
  { environment }: Store,
  argv: readonly string[],
  nowMs?: number,
): Promise<void> {
  const setting = { environment, ...(nowMs !== undefined && { nowMs }) };
  const { code, stderr } = await startRecount(argv, setting).ended;
  expect(code, stderr).toBe(0);
}
