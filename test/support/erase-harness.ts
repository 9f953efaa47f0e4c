/** An erasure as a test runs it, in any stores: a clock that stands still and no waiting. */
import { openFolderArchive } from '../../src/archive/folder-archive.ts';
import { openFolderSpillSpace } from '../../src/base/folder-spill-space.ts';
import type { SpillFile, SpillSpace } from '../../src/base/spill-space.ts';
import { eraseVisitors } from '../../src/jobs/erase-visitors.ts';
import type { EraseResult } from '../../src/jobs/erase-types.ts';
import { rebuild } from '../../src/jobs/rebuild.ts';
import type { RebuildPorts, RebuildRequest, RebuildResult } from '../../src/jobs/rebuild-types.ts';
import { metrics } from '../../src/model/catalogue.ts';
import type { Store } from '../../src/store/store.ts';
import { removeFolder, temporaryFolder } from './rebuild-harness.ts';

export const eraseKey = Buffer.from('a key of sixteen bytes at least');

export type ErasureTest = {
  readonly archive: string;
  readonly stores: readonly Store[];
  readonly request: Partial<RebuildRequest> & Pick<RebuildRequest, 'sites'>;
  /** Id of the run. */
  readonly run: string;
  /** Epoch seconds. */
  readonly now: number;
  /** The right one when left out. */
  readonly key?: Uint8Array | undefined;
};

/** With --apply, unless the request says otherwise. */
export function runErase(
  test: ErasureTest & { readonly visitors: readonly string[] },
): Promise<EraseResult> {
  const { visitors } = test;
  return withPorts(test, (ports, request) => {
    return eraseVisitors(ports, { visitors, rebuild: { ...request, fromDay: 0, untilDay: 0 } });
  });
}

/** A rebuild in stores that are open already, with the key. */
export function rebuildIn(test: ErasureTest): Promise<RebuildResult> {
  return withPorts(test, rebuild);
}

export async function withPorts<Result>(
  { archive, stores, request, run, now, ...given }: ErasureTest,
  work: (ports: RebuildPorts, request: RebuildRequest) => Promise<Result>,
): Promise<Result> {
  const spill = new SpillWhenNeeded();
  let ids = 0;
  const ports: RebuildPorts = {
    archive: openFolderArchive(archive),
    stores,
    spill,
    eraseKey: 'key' in given ? given.key : eraseKey,
    now: () => now,
    wait: () => Promise.resolve(),
    newId: () => `${run}-g${String((ids += 1))}`,
    signal: new AbortController().signal,
    observer: {},
  };
  try {
    return await work(ports, { ...defaults(run), ...request });
  } finally {
    spill.close();
  }
}

/**
 * Makes its folder with the first file. Whoever explores orders of calls abandons most runs in
 * their middle, where nothing is spilled, and an abandoned run removes nothing.
 */
class SpillWhenNeeded implements SpillSpace {
  readonly location = 'a folder that is not there yet';
  #opened: { readonly folder: string; readonly space: SpillSpace } | undefined;

  create(): SpillFile {
    if (this.#opened === undefined) {
      const folder = temporaryFolder();
      this.#opened = { folder, space: openFolderSpillSpace(folder) };
    }
    return this.#opened.space.create();
  }

  close(): void {
    if (this.#opened === undefined) return;
    this.#opened.space.close();
    removeFolder(this.#opened.folder);
  }
}

function defaults(run: string): Omit<RebuildRequest, 'sites'> {
  return {
    metrics,
    fromDay: 0,
    untilDay: 0,
    inputFormat: 'auto',
    isApplied: true,
    isForced: false,
    isProvisional: false,
    acceptIncomplete: new Set(),
    acceptEmpty: new Set(),
    eventBytesMax: undefined,
    run: {
      id: run,
      command: 'erase',
      options: {},
      who: 'test',
      reason: 'asked for in ticket 5',
      version: 'test',
    },
  };
}
