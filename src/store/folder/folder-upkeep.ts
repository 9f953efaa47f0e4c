/** What operators need of a folder store: days, sizes, and what killed processes left behind. */
import type { Stats } from 'node:fs';
import { lstat, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compareTexts } from '../../base/bytes.ts';
import { dayFromText } from '../../base/calendar.ts';
import { DataError } from '../../base/errors.ts';
import type { GenerationKey } from '../../model/period.ts';
import type { Grain } from '../../model/row.ts';
import type { Leftover, StoreUpkeep } from '../upkeep.ts';
import { isPartial, syncFolder } from './durable-files.ts';
import { isMissing, onFile, systemErrorFromFile } from './file-errors.ts';
import { filesOfGrain, generationFolder, siteFolder } from './folder-layout.ts';
import { inspectFolder } from './inspect-folder.ts';
import { namesIn } from './json-files.ts';

export function folderUpkeep(root: string): StoreUpkeep {
  return {
    listDays: (site) => listDays(root, site),
    generationBytes: (key, grain) => generationBytes(root, key, grain),
    listLeftovers: () => listLeftovers(root),
    removeLeftover: (leftover) => removeLeftover(root, leftover),
    inspect: () => inspectFolder(root),
  };
}

async function listDays(root: string, site: string): Promise<readonly number[]> {
  const names = await namesIn(siteFolder(root, site));
  return names
    .map(dayFromText)
    .filter((day) => day !== undefined)
    .sort((a, b) => a - b);
}

async function generationBytes(root: string, key: GenerationKey, grain?: Grain): Promise<number> {
  const paths =
    grain === undefined ? [generationFolder(root, key)] : filesOfGrain(root, key, grain);
  let bytes = 0;
  for (const path of paths) bytes += (await sizeOf(path))?.bytes ?? 0;
  return bytes;
}

/** Folders whose own files are never left unfinished, because they are dropped whole. */
const generationsName = 'generations';

async function* listLeftovers(root: string, folder = ''): AsyncGenerator<Leftover> {
  for (const name of [...(await namesIn(join(root, folder)))].sort(compareTexts)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (isLeftover(path)) {
      const size = await sizeOf(join(root, path));
      if (size !== undefined) yield { name: path, ...size };
    } else if (name !== generationsName && (await isFolder(join(root, path)))) {
      yield* listLeftovers(root, path);
    }
  }
}

/** Partial files, and the folders to which embedded engines spilled. */
function isLeftover(path: string): boolean {
  const parts = path.split('/');
  return isPartial(parts.at(-1) ?? '') || (parts[0] === 'spill' && parts.length === 2);
}

/** @throws DataError for a name that is none of a leftover. */
async function removeLeftover(root: string, { name }: Leftover): Promise<void> {
  if (!isLeftover(name) || name.split('/').includes('..')) {
    throw new DataError(`${name} is no leftover of ${root}`);
  }
  const path = join(root, name);
  await onFile(path, () => rm(path, { recursive: true, force: true }));
  await syncFolder(dirname(path));
}

/** Of a file, or of all files below a folder; undefined where there is none. */
async function sizeOf(path: string): Promise<Pick<Leftover, 'bytes' | 'changedAt'> | undefined> {
  const status = await statusOf(path);
  if (status === undefined) return undefined;
  const changedAt = Math.floor(status.mtimeMs / 1000);
  if (!status.isDirectory()) return { bytes: status.size, changedAt };
  let [bytes, newest] = [0, changedAt];
  for (const name of await namesIn(path)) {
    const below = await sizeOf(join(path, name));
    bytes += below?.bytes ?? 0;
    newest = Math.max(newest, below?.changedAt ?? 0);
  }
  return { bytes, changedAt: newest };
}

async function isFolder(path: string): Promise<boolean> {
  return (await statusOf(path))?.isDirectory() === true;
}

async function statusOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw systemErrorFromFile(path, error);
  }
}
