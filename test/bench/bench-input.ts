/** The archives that are read: made once by size and seed, then kept in the cache folder. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { simulateArchive } from '../../src/simulate/simulate-archive.ts';
import { defaultSimulation, type SimulateOptions } from '../../src/simulate/simulate-options.ts';
import type { SimulatedObject } from '../../src/simulate/simulated-object.ts';
import { writeArchive } from '../support/write-archive.ts';

export type InputSize = {
  /** Events with few keys or with all of them; or hits of the pixel. */
  readonly detail: 'lean' | 'full' | 'pixel';
  readonly events: number;
};

export type BenchInput = InputSize & {
  /** `1,000,000 lean events`. */
  readonly name: string;
  readonly archive: string;
  readonly objects: number;
  readonly compressedBytes: number;
  readonly inflatedBytes: number;
};

/** Two sites, one UTC day, a folder for every hour. */
export function prepareInput(cacheFolder: string, size: InputSize): BenchInput {
  const { detail, events } = size;
  const options: SimulateOptions = {
    ...defaultSimulation,
    eventsPerDay: events,
    ...(detail === 'pixel' ? { format: 'pixel-piped' } : { detail }),
  };
  const digest = createHash('sha256').update(JSON.stringify(options)).digest('hex').slice(0, 8);
  const folder = join(cacheFolder, `input-${detail}-${events}-${digest}`);
  const summaryPath = join(folder, 'summary.json');
  if (!existsSync(summaryPath)) makeInput(folder, options);
  const summary = JSON.parse(readFileSync(summaryPath, 'utf8')) as Summary;
  const what = detail === 'pixel' ? 'pixel hits' : `${detail} events`;
  const name = `${events.toLocaleString('en')} ${what}`;
  return { ...size, name, archive: join(folder, 'archive'), ...summary };
}

type Summary = Pick<BenchInput, 'objects' | 'compressedBytes' | 'inflatedBytes'>;

/** Made under another name first: a folder of the right name is whole. */
function makeInput(folder: string, options: SimulateOptions): void {
  const unfinished = `${folder}.unfinished`;
  for (const path of [folder, unfinished]) rmSync(path, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  let inflatedBytes = 0;
  let compressedBytes = 0;
  const objects = countedObjects(simulateArchive(options), (bytes) => (inflatedBytes += bytes));
  const keys = writeArchive(join(unfinished, 'archive'), objects, {
    level: 6,
    onObject: (_key, bytes) => (compressedBytes += bytes),
  });
  const summary: Summary = { objects: keys.length, compressedBytes, inflatedBytes };
  writeFileSync(join(unfinished, 'summary.json'), JSON.stringify(summary));
  renameSync(unfinished, folder);
}

function* countedObjects(
  objects: Iterable<SimulatedObject>,
  onBytes: (bytes: number) => void,
): Generator<SimulatedObject> {
  for (const object of objects) yield { ...object, blocks: countedBlocks(object.blocks, onBytes) };
}

function* countedBlocks(
  blocks: Iterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): Generator<Uint8Array> {
  for (const block of blocks) {
    onBytes(block.length);
    yield block;
  }
}

/** Paths of an archive's objects, in archive order. */
export function objectPaths(archive: string): readonly string[] {
  return readdirSync(archive, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.gz'))
    .sort()
    .map((path) => join(archive, path));
}
