/** What the contract of archives needs of one: an archive that can be filled and changed. */
import type { Archive, ArchiveObject } from '../../src/archive/archive.ts';
import type { ObjectError } from '../../src/model/object-error.ts';
import { describe, expect } from 'vitest';

export type ArchiveSubject = {
  /** As `Archive.location` says it. */
  readonly location: string;
  /** Makes an object, or replaces it. */
  put(key: string, bytes?: string | Uint8Array): Promise<void>;
  remove(key: string): Promise<void>;
  /** Removes all objects. */
  clear(): Promise<void>;
  open(options?: { readonly layout?: string }): Promise<Archive>;
  /** Gives up the archive and all that it took. */
  end(): Promise<void>;
};

/** A part of the contract, to be run over any archive. */
export function describeGroup(
  name: string,
  tests: (subject: () => ArchiveSubject) => void,
): (subject: () => ArchiveSubject) => void {
  return (subject) => {
    describe(name, () => {
      tests(subject);
    });
  };
}

export async function listed(
  archive: Archive,
  range?: Parameters<Archive['list']>[0],
): Promise<ArchiveObject[]> {
  const objects: ArchiveObject[] = [];
  for await (const object of archive.list(range)) objects.push(object);
  return objects;
}

export async function objectAt(archive: Archive, key: string): Promise<ArchiveObject> {
  const found = (await listed(archive)).find((object) => object.key === key);
  if (found === undefined) throw new Error(`${key} is not listed`);
  return found;
}

export async function bytesOf(
  archive: Archive,
  object: ArchiveObject,
  signal?: AbortSignal,
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of archive.open(object, signal)) pieces.push(piece);
  return Buffer.concat(pieces);
}

export async function faultOf(reading: Promise<unknown>): Promise<string> {
  const error: unknown = await reading.catch((caught: unknown) => caught);
  expect((error as ObjectError).name).toBe('ObjectError');
  return (error as ObjectError).fault;
}

/** 2026-03-08 UTC. */
export const march8 = { from: Date.UTC(2026, 2, 8) / 1000, until: Date.UTC(2026, 2, 9) / 1000 };
