/** A rebuild with --apply into a new folder store: staging, reading back and publishing too. */
import { derivingShares } from '../../src/cli/deriving-shares.ts';
import { openStore, rebuild, type RebuildResult, type Store } from '../../src/index.ts';
import type { Grain } from '../../src/model/row.ts';
import { benchRequest, oneStore, withPorts } from './bench-request.ts';
import { measure } from './stopwatch.ts';
import type { FoundNumbers, Task } from './task.ts';
import { services } from './bench-services.ts';

export function rebuildWithin(memoryBytes: number): Task {
  const { eventBytesMax, engineBytesMax } = derivingShares(
    { memory: memoryBytes, workers: 0 },
    oneStore,
  );
  const openStores = async (folder: string): Promise<readonly Store[]> => [
    await openStore(folder, {
      isMade: true,
      engineBytesMax,
      services,
    }),
  ];
  return async (archive) => {
    const { result, ...measurement } = await measure(() =>
      withPorts(archive, openStores, (ports) => rebuild(ports, benchRequest(eventBytesMax))),
    );
    return { ...measurement, numbers: numbersOf(result) };
  };
}

/** @throws Error if a period was not published. */
function numbersOf({ periods }: RebuildResult): FoundNumbers {
  const refused = periods.find(({ kind }) => kind !== 'published');
  if (refused !== undefined) {
    throw new Error(`${refused.site} is ${refused.kind}: ${refused.reasons.join('; ')}`);
  }
  const sum = (of: (period: RebuildResult['periods'][number]) => number | undefined): number =>
    periods.reduce((total, period) => total + (of(period) ?? 0), 0);
  const cells = (grain: Grain): number => sum(({ rows }) => rows[grain]?.cells);
  return {
    countedEvents: sum(({ tally }) => tally?.counted),
    pageViews: sum(({ after }) => after?.['page_views']),
    engagedSeconds: sum(({ after }) => after?.['engaged_seconds']),
    cells5m: cells('5m'),
    cells1d: cells('1d'),
  };
}
