/** A full audit of a store that was filled before: derivation, stored rows read, both compared. */
import { audit, openStore, rebuild, type AuditResult, type Store } from '../../src/index.ts';
import { derivingShares } from '../../src/cli/deriving-shares.ts';
import { benchRequest, oneStore, withPorts } from './bench-request.ts';
import { measure } from './stopwatch.ts';
import type { FoundNumbers, Task } from './task.ts';
import { services } from './bench-services.ts';

/** The memory at its peak may be that of the rebuild before. */
export function auditWithin(memoryBytes: number): Task {
  const { eventBytesMax, engineBytesMax } = derivingShares(
    { memory: memoryBytes, workers: 0 },
    oneStore,
  );
  const openStores = async (folder: string): Promise<readonly Store[]> => [
    await openStore(folder, { isMade: true, engineBytesMax, services }),
  ];
  const request = benchRequest(eventBytesMax);
  return async (archive) => {
    const { result, ...measurement } = await withPorts(archive, openStores, async (ports) => {
      await rebuild(ports, request);
      const store = ports.stores[0] as Store;
      const asked = { ...request, sample: undefined, tolerances: {}, stopAt: undefined };
      return measure(() => audit({ ...ports, store, observer: {} }, { ...asked, level: 'full' }));
    });
    return { ...measurement, numbers: numbersOf(result) };
  };
}

/** @throws Error if a period was not found to be right. */
function numbersOf({ periods }: AuditResult): FoundNumbers {
  const wrong = periods.find(({ verdict }) => verdict !== 'equal');
  if (wrong !== undefined) throw new Error(`${wrong.site} is ${wrong.verdict}`);
  const sum = (of: (period: AuditResult['periods'][number]) => number | undefined): number =>
    periods.reduce((total, period) => total + (of(period) ?? 0), 0);
  return {
    countedEvents: sum(({ derivedTally }) => derivedTally?.counted),
    pageViews: sum(({ derived }) => derived?.['page_views']),
    engagedSeconds: sum(({ derived }) => derived?.['engaged_seconds']),
    cells5m: sum(({ content }) => content['5m']?.stored?.cells),
    cells1d: sum(({ content }) => content['1d']?.stored?.cells),
  };
}
