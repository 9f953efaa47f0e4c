/**
 * Faults of runs rather than of a service: killed, frozen past everything, two at once, without
 * room to work in. The same for every store; a store only says where a run can be held.
 */
import { expect } from 'vitest';
import { startRecount, type RecountProcess } from '../../support/recount-process.ts';
import type { FaultedStore, StoreFaultCase, Struck } from './fault-case.ts';
import { rebuildArguments } from './fault-world.ts';
import { fullSpillFolder } from './full-spill-folder.ts';

/** Where a run can be held. */
export type Moment = 'staged' | 'publication';

/** Stands between a run and its store. */
export type Holder = {
  /** How the run is to name the store. */
  readonly place: string;
  close(): void;
};

export type RunFaultsOptions = {
  readonly store: Pick<FaultedStore, 'place' | 'environment'>;
  /** Calls `work` when a run first comes to `moment`; the request waits until it is done. */
  readonly holdAt: (moment: Moment, work: () => Promise<void>) => Promise<Holder>;
};

const dayMs = 86_400_000;

export function runFaults({ store, holdAt }: RunFaultsOptions): readonly StoreFaultCase[] {
  return [
    {
      fault: 'the run is killed while it stages',
      outcome: 'killed',
      strike: () => held('staged', (run) => kill(run)),
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
        held('staged', async (run, archive) => {
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
    let isDone = false;
    const holder = await holdAt(moment, async () => {
      await work(...(await run));
      isDone = true;
    });
    return {
      place: holder.place,
      onRun: (one, archive) => started([one, archive]),
      mend() {
        holder.close();
        return isDone ? Promise.resolve() : Promise.reject(new Error('the fault never came'));
      },
    };
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
