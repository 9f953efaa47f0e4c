/** The command line as a test runs it: streams that are kept, a clock that stands still. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { main } from '../../src/cli/main.ts';
import type { EndSignal, Surroundings } from '../../src/cli/surroundings.ts';

/** 2026-04-10T12:00:00Z: weeks after every log that the tests read. */
export const testNowMs = Date.UTC(2026, 3, 10, 12);

export type MainResult = {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
};

export class KeptText extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.text += chunk.toString();
    done();
  }
}

export type MainOptions = Partial<Surroundings> & {
  /** Given the function that sends a signal, before the command starts. */
  readonly withSignals?: (send: (signal: EndSignal) => void) => void;
};

/** Runs `recount` with these arguments. */
export async function runMain(
  argv: readonly string[],
  { withSignals, ...more }: MainOptions = {},
): Promise<MainResult> {
  const stdout = new KeptText();
  const stderr = new KeptText();
  const listeners = new Set<(signal: EndSignal) => void>();
  withSignals?.((signal) => {
    for (const listener of listeners) listener(signal);
  });
  let drawn = 0;
  const code = await main(argv, {
    stdout,
    stderr,
    environment: {},
    columns: 80,
    isWatched: false,
    cores: 1,
    temporaryFolder: tmpdir(),
    // Where no configuration lies about.
    workingFolder: join(tmpdir(), 'no-such-folder'),
    who: 'ada@test',
    now: () => testNowMs,
    randomHex: (bytes) => (drawn += 1).toString(16).padStart(bytes * 2, '0'),
    wait: () => Promise.resolve(),
    repeat: () => () => undefined,
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...more,
  });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** A result as text, with the temporary folder's name, which differs each time, as FOLDER. */
export function steadyResult({ code, stdout, stderr }: MainResult, folder: string): string {
  const text = [`exit ${code}`, stdout.trimEnd(), '--', stderr.trimEnd()].join('\n');
  return text.replaceAll(folder, 'FOLDER');
}

export function jsonLines({ stdout }: MainResult): readonly Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

export const workedExample = join(import.meta.dirname, '../../fixtures/worked-example');

/** An archive with the worked example in one of its hours, and an empty object in the others. */
export function writeWorkedArchive(folder: string): string {
  const lines = readFileSync(join(workedExample, 'lines.jsonl'));
  for (let hour = -1; hour < 36; hour += 1) {
    const instant = new Date(Date.UTC(2026, 2, 8, hour)).toISOString();
    const hourFolder = join(folder, 'events', ...instant.slice(0, 13).split(/[-T]/));
    mkdirSync(hourFolder, { recursive: true });
    // Not compressed: the size would depend on the version of zlib.
    const bytes = gzipSync(hour === 10 ? lines : '', { level: 0 });
    writeFileSync(join(hourFolder, 'part-0.gz'), bytes);
  }
  return folder;
}
