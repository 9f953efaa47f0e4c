/** The store in a folder: what recount uses where nothing else is named. */
import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { UsageError } from '../../base/errors.ts';
import type { Store } from '../store.ts';
import { isPartial, makeFolder } from './durable-files.ts';
import { folderDocuments } from './folder-documents.ts';
import { folderGenerations } from './folder-generations.ts';
import { layoutVersion, markerPath, spillFolder } from './folder-layout.ts';
import { folderRecords } from './folder-records.ts';
import { folderSelection } from './folder-selection.ts';
import { totalsSelection } from '../totals-selection.ts';
import { folderTotals } from './folder-totals.ts';
import { folderUpkeep } from './folder-upkeep.ts';
import { LazyEngine } from './lazy-engine.ts';
import { namesIn, readJson, writeJsonOnce } from './json-files.ts';
import { writeLiveView } from './live-view.ts';

export type FolderStoreOptions = {
  /** Whether a folder that is not there, or empty, becomes a store. */
  readonly create: boolean;
  /** Memory limit of the embedded engine. */
  readonly memoryMegabytes?: number;
};

/** Enough to stage rows of any shape without spilling but for a day full of large sketches. */
const memoryMegabytesDefault = 256;

/**
 * Opens a store. The embedded engine starts with the first rows, not before.
 * @throws UsageError if there is no store and none is to be made, or the folder is something else.
 */
export async function openFolderStore(path: string, options: FolderStoreOptions): Promise<Store> {
  const root = resolve(path);
  await checkMarker(root, options.create);
  const { memoryMegabytes = memoryMegabytesDefault } = options;
  const engines = (threads: number): LazyEngine =>
    new LazyEngine({
      ...{ memoryMegabytes, threads },
      // Each spills to a folder of its own, which it makes and removes.
      spillFolder: join(spillFolder(root), randomUUID()),
    });
  const [engine, queryEngine] = [engines(1), engines(queryThreads(memoryMegabytes))];
  const store: Store = {
    location: root,
    ...folderRecords(root),
    ...folderGenerations(root, () => engine.open()),
    ...folderDocuments(root),
    selection: folderSelection(root, () => queryEngine.open()),
    totals: totalsSelection(folderTotals(root)),
    upkeep: folderUpkeep(root),
    refreshViews: () => writeLiveView(root, store),
    async close() {
      for (const one of [engine, queryEngine]) await one.close();
    },
  };
  return store;
}

/** Threads of a query at most, and the memory to each (chosen: 122 MB were seen to do for two). */
const queryThreadsMax = 4;
const threadMegabytes = 60;

function queryThreads(memoryMegabytes: number): number {
  const threads = Math.floor(memoryMegabytes / threadMegabytes);
  return Math.max(1, Math.min(queryThreadsMax, availableParallelism(), threads));
}

const marker = { format: 'recount-store', layout: layoutVersion };

async function checkMarker(root: string, create: boolean): Promise<void> {
  const path = markerPath(root);
  const found = await readJson<Partial<typeof marker>>(path);
  if (found === undefined) {
    await checkIsEmpty(root);
    if (!create) throw withoutStore(root);
    await makeFolder(root);
    await writeJsonOnce(path, marker);
  } else if (found.format !== marker.format) {
    throw new UsageError(`${path} is not of recount`, {
      hint: 'name an empty folder or a store of recount with --store',
    });
  } else if (found.layout !== layoutVersion) {
    const layouts = `it has layout ${String(found.layout)}, this recount knows ${layoutVersion}`;
    throw new UsageError(`the store ${root} cannot be used: ${layouts}`, {
      hint: 'use the version of recount that wrote it',
    });
  }
}

/** @throws UsageError if there is anything else than what a killed `store init` left. */
async function checkIsEmpty(root: string): Promise<void> {
  const names = (await namesIn(root)).filter((name) => !isPartial(name));
  if (names.length === 0) return;
  const some = names.slice(0, 3).join(', ');
  const wasStore = names.includes('sites') || names.includes('runs');
  throw new UsageError(`${root} is not a store of recount and not empty: it holds ${some}`, {
    hint: wasStore
      ? `if it was one, put back the file ${markerPath(root)}: ${JSON.stringify(marker)}`
      : 'name an empty folder or a store of recount with --store',
  });
}

function withoutStore(root: string): UsageError {
  return new UsageError(`there is no store in ${root}`, {
    hint: `recount store init --store ${root} makes one`,
  });
}
