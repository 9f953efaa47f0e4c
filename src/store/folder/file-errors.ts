/** What the file system refuses, as errors that name the path and say what to do. */
import { access } from 'node:fs/promises';
import { SystemError, systemErrorCode } from '../../base/errors.ts';

/** Runs `work` on a file or folder of the store. @throws SystemError instead of Node's errors. */
export async function onFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw systemErrorFromFile(path, error);
  }
}

/** As `onFile`, where nobody can wait. */
export function onFileSync<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw systemErrorFromFile(path, error);
  }
}

/** As it is where it is none of the file system's. */
export function systemErrorFromFile(path: string, error: unknown): unknown {
  const code = systemErrorCode(error);
  if (code === undefined) return error;
  const { message, hint } = remedies[code] ?? {
    message: `the file system refuses it (${code})`,
    hint: 'see whether the disk is there and in order, then run the command again',
  };
  return new SystemError(`${path}: ${message}`, { hint, cause: error });
}

/** True where the file or folder, or a folder above it, is not there. */
export function isMissing(error: unknown): boolean {
  return systemErrorCode(error) === 'ENOENT';
}

const noSpace = {
  message: 'no space is left',
  hint:
    'what was published is whole: give the store more space, ' +
    'or remove what is not kept with recount store gc --apply',
};
const noPermission = {
  message: 'permission is denied',
  hint: 'give the user that runs recount the right to read and write the folder of the store',
};

const remedies: Readonly<Record<string, { readonly message: string; readonly hint: string }>> = {
  ENOSPC: noSpace,
  EDQUOT: noSpace,
  EACCES: noPermission,
  EPERM: noPermission,
  EROFS: {
    message: 'the file system is mounted read-only',
    hint: 'mount it writable, or name another folder with --store',
  },
  ENOENT: {
    message: 'it is not there any more',
    hint: 'another process removed it; run the command again',
  },
  ENOTDIR: {
    message: 'a part of the path is a file, not a folder',
    hint: 'name another folder with --store, or move that file away',
  },
  EMFILE: {
    message: 'too many files are open',
    hint: 'raise the limit with ulimit -n, then run the command again',
  },
  ENOTSUP: {
    message: 'the file system has no hard links, which a store needs',
    hint: 'put the store on a local disk, for example ext4, xfs or apfs',
  },
};

export async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw systemErrorFromFile(path, error);
  }
}
