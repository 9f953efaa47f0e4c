/** What every command that derives numbers opens: archive, spill space, clock, progress. */
import type { Archive } from '../archive/archive.ts';
import { openFolderSpillSpace } from '../base/folder-spill-space.ts';
import type { RebuildObserver, RebuildPorts } from '../jobs/rebuild-types.ts';
import type { Store } from '../store/store.ts';
import { readEraseKey } from './erase-key.ts';
import { storeOpener } from './open-store.ts';
import { openNamedArchive, type ArchiveValues } from './open-archive.ts';
import { openProgress, type Progress } from './progress.ts';
import type { Session } from './session.ts';

export type DeriveValues = ArchiveValues & {
  readonly spill: string | undefined;
  readonly progress: boolean;
  readonly eraseKeyFile: string | undefined;
};

/** Called in reverse order at the end, however it ends. */
export type Closers = (() => unknown)[];

export async function closeAll(closers: Closers): Promise<void> {
  for (const close of closers.reverse()) await close();
}

/** Random part of the ids of generations. */
const generationIdBytes = 8;

export type OpenedDeriving = {
  /** Everything but the stores and what listens. */
  readonly ports: Omit<RebuildPorts, 'stores' | 'observer'>;
  readonly progress: Progress;
};

/** @param run id of the run, which those of its generations begin with. */
export async function openDeriving(
  session: Session,
  values: DeriveValues,
  { run, closers }: { readonly run: string; readonly closers: Closers },
): Promise<OpenedDeriving> {
  const { surroundings } = session;
  const { ports: own, progress } = await openAuditing(session, values, {
    isArchiveRead: true,
    closers,
  });
  const ports = {
    ...own,
    archive: own.archive as Archive,
    wait: surroundings.wait,
    newId: () => `${run}-${surroundings.randomHex(generationIdBytes)}`,
  };
  return { ports, progress };
}

type Auditing = Omit<RebuildPorts, 'archive' | 'stores' | 'observer' | 'wait' | 'newId'> & {
  readonly archive: Archive | undefined;
};

/** The same for what writes nothing, and may do without logs. */
export async function openAuditing(
  session: Session,
  values: DeriveValues,
  { isArchiveRead, closers }: { readonly isArchiveRead: boolean; readonly closers: Closers },
): Promise<{ readonly ports: Auditing; readonly progress: Progress }> {
  const { surroundings, signal } = session;
  const eraseKey = readEraseKey(session, values);
  const archive = isArchiveRead ? await openNamedArchive(session, values) : undefined;
  closers.push(() => archive?.close());
  const spill = openFolderSpillSpace(values.spill ?? surroundings.temporaryFolder);
  closers.push(() => spill.close());
  const progress = openProgress(session, { isShown: values.progress && !values.quiet });
  closers.push(() => progress.end());
  const now = (): number => Math.floor(surroundings.now() / 1000);
  return { ports: { archive, spill, eraseKey, now, signal }, progress };
}

export type StoresToFill = {
  readonly places: readonly string[];
  /** Makes a store where there is none. */
  readonly isMade: boolean;
  /** What would make it: `--apply`. */
  readonly madeBy: string;
  readonly engineBytesMax: number;
  readonly values: Parameters<typeof storeOpener>[1] & { readonly quiet: boolean };
};

/** Where nothing is to be written, a store that is not there is no fault: nothing is compared. */
export async function openStoresToFill(
  session: Session,
  { values, places, isMade, madeBy, engineBytesMax }: StoresToFill,
  closers: Closers,
): Promise<readonly Store[]> {
  const stores: Store[] = [];
  const opener = storeOpener(session, values);
  for (const place of places) {
    if (!isMade && !(await opener.exists(place))) {
      if (!values.quiet) session.note(`there is no store at ${place} yet; ${madeBy} makes it`);
      continue;
    }
    const store = await opener.open(place, { isMade, engineBytesMax });
    closers.push(() => store.close());
    stores.push(store);
  }
  return stores;
}

/** What a progress bar listens to. */
export function progressObserver(progress: Progress): RebuildObserver {
  return {
    planned(plan) {
      const periods = plan.periods.length;
      progress.start({ bytes: plan.bytes, objects: plan.objects, periods });
    },
    progress: (bytes) => progress.add({ bytesDone: bytes }),
    objectDone: () => progress.add({ objectsDone: 1 }),
    periodDone: () => progress.add({ periodsDone: 1 }),
  };
}
