/**
 * A server as a child process. It leads a process group of its own, so that Ctrl-C at a terminal
 * reaches the tests first, and ends with whoever started it, however that ends.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

export type ServerProgram = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where its output goes. */
  readonly log: string;
  /** Asked again and again until true; the server's output so far comes with it. */
  readonly isReady: (output: string) => boolean | Promise<boolean>;
};

export type ServerProcess = {
  readonly pid: number;
  /** To the whole group: SIGSTOP freezes it, SIGKILL ends it. */
  signal(name: NodeJS.Signals): void;
  /** Ends it at once and waits until it is gone. */
  end(): Promise<void>;
};

const readyTimeoutMs = 120_000;
const pollMs = 50;
/** The end of its output, when it does not start. */
const tailChars = 2000;

/** Processes that are not yet known to be gone. */
const running = new Set<ServerProcess>();

process.on('exit', () => {
  for (const one of running) one.signal('SIGKILL');
});

/** @throws Error with the end of its output if it ends, or is not ready in time. */
export async function startServer(program: ServerProgram): Promise<ServerProcess> {
  const started = spawnServer(program);
  try {
    await untilReady(program, started);
    return started;
  } catch (error) {
    await started.end();
    throw error;
  }
}

type Spawned = ServerProcess & { readonly isGone: () => boolean };

function spawnServer({ command, args, env, log }: ServerProgram): Spawned {
  const output = openSync(log, 'a');
  // The kernel kills the server when this process is gone, were it by SIGKILL.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], {
    stdio: ['ignore', output, output],
    env: { ...process.env, ...env },
    detached: true,
  });
  closeSync(output);
  let failure: Error | undefined;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      failure = error;
      resolve();
    });
  });
  const pid = child.pid ?? 0;
  const started: Spawned = {
    pid,
    isGone: () => failure !== undefined || child.exitCode !== null || child.signalCode !== null,
    signal: (name) => signalGroup(pid, name),
    async end() {
      signalGroup(pid, 'SIGKILL');
      await gone;
    },
  };
  running.add(started);
  void gone.then(() => running.delete(started));
  return started;
}

/** Nothing for a group that is gone; 0 would be the own group. */
function signalGroup(pid: number, name: NodeJS.Signals): void {
  if (pid === 0) return;
  try {
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function untilReady({ command, log, isReady }: ServerProgram, server: Spawned) {
  for (let waitedMs = 0; waitedMs < readyTimeoutMs; waitedMs += pollMs) {
    const output = readFileSync(log, 'utf8');
    if (server.isGone()) throw new Error(`${command} ended: ${output.slice(-tailChars)}`);
    if (await isReady(output)) return;
    await wait(pollMs);
  }
  const tail = readFileSync(log, 'utf8').slice(-tailChars);
  throw new Error(`${command} was not ready in ${readyTimeoutMs / 1000} s: ${tail}`);
}
