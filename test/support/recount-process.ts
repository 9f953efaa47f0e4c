/** `recount` as a process of its own, as it was built last: to be killed, frozen, waited for. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const built = join(import.meta.dirname, '../../dist/cli/run-process.js');

/** Without --input-type, which worker threads would inherit and refuse. */
const program = `
void (async () => {
  const { runProcess } = await import(${JSON.stringify(built)});
  const [nowMs, ...argv] = process.argv.slice(1);
  await runProcess(argv, nowMs === 'real' ? {} : { now: () => Number(nowMs) });
})();
`;

export type ProcessSetting = {
  /** Where its clock stands still, epoch milliseconds; left out = the real one. */
  readonly nowMs?: number;
  /** Beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A command that becomes it, and its arguments. */
  readonly within?: readonly string[];
};

export type ProcessEnd = {
  /** null where it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type RecountProcess = {
  signal(name: NodeJS.Signals): void;
  /** Resolves as soon as standard error has it; never where it ends without. */
  told(text: string): Promise<void>;
  readonly ended: Promise<ProcessEnd>;
};

/** None of them outlives its test, not even a frozen one. */
const running = new Set<RecountProcess>();

process.on('exit', () => {
  for (const one of running) one.signal('SIGKILL');
});

export function startRecount(
  argv: readonly string[],
  { nowMs, environment, within = [] }: ProcessSetting = {},
): RecountProcess {
  const flags = ['-e', program, '--', String(nowMs ?? 'real')];
  const [command = '', ...more] = [...within, process.execPath, ...flags, ...argv];
  const child = spawn(command, more, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const kept = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (kept[name] += text));
  }
  const started: RecountProcess = {
    signal: (name) => child.kill(name),
    told: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (kept.stderr.includes(text)) resolve();
        };
        child.stderr.on('data', look);
        look();
      }),
    ended: new Promise((resolve) => {
      child.on('close', (code) => {
        running.delete(started);
        resolve({ code, ...kept });
      });
    }),
  };
  running.add(started);
  return started;
}
