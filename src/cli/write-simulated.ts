/** Writes simulated objects into a folder, in constant memory, as real writers do. */
import { createWriteStream } from 'node:fs';
import { appendFile, mkdir, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { SimulatedObject } from '../simulate/simulated-object.ts';

/** What the writers of real archives use. */
const gzipLevel = 6;

/** @returns the bytes written. The file must not be there yet. */
export async function writeSimulated(
  folder: string,
  { key, blocks, writing }: SimulatedObject,
  signal: AbortSignal,
): Promise<number> {
  const path = join(folder, key);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '', { flag: 'wx' });
  const source = blocks[Symbol.iterator]();
  let next = source.next();
  do {
    const member = function* (): Generator<Uint8Array> {
      for (let taken = 0; taken < writing.memberBlocks && next.done !== true; taken += 1) {
        yield next.value;
        next = source.next();
      }
    };
    await writeMember(path, Readable.from(member()), { ...writing, signal });
  } while (next.done !== true);
  const { size } = await stat(path);
  if (writing.cutBytes > 0) await truncate(path, Math.max(0, size - writing.cutBytes));
  if (writing.appended.length > 0) await appendFile(path, writing.appended);
  return (await stat(path)).size;
}

async function writeMember(
  path: string,
  member: Readable,
  { compression, signal }: { compression: 'gzip' | 'none'; signal: AbortSignal },
): Promise<void> {
  const target = createWriteStream(path, { flags: 'a' });
  if (compression === 'none') await pipeline(member, target, { signal });
  else await pipeline(member, createGzip({ level: gzipLevel }), target, { signal });
}
