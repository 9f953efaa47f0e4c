/** A file that is there whole or not at all: written beside its name, moved there at the end. */
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, statSync } from 'node:fs';
import { rmSync, writeSync } from 'node:fs';
import { SystemError, systemErrorCode } from '../base/errors.ts';

/** Text held before it is written: fewer system calls, and bounded. */
const heldCharsMax = 256 * 1024;

export class WholeFile {
  /** As named by the caller. */
  readonly path: string;
  readonly #flag: string;
  readonly #target: string;
  /** Undefined where the target is a pipe or a device, which cannot be replaced. */
  readonly #temporary: string | undefined;
  readonly #descriptor: number;
  #held = '';
  #isOpen = true;

  /**
   * @param flag as in messages: `--output`. @param id makes the temporary name unlike others.
   * @throws SystemError if the folder is not there or not writable.
   */
  constructor({ path, flag, id }: { path: string; flag: string; id: string }) {
    this.path = path;
    this.#flag = flag;
    this.#target = realPath(path);
    this.#temporary = isReplaceable(this.#target) ? `${this.#target}.${id}.partial` : undefined;
    this.#descriptor = this.#attempt(() => {
      return this.#temporary === undefined
        ? openSync(this.#target, 'w')
        : openSync(this.#temporary, 'wx');
    });
  }

  write(text: string): void {
    this.#held += text;
    if (this.#held.length >= heldCharsMax) this.#flush();
  }

  /** Makes the file appear under its name, over an older one. */
  keep(): void {
    this.#flush();
    this.#attempt(() => {
      if (this.#temporary !== undefined) fsyncSync(this.#descriptor);
      this.#close();
      if (this.#temporary !== undefined) renameSync(this.#temporary, this.#target);
    });
  }

  /** Leaves nothing behind, unless it was kept. */
  discard(): void {
    if (!this.#isOpen) return;
    this.#close();
    if (this.#temporary !== undefined) rmSync(this.#temporary, { force: true });
  }

  #flush(): void {
    const bytes = Buffer.from(this.#held);
    this.#held = '';
    this.#attempt(() => {
      for (let from = 0; from < bytes.length;) {
        from += writeSync(this.#descriptor, bytes, from);
      }
    });
  }

  #close(): void {
    this.#isOpen = false;
    closeSync(this.#descriptor);
  }

  #attempt<Value>(work: () => Value): Value {
    try {
      return work();
    } catch (cause) {
      const code = systemErrorCode(cause) ?? String(cause);
      throw new SystemError(`${this.#flag} ${this.path} cannot be written (${code})`, {
        hint: 'name a file in a folder that is there, writable and not full',
        cause,
      });
    }
  }
}

/** Through symbolic links, so that the link stays and its target is replaced. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isReplaceable(path: string): boolean {
  const entry = statSync(path, { throwIfNoEntry: false });
  return entry === undefined || entry.isFile();
}
