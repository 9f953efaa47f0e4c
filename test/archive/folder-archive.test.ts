/** The archive in a folder: what it lists, in which order, and how it reads. */
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Archive, ArchiveObject } from '../../src/archive/archive.ts';
import { openFolderArchive } from '../../src/archive/folder-archive.ts';
import type { ObjectError } from '../../src/model/object-error.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'recount-test-'));
  chmodSync(root, 0o755);
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(key: string, bytes: string | Uint8Array = 'x'): string {
  const path = join(root, key);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

async function list(archive: Archive, range?: Parameters<Archive['list']>[0]) {
  const objects: ArchiveObject[] = [];
  for await (const object of archive.list(range)) objects.push(object);
  return objects;
}

async function keys(range?: Parameters<Archive['list']>[0]): Promise<string[]> {
  return (await list(openFolderArchive(root), range)).map(({ key }) => key);
}

async function objectAt(key: string): Promise<ArchiveObject> {
  const found = (await list(openFolderArchive(root))).find((object) => object.key === key);
  if (found === undefined) throw new Error(`${key} is not listed`);
  return found;
}

async function read(object: ArchiveObject, signal?: AbortSignal): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const archive = openFolderArchive(root);
  for await (const piece of archive.open(object, signal)) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function faultOf(reading: Promise<unknown>): Promise<string> {
  const error: unknown = await reading.catch((caught: unknown) => caught);
  expect((error as ObjectError).name).toBe('ObjectError');
  return (error as ObjectError).fault;
}

/** Runs as a user whom permissions bind: root may read everything. */
async function asNobody<Result>(action: () => Promise<Result>): Promise<Result> {
  const user = process.geteuid?.();
  if (user !== 0) return action();
  process.seteuid?.(65_534);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}

const march8 = { from: Date.UTC(2026, 2, 8) / 1000, until: Date.UTC(2026, 2, 9) / 1000 };

describe('listing', () => {
  test('gives key, size, identity, range and kind', async () => {
    const path = write('events/2026/03/08/10/part-0.gz', 'four');
    const { mtimeNs, ino } = statSync(path, { bigint: true });
    expect(await list(openFolderArchive(root))).toEqual([
      {
        key: 'events/2026/03/08/10/part-0.gz',
        bytes: 4,
        identity: `4-${mtimeNs}-${ino}`,
        range: {
          from: Date.UTC(2026, 2, 8, 10) / 1000,
          until: Date.UTC(2026, 2, 8, 11) / 1000,
        },
        kind: 'data',
      },
    ]);
  });

  test('of a range does not look into the folders of other days', async () => {
    write('2026/03/08/a.gz');
    write('2026/03/09/a.gz');
    chmodSync(join(root, '2026/03/09'), 0);
    expect(await asNobody(() => keys(march8))).toEqual(['2026/03/08/a.gz']);
    chmodSync(join(root, '2026/03/09'), 0o755);
  });

  test('of an empty folder is empty', async () => {
    mkdirSync(join(root, '2026/03/08'), { recursive: true });
    expect(await keys()).toEqual([]);
  });

  test('fails as a whole where a folder may not be listed or searched', async () => {
    write('2026/03/08/a.gz');
    for (const permissions of [0, 0o444]) {
      chmodSync(join(root, '2026/03'), permissions);
      await expect(asNobody(() => keys())).rejects.toMatchObject({
        name: 'SystemError',
        message: expect.stringMatching(/2026\/03.*: cannot be listed \(EACCES\)/) as string,
        hint: 'let the folder and those above it be listed and searched (permissions r and x)',
      });
    }
    chmodSync(join(root, '2026/03'), 0o755);
  });

  test('names what is not UTF-8 by its bytes, as unplaced', async () => {
    mkdirSync(join(root, '2026/03/08'), { recursive: true });
    writeFileSync(Buffer.from(`${root}/2026/03/08/caf\xe9.gz`, 'latin1'), 'x');
    mkdirSync(Buffer.from(`${root}/\xff`, 'latin1'));
    writeFileSync(Buffer.from(`${root}/\xff/2026.gz`, 'latin1'), 'x');
    const objects = await list(openFolderArchive(root), march8);
    expect(objects.map(({ key, kind, range }) => [key, kind, range])).toEqual([
      ['2026/03/08/caf\\xe9.gz', 'data', undefined],
      ['\\xff/2026.gz', 'data', undefined],
    ]);
  });
});

describe('links', () => {
  test('to files and folders are followed', async () => {
    const target = write('2026/03/08/a.gz', 'text');
    mkdirSync(join(root, 'other'));
    symlinkSync(target, join(root, 'other/b.gz'));
    symlinkSync(join(root, '2026'), join(root, 'other/2026'));
    expect(await keys()).toEqual(['2026/03/08/a.gz', 'other/2026/03/08/a.gz', 'other/b.gz']);
    expect((await read(await objectAt('other/b.gz'))).toString()).toBe('text');
  });

  test('back into a folder above are listed and not followed', async () => {
    write('2026/03/08/a.gz');
    write('2027/b.gz');
    symlinkSync(root, join(root, '2026/03/08/loop'));
    symlinkSync(join(root, '2027'), join(root, '2026/there'));
    symlinkSync(join(root, '2026'), join(root, '2027/back'));
    const objects = await list(openFolderArchive(root));
    expect(objects.map(({ key, kind }) => [key, kind])).toEqual([
      ['2026/03/08/a.gz', 'data'],
      ['2026/03/08/loop', 'ignored'],
      ['2026/there/b.gz', 'data'],
      ['2026/there/back', 'ignored'],
      ['2027/b.gz', 'data'],
      ['2027/back/03/08/a.gz', 'data'],
      ['2027/back/03/08/loop', 'ignored'],
      ['2027/back/there', 'ignored'],
    ]);
  });

  test('to nothing are a vanished log, or a listing that is not whole', async () => {
    write('2026/03/08/a.gz');
    symlinkSync('gone', join(root, '2026/03/08/b.gz'));
    symlinkSync('self.gz', join(root, '2026/03/08/self.gz'));
    symlinkSync('gone', join(root, '2026/03/08/.lock'));
    expect(await keys()).toEqual(
      ['.lock', 'a.gz', 'b.gz', 'self.gz'].map((n) => `2026/03/08/${n}`),
    );
    expect(await faultOf(read(await objectAt('2026/03/08/b.gz')))).toBe('vanished');
    expect(await faultOf(read(await objectAt('2026/03/08/self.gz')))).toBe('vanished');
    symlinkSync('gone', join(root, '2025'));
    await expect(keys()).rejects.toThrow(/2025: cannot be listed \(ENOENT\)/);
  });
});

describe('reading', () => {
  test('refuses a file that was replaced, changed or touched since it was listed', async () => {
    const path = write('a.gz', 'text');
    const changes: readonly (() => void)[] = [
      () => renameSync(write('b.gz', 'text'), path),
      () => writeFileSync(path, 'texts'),
      () => utimesSync(path, 1, 1),
    ];
    for (const change of changes) {
      const object = await objectAt('a.gz');
      change();
      expect(await faultOf(read(object))).toBe('changed');
    }
  });

  test('refuses a file that is changed while it is read', async () => {
    for (const change of ['grows', 'shrinks', 'is written over']) {
      const path = write('a.gz', Buffer.alloc(600_000));
      // Clocks of file systems tick in milliseconds: two writes may fall into one of them.
      utimesSync(path, 1, 1);
      const object = await objectAt('a.gz');
      const reading = async (): Promise<void> => {
        let pieces = 0;
        for await (const piece of openFolderArchive(root).open(object)) {
          pieces += piece.length > 0 ? 1 : 0;
          if (pieces > 1) continue;
          if (change === 'grows') appendFileSync(path, 'x');
          else writeFileSync(path, Buffer.alloc(change === 'shrinks' ? 300_000 : 600_000, 1));
        }
      };
      expect(await faultOf(reading()), change).toBe('changed');
    }
  });

  test('gives a file to its end that is removed or replaced after it was opened', async () => {
    const path = write('a.gz', Buffer.alloc(600_000));
    const object = await objectAt('a.gz');
    let bytes = 0;
    for await (const piece of openFolderArchive(root).open(object)) {
      bytes += piece.length;
      renameSync(write('b.gz', 'other'), path);
    }
    expect(bytes).toBe(600_000);
  });

  test('gives files of one byte, and of no more than whole pieces', async () => {
    for (const length of [1, 256 * 1024, 256 * 1024 + 1, 512 * 1024]) {
      const bytes = Buffer.alloc(length, 'some bytes');
      write('a.gz', bytes);
      expect((await read(await objectAt('a.gz'))).equals(bytes), `${length} bytes`).toBe(true);
    }
  });

  test('refuses a file that is gone, and one in whose place a folder stands', async () => {
    const path = write('a.gz');
    const object = await objectAt('a.gz');
    rmSync(path);
    expect(await faultOf(read(object))).toBe('vanished');
    mkdirSync(path);
    expect(await faultOf(read(object))).toBe('changed');
  });

  test('refuses a file that may not be read', async () => {
    chmodSync(write('a.gz'), 0);
    const object = await objectAt('a.gz');
    expect(await faultOf(asNobody(() => read(object)))).toBe('denied');
  });
});

test('a folder that is not there and a file in its place are errors of usage', () => {
  expect(() => openFolderArchive(join(root, 'none'))).toThrow(
    expect.objectContaining({
      message: `${root}/none: there is no such folder`,
      hint: 'name an existing folder with the raw logs, such as --archive ./raw',
      exitCode: 2,
    }),
  );
  expect(() => openFolderArchive(write('a.gz'))).toThrow(
    expect.objectContaining({
      message: `${root}/a.gz is not a folder`,
      hint: `name the folder that holds the logs, such as --archive ${root}`,
      exitCode: 2,
    }),
  );
});
