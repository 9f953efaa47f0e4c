/** Bare inflate by node:zlib and zlib-sync: the least that any reader of the archive must do. */
import { createReadStream, readFileSync } from 'node:fs';
import { createGunzip, gunzipSync } from 'node:zlib';
import { objectPaths } from './bench-input.ts';
import { requirePeer } from './peers.ts';
import { measure } from './stopwatch.ts';
import type { TaskResult } from './task.ts';

/** Larger pieces are no quicker, smaller ones are slower. */
const pieceBytes = 1024 * 1024;

/** Some 16 times as much comes out. */
const pushBytes = 64 * 1024;

/** A window of 32 KiB, behind the header of gzip. */
const gzipWindowBits = 15 + 16;

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

type ZlibSync = {
  readonly Z_SYNC_FLUSH: number;
  readonly Inflate: new (options: { readonly chunkSize: number; readonly windowBits: number }) => {
    readonly err: number;
    readonly result: Buffer;
    push(bytes: Buffer, flush: number): void;
  };
};

export async function inflateByZlibSync(archive: string): Promise<TaskResult> {
  const { Inflate, Z_SYNC_FLUSH } = requirePeer('zlib-sync') as ZlibSync;
  return inflateAll(archive, async (path) => {
    const bytes = readFileSync(path);
    // Its result grows by copying, so it is taken in small pushes.
    const inflate = new Inflate({ chunkSize: pieceBytes, windowBits: gzipWindowBits });
    let inflated = 0;
    for (let at = 0; at < bytes.length; at += pushBytes) {
      // Whatever came out is forgotten with the next push after a flush, and only then.
      inflate.push(bytes.subarray(at, at + pushBytes), Z_SYNC_FLUSH);
      if (inflate.err < 0) throw new Error(`zlib-sync found ${path} broken: ${inflate.err}`);
      inflated += inflate.result.length;
    }
    return inflated;
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
