/** The spill space on a folder: one file per stream, in a directory that is removed at the end. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SystemError, systemErrorCode } from './errors.ts';
import type { SpillFile, SpillSpace } from './spill-space.ts';

/**
 * Makes a directory below `parent` for this process alone. Files are unlinked as soon as they are
 * open, so that not even SIGKILL leaves data behind; the empty directory may stay.
 * @throws SystemError if the folder is not there, not writable or full.
 */
export function openFolderSpillSpace(parent: string): SpillSpace {
  const folder = attempt(parent, () => mkdtempSync(join(parent, 'recount-spill-')));
  const open = new Set<FolderSpillFile>();
  const owner: Owner = {
    folder,
    heldBytes: () => [...open].reduce((bytes, file) => bytes + file.bytes, 0),
    forget: (file) => open.delete(file),
  };
  let made = 0;
  return {
    location: folder,
    create() {
      const path = join(folder, `${String(made)}.spill`);
      made += 1;
      const file = attempt(folder, () => new FolderSpillFile(path, owner));
      open.add(file);
      return file;
    },
    close() {
      for (const file of open) file.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The space that a file is one of. */
type Owner = {
  readonly folder: string;
  /** Of all its files. */
  readonly heldBytes: () => number;
  readonly forget: (file: FolderSpillFile) => void;
};

class FolderSpillFile implements SpillFile {
  bytes = 0;
  readonly #path: string;
  readonly #descriptor: number;
  readonly #owner: Owner;
  #isDropped = false;

  constructor(path: string, owner: Owner) {
    this.#path = path;
    this.#descriptor = openSync(path, 'wx+', 0o600);
    this.#owner = owner;
    unlinkSync(path);
  }

  append(bytes: Uint8Array): void {
    const { folder, heldBytes } = this.#owner;
    const need = (): string =>
      `${folder} holds ${mebibytes(heldBytes())} of this run, and ` +
      `${mebibytes(bytes.length)} more do not fit`;
    attempt(
      this.#path,
      () => {
        for (let from = 0; from < bytes.length;) {
          const length = bytes.length - from;
          from += writeSync(this.#descriptor, bytes, from, length, this.bytes + from);
        }
      },
      need,
    );
    this.bytes += bytes.length;
  }

  read(offset: number, target: Uint8Array): number {
    return attempt(this.#path, () => {
      let done = 0;
      while (done < target.length) {
        const length = target.length - done;
        const read = readSync(this.#descriptor, target, done, length, offset + done);
        if (read === 0) break;
        done += read;
      }
      return done;
    });
  }

  drop(): void {
    if (this.#isDropped) return;
    this.#isDropped = true;
    this.#owner.forget(this);
    closeSync(this.#descriptor);
  }
}

/** @param need where it is full, what there was no room for. */
function attempt<T>(path: string, work: () => T, need = (): string => path): T {
  try {
    return work();
  } catch (cause) {
    const code = systemErrorCode(cause) ?? String(cause);
    if (!fullCodes.includes(code)) {
      throw new SystemError(`the spill folder cannot be used: ${path} (${code})`, {
        hint: 'name a writable folder with --spill DIR',
        cause,
      });
    }
    throw new SystemError(`the spill folder is full: ${need()}`, {
      hint:
        'name a folder with more room with --spill DIR, or give more --memory: ' +
        `a day that does not fit into it takes some ${spilledEventBytes} bytes for each event`,
      cause,
    });
  }
}

/** No space on the disk, of the quota, in one file. */
const fullCodes: readonly string[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/**
 * What is there at the peak of a day: its events in their order, their identities, events by url,
 * then rows. Measured with 8 and 24 MiB for events: at most 298 for each of 511,000 lean events,
 * 366 of 65,000 full ones, 2,000 urls.
 */
const spilledEventBytes = 400;

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
