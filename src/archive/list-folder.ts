/** All files below a folder in the order of their keys, one folder's names in memory at a time. */
import { isUtf8 } from 'node:buffer';
import type { BigIntStats, Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { compareTexts } from '../base/bytes.ts';
import { SystemError, systemErrorCode } from '../base/errors.ts';
import type { ArchiveObject } from './archive.ts';
import { isHidden, kindFromKey } from './object-kind.ts';

export type ListedFile = Omit<ArchiveObject, 'range'> & {
  /**
   * False where the path is no valid UTF-8: the key then shows its bytes above 127 as `\xe9`, and
   * names no object that could be read.
   */
  readonly isText: boolean;
};

/** Files that are looked at at a time (chosen: the thread pool's queue stays short). */
const statsAtOnce = 64;

type Folder = {
  readonly path: Buffer;
  /** Empty, or ending in `/`. */
  readonly key: string;
  readonly isText: boolean;
  /** Device and inode of this folder and of those above it, to notice links that lead back. */
  readonly line: readonly string[];
};

type Entry =
  | { readonly kind: 'file'; readonly key: string; readonly file: ListedFile }
  | { readonly kind: 'folder'; readonly key: string; readonly folder: Folder };

/**
 * Every file below `root`, ascending by key (UTF-8 bytes), without the folders whose key (ending
 * in `/`) is not wanted. Links are followed, but none back into a folder that leads to it: that
 * one is listed as ignored. A log that is gone, or a link to none, is listed without identity, so
 * that opening it says so.
 *
 * Memory: the names of one folder per level.
 * @throws SystemError if a folder cannot be listed.
 */
export async function* listFolder(
  root: string,
  isWanted: (folder: string) => boolean,
): AsyncGenerator<ListedFile, void, undefined> {
  const top: Folder = { path: Buffer.from(root), key: '', isText: true, line: [] };
  // The next entry is at the end.
  const waiting: Entry[] = [{ kind: 'folder', key: '', folder: top }];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (entry.kind === 'file') yield entry.file;
    else if (isWanted(entry.key)) {
      for (const below of (await readEntries(entry.folder)).reverse()) waiting.push(below);
    }
  }
}

/** A folder's key ends in `/`, which puts `a-b` before all of `a/` and `a0` behind it. */
async function readEntries(folder: Folder): Promise<Entry[]> {
  const line = await lineOfFolder(folder);
  const names = await readNames(folder);
  const entries: Entry[] = [];
  for (let at = 0; at < names.length; at += statsAtOnce) {
    const some = names.slice(at, at + statsAtOnce);
    entries.push(
      ...(await Promise.all(some.map((name) => entryOfName({ ...folder, line }, name)))),
    );
  }
  return entries.sort((a, b) => compareTexts(a.key, b.key));
}

async function readNames(folder: Folder): Promise<Dirent<Buffer>[]> {
  try {
    return await readdir(folder.path, { withFileTypes: true, encoding: 'buffer' });
  } catch (cause) {
    throw unlistable(folder.path, cause);
  }
}

async function lineOfFolder(folder: Folder): Promise<readonly string[]> {
  try {
    return [...folder.line, placeOf(await stat(folder.path, { bigint: true }))];
  } catch (cause) {
    throw unlistable(folder.path, cause);
  }
}

async function entryOfName(folder: Folder, dirent: Dirent<Buffer>): Promise<Entry> {
  const isText = folder.isText && isUtf8(dirent.name);
  const key = folder.key + textFromName(dirent.name);
  const path = Buffer.concat([folder.path, slash, dirent.name]);
  const below: Entry = {
    kind: 'folder',
    key: `${key}/`,
    folder: { path, key: `${key}/`, isText, line: folder.line },
  };
  if (dirent.isDirectory()) return below;
  const status = await statusOfPath(path);
  if (status?.isDirectory() === true && !folder.line.includes(placeOf(status))) return below;
  // A link to nothing may have led to a folder of logs: listing it as one says that it is gone.
  const mayBeFolder = dirent.isSymbolicLink() && status === undefined && !isHidden(key);
  if (mayBeFolder && kindFromKey(key) === 'ignored') return below;
  return { kind: 'file', key, file: { key, isText, ...factsFromStatus(key, status) } };
}

const slash = Buffer.from('/');

function factsFromStatus(
  key: string,
  status: BigIntStats | undefined,
): Pick<ArchiveObject, 'bytes' | 'identity' | 'kind'> {
  if (status === undefined) return { bytes: 0, identity: '', kind: kindFromKey(key) };
  // Pipes, sockets, devices and links back to a folder above: nothing that could be read.
  if (!status.isFile()) return { bytes: 0, identity: '', kind: 'ignored' };
  return {
    bytes: Number(status.size),
    identity: identityFromStatus(status),
    kind: kindFromKey(key),
  };
}

/** Size, time of change in nanoseconds, inode. */
export function identityFromStatus({ size, mtimeNs, ino }: BigIntStats): string {
  return `${size}-${mtimeNs}-${ino}`;
}

/** Of what a path leads to; undefined where it leads nowhere (any more). */
async function statusOfPath(path: Buffer): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (cause) {
    if (['ENOENT', 'ELOOP', 'ENOTDIR'].includes(systemErrorCode(cause) ?? '')) return undefined;
    throw unlistable(path, cause);
  }
}

function placeOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

function textFromName(name: Buffer): string {
  if (isUtf8(name)) return name.toString();
  return name
    .toString('latin1')
    .replace(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
}

const hints: Readonly<Record<string, string>> = {
  EACCES: 'let the folder and those above it be listed and searched (permissions r and x)',
  ENOENT: 'a link to nothing, or moved meanwhile: mend the link, or run it again in peace',
};

function unlistable(path: Buffer, cause: unknown): SystemError {
  const code = systemErrorCode(cause) ?? 'unknown';
  const message = `${path.toString()}: cannot be listed (${code}), so its logs would be left out`;
  const hint = hints[code] ?? 'check the file system, then run it again';
  return new SystemError(message, { hint, cause });
}
