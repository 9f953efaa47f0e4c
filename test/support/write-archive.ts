/** Writes simulated objects into a folder, each as its description says. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { SimulatedObject, Writing } from '../../src/simulate/simulated-object.ts';

export type WriteOptions = {
  /** gzip level; 6 is what the real writers use. */
  readonly level?: number;
  /** Called after each object. */
  readonly onObject?: (key: string, compressedBytes: number) => void;
};

/** Returns the keys in the order in which they were written. */
export function writeArchive(
  folder: string,
  objects: Iterable<SimulatedObject>,
  { level = 6, onObject }: WriteOptions = {},
): readonly string[] {
  const keys: string[] = [];
  for (const object of objects) {
    const bytes = bytesOfObject(object, level);
    const path = join(folder, object.key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    keys.push(object.key);
    onObject?.(object.key, bytes.length);
  }
  return keys;
}

/** The bytes of the object as it lies in the archive. */
export function bytesOfObject({ blocks, writing }: SimulatedObject, level = 6): Buffer {
  const members = membersOf(blocks, writing);
  const whole = Buffer.concat(
    writing.compression === 'none' ? members : members.map((member) => gzipSync(member, { level })),
  );
  const end = Math.max(0, whole.length - writing.cutBytes);
  return Buffer.concat([whole.subarray(0, end), writing.appended]);
}

/** A gzip of nothing is one member of nothing; a plain object of nothing is zero bytes. */
function membersOf(blocks: Iterable<Uint8Array>, { memberBlocks }: Writing): Buffer[] {
  const members: Uint8Array[][] = [[]];
  for (const block of blocks) {
    const last = members[members.length - 1] as Uint8Array[];
    if (last.length < memberBlocks) last.push(block);
    else members.push([block]);
  }
  return members.map((member) => Buffer.concat(member));
}
