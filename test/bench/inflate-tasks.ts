/** Bare inflate by node:zlib: the least that any reader of the archive must do. */
import { createReadStream, readFileSync } from 'node:fs';
import { createGunzip, gunzipSync } from 'node:zlib';
import { objectPaths } from './bench-input.ts';
import { measure } from './stopwatch.ts';
import type { TaskResult } from './task.ts';

/** Larger pieces are no quicker, smaller ones are slower. */
const pieceBytes = 1024 * 1024;

export async function inflateWhole(archive: string): Promise<TaskResult> {
  return inflateAll(archive, async (path) => gunzipSync(readFileSync(path)).length);
}

export async function inflateStream(archive: string): Promise<TaskResult> {
  return inflateAll(archive, async (path) => {
    const pieces = createReadStream(path, { highWaterMark: pieceBytes }).pipe(
      createGunzip({ chunkSize: pieceBytes }),
    );
    let bytes = 0;
    for await (const piece of pieces) bytes += (piece as Buffer).length;
    return bytes;
  });
}

async function inflateAll(
  archive: string,
  inflate: (path: string) => Promise<number>,
): Promise<TaskResult> {
  const { result, ...measurement } = await measure(async () => {
    let bytes = 0;
    for (const path of objectPaths(archive)) bytes += await inflate(path);
    return bytes;
  });
  return { ...measurement, numbers: { inflatedBytes: result } };
}
