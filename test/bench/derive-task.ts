/** The derivation alone: objects read, proven, decoded and aggregated, all rows pulled. */
import { derivingShares } from '../../src/cli/deriving-shares.ts';
import { readAhead } from '../../src/archive/read-ahead.ts';
import { Derivation } from '../../src/jobs/derivation.ts';
import { planRebuild } from '../../src/jobs/plan-rebuild.ts';
import type { RebuildPorts, RebuildRequest } from '../../src/jobs/rebuild-types.ts';
import { grains } from '../../src/model/row.ts';
import { benchRequest, oneStore, withPorts } from './bench-request.ts';
import { RowNumbers } from './row-numbers.ts';
import { measure } from './stopwatch.ts';
import type { FoundNumbers, Task } from './task.ts';

/** @param memoryBytes shared out as the command line does for a rebuild into one store. */
export function deriveWithin(memoryBytes: number, workers = 0): Task {
  const { eventBytesMax } = derivingShares({ memory: memoryBytes, workers }, oneStore);
  return async (archive) => {
    const { result, ...measurement } = await measure(() =>
      withPorts(
        archive,
        async () => [],
        (ports) => derive(ports, { ...benchRequest(eventBytesMax), workers }),
      ),
    );
    return { ...measurement, numbers: result };
  };
}

async function derive(ports: RebuildPorts, request: RebuildRequest): Promise<FoundNumbers> {
  const prepared = await planRebuild(ports, request, ports.now());
  const derivation = new Derivation(ports, request, prepared);
  const { archive, signal } = ports;
  const ahead = readAhead({ archive, objects: prepared.objects, signal });
  for await (const { rejected } of derivation.readObjects(ahead)) {
    if (rejected !== null) throw new Error(rejected.message);
  }
  const numbers = new RowNumbers();
  let countedEvents = 0;
  for (const period of prepared.periods) {
    const derived = derivation.derive(period);
    countedEvents += derived.tally.counted;
    for (const grain of grains) {
      for (const part of derived.rows(grain)) numbers.add(part);
    }
    derived.close();
  }
  return { countedEvents, ...numbers.found() };
}
