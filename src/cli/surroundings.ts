/** Everything that a run takes from the machine it runs on: the one door to process and clock. */
import { randomBytes } from 'node:crypto';
import { availableParallelism, hostname, tmpdir, userInfo } from 'node:os';
import type { Writable } from 'node:stream';

export type Surroundings = {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Columns of the help and of wrapped text. */
  readonly columns: number;
  /** True where a person watches standard error: a bar may be drawn there. */
  readonly isWatched: boolean;
  /** Cores that the process may use. */
  readonly cores: number;
  readonly temporaryFolder: string;
  /** Where the configuration is looked for. */
  readonly workingFolder: string;
  /** `user@host`. */
  readonly who: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** So many random bytes, in hex. */
  readonly randomHex: (bytes: number) => string;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Calls `work` again and again; the returned function ends it. */
  readonly repeat: (milliseconds: number, work: () => void) => () => void;
  /** Calls `listener` with the name of each signal that asks to end; the result stops that. */
  readonly onSignal: (listener: (signal: EndSignal) => void) => () => void;
};

export type EndSignal = 'SIGINT' | 'SIGTERM';
const endSignals = ['SIGINT', 'SIGTERM'] as const;

/** Where output is no terminal. */
const defaultColumns = 80;
/** Longer lines are tiring to read. */
const columnsMax = 100;

export function surroundingsOfProcess(): Surroundings {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    columns: Math.min(process.stdout.columns || defaultColumns, columnsMax),
    isWatched: process.stderr.isTTY && process.env['TERM'] !== 'dumb',
    cores: availableParallelism(),
    temporaryFolder: tmpdir(),
    workingFolder: '.',
    who: `${userName()}@${hostname()}`,
    now: () => Date.now(),
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    repeat(milliseconds, work) {
      const timer = setInterval(work, milliseconds).unref();
      return () => clearInterval(timer);
    },
    onSignal(listener) {
      for (const signal of endSignals) process.on(signal, listener);
      return () => {
        for (const signal of endSignals) process.off(signal, listener);
      };
    },
  };
}

/** Containers may run under a number that no user has. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${String(process.getuid?.() ?? '?')}`;
  }
}
