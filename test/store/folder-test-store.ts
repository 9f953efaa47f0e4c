/** Folder stores for tests: each in a new folder below the system's temporary one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolderStore } from '../../src/store/folder/open-folder-store.ts';
import type { TestStore } from './contract-subject.ts';

export async function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'recount-test-'));
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

export async function openFolderTestStore(): Promise<TestStore> {
  const folder = await newFolder();
  // Signs that are special to globs, SQL and shells: a path is never more than a path.
  const path = join(folder, "it's a [store]? *");
  return {
    store: await openFolderStore(path, { create: true }),
    openAgain: () => openFolderStore(path, { create: false }),
    remove: () => removeFolder(folder),
  };
}
