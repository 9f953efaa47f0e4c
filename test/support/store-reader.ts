/**
 * A reader as a process of its own, that exports the same days of a store again and again and
 * keeps what it saw: whatever happens to the store meanwhile, it may see no wrong number.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

const built = join(import.meta.dirname, '../../dist/cli');

/** Standard output is asked for one export after another: the next begins when one has ended. */
const program = `
import { Writable } from 'node:stream';
const { main } = await import(${JSON.stringify(join(built, 'main.js'))});
const { surroundingsOfProcess } = await import(${JSON.stringify(join(built, 'surroundings.js'))});
const kept = () => {
  const pieces = [];
  const write = (chunk, _encoding, done) => { pieces.push(chunk); done(); };
  return { stream: new Writable({ write }), text: () => Buffer.concat(pieces).toString() };
};
for await (const _line of process.stdin) {
  const [stdout, stderr] = [kept(), kept()];
  const code = await main(process.argv.slice(1), {
    ...surroundingsOfProcess(),
    stdout: stdout.stream,
    stderr: stderr.stream,
  });
  const [text, said] = [stdout.text(), stderr.text()];
  process.stdout.write(JSON.stringify({ code, text, said }) + '\\n');
}
`;

export type Look = {
  /** Exit code of the export. */
  readonly code: number;
  /** By date, a digest of its rows; none where it failed. */
  readonly days: Readonly<Record<string, string>>;
  /** What it told. */
  readonly said: string;
};

/** A reader that never rested would take the processor from what it watches. */
const restMs = 150;

export type StoreReader = {
  /** Looks again and again while `work` goes on, and once more when it is over. */
  during<Result>(work: () => Promise<Result>): Promise<readonly [Result, readonly Look[]]>;
  look(): Promise<Look>;
  end(): void;
};

/** @param argv of `recount export`, which must print JSON lines of days in UTC. */
export function startReader(
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): StoreReader {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, '--', ...argv], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  process.on('exit', () => child.kill('SIGKILL'));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const look = async (): Promise<Look> => {
    child.stdin.write('look\n');
    const answer: IteratorResult<string, undefined> = await answers.next();
    if (answer.done === true) throw new Error('the reader ended');
    const { code, text, said } = JSON.parse(answer.value) as {
      code: number;
      text: string;
      said: string;
    };
    return { code, days: code === 0 ? digestsOfDays(text) : {}, said };
  };
  return {
    look,
    async during(work) {
      const looks: Look[] = [];
      let isOver = false;
      const working = work().finally(() => (isOver = true));
      while (!isOver) {
        looks.push(await look());
        await wait(restMs);
      }
      const result = await working;
      looks.push(await look());
      return [result, looks];
    },
    end: () => child.kill('SIGKILL'),
  };
}

/** @param text rows as JSON lines, of days in UTC. */
export function digestsOfDays(text: string): Readonly<Record<string, string>> {
  const digests = new Map<string, ReturnType<typeof createHash>>();
  for (const line of text.trimEnd().split('\n')) {
    const { bucket } = JSON.parse(line) as { readonly bucket: string };
    const date = bucket.slice(0, 10);
    const digest = digests.get(date) ?? createHash('sha256');
    digests.set(date, digest.update(`${line}\n`));
  }
  return Object.fromEntries([...digests].map(([date, digest]) => [date, digest.digest('hex')]));
}
