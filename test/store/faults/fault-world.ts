/**
 * Two archives of the same days in which every number differs, and what a store must show of
 * each: told by the folder store, which shares no code with a service.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simulateArchive } from '../../../src/simulate/simulate-archive.ts';
import { defaultSimulation } from '../../../src/simulate/simulate-options.ts';
import { runMain } from '../../cli/run-main.ts';
import { dayOf, temporaryFolder } from '../../support/rebuild-harness.ts';
import { digestsOfDays, type Look } from '../../support/store-reader.ts';
import { bytesOfObject, writeArchive } from '../../support/write-archive.ts';

export type FaultWorld = {
  readonly root: string;
  readonly versions: readonly [ArchiveVersion, ArchiveVersion];
};

export type ArchiveVersion = {
  readonly archive: string;
  /** Digests of the rows of each day. */
  readonly days: Look['days'];
};

export const site = 'news.example';
const range = ['--site', site, '--from', '2026-03-08', '--until', '2026-03-10'];
const fromDay = dayOf('2026-03-08');
const simulation = {
  ...defaultSimulation,
  sites: [{ site, zone: 'UTC', urls: 30, visitors: 60, share: 1 }],
  fromDay: fromDay - 1,
  days: 4,
  eventsPerDay: 400,
};

/** Both days read it. */
export const lateKey = 'events/2026/03/09/05/late.gz';

export async function makeFaultWorld(): Promise<FaultWorld> {
  const root = temporaryFolder();
  const base = join(root, 'base');
  writeArchive(base, simulateArchive(simulation), { level: 1 });
  const version = async (seed: number): Promise<ArchiveVersion> => {
    const archive = join(root, `archive-${seed}`);
    cpSync(base, archive, { recursive: true });
    writeFileSync(join(archive, lateKey), lateObject(seed));
    const store = join(root, `store-${seed}`);
    await done(rebuildArguments(archive, store));
    return { archive, days: digestsOfDays(await done(exportArguments(store))) };
  };
  return { root, versions: [await version(2), await version(3)] };
}

export function rebuildArguments(archive: string, store: string): readonly string[] {
  return [
    ...['rebuild', '--archive', archive, '--store', store, ...range],
    ...['--zone', 'UTC', '--retain', '5m=forever', '--apply'],
  ];
}

export function exportArguments(store: string): readonly string[] {
  return ['export', '--store', store, ...range];
}

function lateObject(seed: number): Buffer {
  const more = { ...simulation, seed, fromDay: fromDay + 1, days: 1, layout: 'day' } as const;
  const [late] = simulateArchive(more);
  if (late === undefined) throw new Error('nothing was simulated');
  return bytesOfObject(late, 1);
}

async function done(argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runMain(argv);
  if (code !== 0) throw new Error(`${argv[0] ?? ''}: exit ${code}: ${stderr}`);
  return stdout;
}
