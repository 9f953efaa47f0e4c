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
  let made = 0;
  return {
    location: folder,
    create() {
      const path = join(folder, `${String(made)}.spill`);
      made += 1;
      const file = attempt(folder, () => new FolderSpillFile(path, (self) => open.delete(self)));
      open.add(file);
      return file;
    },
    close() {
      for (const file of open) file.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

class FolderSpillFile implements SpillFile {
  bytes = 0;
  readonly #path: string;
  readonly #descriptor: number;
  readonly #forget: (self: FolderSpillFile) => void;
  #isDropped = false;

  constructor(path: string, forget: (self: FolderSpillFile) => void) {
    this.#path = path;
    this.#descriptor = openSync(path, 'wx+', 0o600);
    this.#forget = forget;
    unlinkSync(path);
  }

  append(bytes: Uint8Array): void {
    attempt(this.#path, () => {
      for (let from = 0; from < bytes.length;) {
        const length = bytes.length - from;
        from += writeSync(this.#descriptor, bytes, from, length, this.bytes + from);
      }
    });
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
    this.#forget(this);
    closeSync(this.#descriptor);
  }
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = systemErrorCode(cause);
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    throw new SystemError(
      full
        ? `the spill folder is full: ${path}`
        : `the spill folder cannot be used: ${path} (${code ?? String(cause)})`,
      {
        hint: full
          ? 'name a larger one with --spill DIR, or give more --memory'
          : 'name a writable folder with --spill DIR',
        cause,
      },
    );
  }
}
