/** The bytes of one file as it was listed, or an ObjectError that says what became of it. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { SystemError, systemErrorCode } from '../base/errors.ts';
import { ObjectError } from '../model/object-error.ts';
import type { ObjectFault } from '../model/object-error.ts';
import type { ArchiveObject } from './archive.ts';
import { identityFromStatus } from './list-folder.ts';

/** Enough that the cost of a read does not matter; inflates to some 5 MB (chosen). */
const pieceBytes = 256 * 1024;

/**
 * The file is compared with its listing before the first and after the last byte. A file that is
 * replaced or removed meanwhile is read to its end as it was, because it was open.
 * @throws ObjectError `changed`, `vanished`, `denied`; SystemError for a failing disk; the
 *   signal's reason.
 */
export async function* readFolderObject(
  root: string,
  object: ArchiveObject,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  signal?.throwIfAborted();
  const file = await attempt(object, () => open(join(root, object.key), 'r'));
  try {
    await checkIdentity(file, object);
    let bytes = 0;
    for (;;) {
      signal?.throwIfAborted();
      // The piece is the receiver's to keep, so each has memory of its own: as much as is left,
      // and not cleared, which is half of the time of reading files of 20 KB (measured). That the
      // file ends where it was listed to end, its identity tells, without a look behind it.
      const wanted = Math.min(pieceBytes, object.bytes - bytes);
      if (wanted === 0) break;
      const piece = Buffer.allocUnsafeSlow(wanted);
      const { bytesRead } = await attempt(object, () => file.read(piece, 0, wanted));
      if (bytesRead === 0) break;
      bytes += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
    await checkIdentity(file, object);
    if (bytes !== object.bytes) throw changed(object, `it has ${bytes} bytes`);
  } finally {
    await file.close();
  }
}

async function checkIdentity(file: FileHandle, object: ArchiveObject): Promise<void> {
  const found = identityFromStatus(await attempt(object, () => file.stat({ bigint: true })));
  if (found !== object.identity) throw changed(object, `it is ${found}`);
}

function changed({ key, identity }: ArchiveObject, found: string): ObjectError {
  return new ObjectError(key, 'changed', `listed as ${identity} (size-time-inode), now ${found}`);
}

const faults: Readonly<Record<string, ObjectFault>> = {
  ENOENT: 'vanished',
  ENOTDIR: 'vanished',
  ELOOP: 'vanished',
  ESTALE: 'vanished',
  EISDIR: 'changed',
  EACCES: 'denied',
  EPERM: 'denied',
};

async function attempt<Result>(
  { key }: ArchiveObject,
  action: () => Promise<Result>,
): Promise<Result> {
  try {
    return await action();
  } catch (cause) {
    const code = systemErrorCode(cause) ?? 'unknown';
    const fault = faults[code];
    if (fault !== undefined) throw new ObjectError(key, fault, code, cause);
    throw new SystemError(`${key}: cannot be read (${code})`, {
      hint: 'check the disk and the limit of open files, then run it again',
      cause,
    });
  }
}
