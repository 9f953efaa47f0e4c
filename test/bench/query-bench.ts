/** `npm run bench -- --queries`: how long questions take on a warm folder store. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepareStore } from './query-store.ts';
import { questions } from './query-questions.ts';

type Measured = {
  readonly ms: number;
  readonly processorMs: number;
  readonly firstMs: number;
  readonly rows: number;
  readonly peakBytes: number;
};

/** The lines of a table in Markdown. @throws Error if a question was not answered. */
export async function benchQueries(cacheFolder: string): Promise<readonly string[]> {
  const lines = [
    '| question                    | target ms | warm ms | processor ms | first ms | peak MiB |',
    '|-----------------------------|----------:|--------:|-------------:|---------:|---------:|',
  ];
  for (const { name, store, targetMs } of questions) {
    const folder = await prepareStore(cacheFolder, store);
    const script = join(import.meta.dirname, 'run-query.js');
    const { status, stdout } = spawnSync(process.execPath, [script, name, folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (status !== 0) throw new Error(`the question "${name}" was not answered`);
    const { ms, processorMs, firstMs, rows, peakBytes } = JSON.parse(stdout) as Measured;
    if (rows === 0) throw new Error(`the question "${name}" found nothing`);
    const cells = [
      [name, 27],
      [targetMs, 9],
      [ms.toFixed(0), 7],
      [processorMs.toFixed(0), 12],
      [firstMs.toFixed(0), 8],
      [(peakBytes / 1024 ** 2).toFixed(0), 8],
    ] as const;
    const texts = cells.map(([text, width], index) =>
      index === 0 ? String(text).padEnd(width) : String(text).padStart(width),
    );
    lines.push(`| ${texts.join(' | ')} |`);
  }
  return lines;
}
