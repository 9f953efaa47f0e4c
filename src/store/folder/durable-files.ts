/**
 * Files that are either there and whole or not there at all, whatever moment the machine stops:
 * written under another name, synced, given their name in one step, and the folder synced.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemErrorCode } from '../../base/errors.ts';
import { isMissing, onFile } from './file-errors.ts';

const partialMark = '.partial-';

/** Where a file is written before it is whole. Never the same name twice. */
export function partialPath(path: string): string {
  return `${path}${partialMark}${randomUUID()}`;
}

/** True for what a killed process left behind. */
export function isPartial(name: string): boolean {
  return name.includes(partialMark);
}

/** Removes what killed processes left of a file: not for one that another may be writing. */
export async function removePartials(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await onFile(folder, () => readdir(folder))) {
    if (!name.startsWith(`${basename(path)}${partialMark}`)) continue;
    await onFile(path, () => rm(join(folder, name), { force: true }));
  }
}

/** Makes a folder and those above it; each is in its parent for good when this returns. */
export async function makeFolder(path: string): Promise<void> {
  await onFile(path, () => makeFolderAndParents(path));
}

/** Writes a file, or replaces it whole. */
export async function writeFileWhole(path: string, text: string): Promise<void> {
  const partial = await writePartial(path, text);
  await finishFile(partial, path);
}

/** Writes a file unless it is there already: of several writers exactly one writes. */
export async function writeFileOnce(path: string, text: string): Promise<'written' | 'exists'> {
  const partial = await writePartial(path, text);
  try {
    return await onFile(path, () => linkOnce(partial, path));
  } finally {
    await rm(partial, { force: true });
  }
}

/** Gives a file that was written by other means its name: synced first, visible only then. */
export async function finishFile(partial: string, path: string): Promise<void> {
  await onFile(path, async () => {
    await syncFile(partial);
    await rename(partial, path);
    await syncFolder(dirname(path));
  });
}

/** Makes additions to a folder, and removals from it, last. */
export async function syncFolder(path: string): Promise<void> {
  await syncFile(path);
}

async function writePartial(path: string, text: string): Promise<string> {
  const partial = partialPath(path);
  try {
    await onFile(path, () => writeSynced(partial, text));
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return partial;
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function linkOnce(partial: string, path: string): Promise<'written' | 'exists'> {
  try {
    await link(partial, path);
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return 'exists';
    throw error;
  }
  await syncFolder(dirname(path));
  return 'written';
}

async function makeFolderAndParents(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return;
    if (!isMissing(error) || dirname(path) === path) throw error;
    await makeFolderAndParents(dirname(path));
    await makeFolderAndParents(path);
    return;
  }
  await syncFolder(dirname(path));
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
