/** The archive in a folder: one file is one object, its path below the folder is its key. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { SystemError, systemErrorCode, UsageError } from '../base/errors.ts';
import type { TimeRange } from '../base/zone-clock.ts';
import type { Archive, ArchiveObject } from './archive.ts';
import { listFolder } from './list-folder.ts';
import { folderCanMeet, parseKeyLayout, rangesMeet } from './key-layout.ts';
import type { KeyLayout } from './key-layout.ts';
import { readFolderObject } from './read-folder-object.ts';

export type FolderArchiveOptions = { readonly layout?: KeyLayout };

/**
 * Size, time of change in nanoseconds and inode are the identity. Content is `sha256:<hex>`, so
 * that copies of an archive are the same input.
 * @throws UsageError if there is no such folder, SystemError if it cannot be looked at.
 */
export function openFolderArchive(path: string, options: FolderArchiveOptions = {}): Archive {
  const layout = options.layout ?? parseKeyLayout();
  checkFolder(path);
  return {
    location: path,
    list: (range) => listObjects(path, layout, range),
    open: (object, signal) => readFolderObject(path, object, signal),
    contentOf: (_object, sha256) => `sha256:${sha256}`,
    close: () => Promise.resolve(),
  };
}

async function* listObjects(
  path: string,
  layout: KeyLayout,
  range: TimeRange | undefined,
): AsyncGenerator<ArchiveObject, void, undefined> {
  const isWanted = (folder: string): boolean =>
    range === undefined || folderCanMeet(layout, folder, range);
  for await (const { isText, ...file } of listFolder(path, isWanted)) {
    const named = isText ? layout.rangeOf(file.key) : undefined;
    const isOutside = range !== undefined && named !== undefined && !rangesMeet(named, range);
    if (file.kind === 'ignored' || !isOutside) yield { ...file, range: named };
  }
}

function checkFolder(path: string): void {
  const hint = 'name an existing folder with the raw logs, such as --archive ./raw';
  try {
    if (statSync(path).isDirectory()) return;
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === 'ENOENT')
      throw new UsageError(`${path}: there is no such folder`, { hint, cause });
    throw new SystemError(`${path}: cannot look at the archive (${code ?? 'unknown'})`, {
      hint: 'check the permissions of the folder and of those above it',
      cause,
    });
  }
  throw new UsageError(`${path} is not a folder`, {
    hint: `name the folder that holds the logs, such as --archive ${dirname(path)}`,
  });
}
