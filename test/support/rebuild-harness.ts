/** A rebuild as a test runs it: folders in a temporary place, a clock that stands still. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Archive } from '../../src/archive/archive.ts';
import { openFolderArchive } from '../../src/archive/folder-archive.ts';
import { dayFromText } from '../../src/base/calendar.ts';
import { openFolderSpillSpace } from '../../src/base/folder-spill-space.ts';
import { ZoneClock } from '../../src/base/zone-clock.ts';
import { rebuild } from '../../src/jobs/rebuild.ts';
import type {
  RebuildObserver,
  RebuildRequest,
  RebuildResult,
  RebuildSite,
} from '../../src/jobs/rebuild-types.ts';
import { metrics } from '../../src/model/catalogue.ts';
import { grains, textFromBucket, type RowPart } from '../../src/model/row.ts';
import { openFolderStore } from '../../src/store/folder/open-folder-store.ts';
import type { Store } from '../../src/store/store.ts';

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'recount-test-'));
}

export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

export function dayOf(text: string): number {
  const day = dayFromText(text);
  if (day === undefined) throw new Error(`no such date: ${text}`);
  return day;
}

export function siteOf(site: string, zone: string, more: Partial<RebuildSite> = {}): RebuildSite {
  return {
    site,
    clock: new ZoneClock(zone),
    ownSegments: [],
    exclusions: [],
    earlySeconds: 3600,
    lateSeconds: 6 * 3600,
    retain5mSeconds: undefined,
    ...more,
  };
}

export type TestRun = {
  /** A folder, or what is open already and stays so. */
  readonly archive: string | Archive;
  readonly store: string;
  readonly request: Partial<RebuildRequest> &
    Pick<RebuildRequest, 'sites' | 'fromDay' | 'untilDay'>;
  readonly observer?: RebuildObserver;
  /** Epoch seconds; a month after the days asked for when left out. */
  readonly now?: number;
};

let runs = 0;

/** Rebuilds with --apply into a folder store, which is made where there is none. */
export async function runRebuild(run: TestRun): Promise<RebuildResult> {
  const now = run.now ?? (run.request.untilDay + 30) * 86_400;
  const spillFolder = temporaryFolder();
  const spill = openFolderSpillSpace(spillFolder);
  const store = await openFolderStore(run.store, { create: true });
  runs += 1;
  let ids = 0;
  try {
    return await rebuild(
      {
        archive: typeof run.archive === 'string' ? openFolderArchive(run.archive) : run.archive,
        stores: [store],
        spill,
        now: () => now,
        wait: () => Promise.resolve(),
        newId: () => `g${String(runs)}-${String((ids += 1))}`,
        signal: new AbortController().signal,
        observer: run.observer ?? {},
      },
      {
        metrics,
        inputFormat: 'auto',
        isApplied: true,
        isForced: false,
        isProvisional: false,
        acceptIncomplete: new Set(),
        acceptEmpty: new Set(),
        eventBytesMax: undefined,
        run: {
          id: `run-${String(runs)}`,
          command: 'rebuild',
          options: {},
          who: 'test',
          reason: null,
          version: 'test',
        },
        ...run.request,
      },
    );
  } finally {
    await store.close();
    spill.close();
    removeFolder(spillFolder);
  }
}

export type StoredRow = {
  readonly url: string | null;
  readonly grain: string;
  readonly bucket: string;
  readonly cells: Readonly<Record<string, number>>;
};

/** The live rows of a period as a reader sees them; undefined where nothing is live. */
export async function liveRows(
  storePath: string,
  site: string,
  date: string,
): Promise<readonly StoredRow[] | undefined> {
  const store = await openFolderStore(storePath, { create: false });
  try {
    const key = { site, day: dayOf(date) };
    const live = (await store.readPeriod(key))?.live ?? null;
    if (live === null) return undefined;
    return await rowsOfGeneration(store, { ...key, generation: live });
  } finally {
    await store.close();
  }
}

async function rowsOfGeneration(
  store: Store,
  key: Parameters<Store['readRows']>[0],
): Promise<readonly StoredRow[]> {
  const rows: StoredRow[] = [];
  for (const grain of grains) {
    for await (const part of store.readRows(key, grain, {})) addPart(rows, part);
  }
  return rows;
}

function addPart(
  rows: StoredRow[],
  { grain, url, bucket, part, keys, cells, values }: RowPart,
): void {
  const entries = Array.from(cells, (cell, index) => [keys.text(cell), values[index] ?? 0]);
  const own = Object.fromEntries(entries) as Record<string, number>;
  const last = rows[rows.length - 1];
  if (part > 0 && last !== undefined)
    rows[rows.length - 1] = { ...last, cells: { ...last.cells, ...own } };
  else rows.push({ url, grain, bucket: textFromBucket(grain, bucket), cells: own });
}
