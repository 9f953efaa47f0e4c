/** The rebuild that is measured: the same sites and days for every task. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isbot } from 'isbot';
import type { PeriodKey } from '../../src/model/period.ts';
import { daySeconds } from '../../src/base/calendar.ts';
import { tuneEngine } from '../../src/base/tune-engine.ts';
import {
  metrics,
  openArchive,
  openFolderSpillSpace,
  ZoneClock,
  type RebuildPorts,
  type RebuildRequest,
  type Store,
} from '../../src/index.ts';
import { browsers, robots } from '../../src/simulate/agents.ts';
import { defaultSimulation } from '../../src/simulate/simulate-options.ts';

/** The local days that a UTC day touches, in any zone. */
const { fromDay: utcDay } = defaultSimulation;
const days = [utcDay - 1, utcDay, utcDay + 1];

export const benchSites = defaultSimulation.sites.map(({ site, zone }) => ({
  site,
  clock: new ZoneClock(zone),
}));

/** What the command line shares memory out among; the number of workers is always given. */
export const oneStore = { stores: 1, cores: 1 } as const;

export type BenchPeriod = PeriodKey & {
  readonly siteIndex: number;
  readonly from: number;
  readonly until: number;
};

/** Every period with its instants, epoch seconds. */
export function benchPeriods(): readonly BenchPeriod[] {
  return benchSites.flatMap(({ site, clock }, siteIndex) =>
    days.flatMap((day) => {
      const range = clock.rangeOfDay(day);
      return range === undefined ? [] : [{ site, siteIndex, day, ...range }];
    }),
  );
}

/** The agents of the traffic that are robots: SQL and others are told, recount finds out. */
export function robotAgentTexts(): readonly string[] {
  return [...browsers, ...robots].map(({ text }) => text).filter((text) => isbot(text));
}

export function benchRequest(eventBytesMax: number): RebuildRequest {
  return {
    metrics,
    sites: benchSites.map((site) => ({
      ...site,
      ownSegments: [],
      exclusions: [],
      earlySeconds: 3600,
      lateSeconds: 6 * 3600,
      retain5mSeconds: undefined,
    })),
    fromDay: utcDay - 1,
    untilDay: utcDay + 2,
    inputFormat: 'auto',
    isApplied: true,
    isForced: false,
    isProvisional: false,
    // One UTC day of objects is never all of a local day's window.
    acceptIncomplete: new Set(days),
    acceptEmpty: new Set(),
    eventBytesMax,
    run: {
      id: 'bench',
      command: 'rebuild',
      options: {},
      who: 'bench',
      reason: null,
      version: 'bench',
    },
  };
}

/** Gives `work` the ports on a temporary folder, which is removed afterwards. */
export async function withPorts<Result>(
  archivePath: string,
  openStores: (folder: string) => Promise<readonly Store[]>,
  work: (ports: RebuildPorts) => Promise<Result>,
): Promise<Result> {
  // As the program does.
  tuneEngine();
  const folder = mkdtempSync(join(tmpdir(), 'recount-bench-'));
  const archive = await openArchive(archivePath);
  const spill = openFolderSpillSpace(folder);
  const stores = await openStores(join(folder, 'store'));
  let ids = 0;
  try {
    return await work({
      archive,
      stores,
      spill,
      // A week later every day is closed, and its 5-minute rows are still kept.
      now: () => (utcDay + 7) * daySeconds,
      wait: () => Promise.resolve(),
      newId: () => `bench-${(ids += 1)}`,
      signal: new AbortController().signal,
      observer: {},
    });
  } finally {
    for (const store of stores) await store.close();
    await archive.close();
    spill.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
