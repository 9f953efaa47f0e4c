/** Which folders are opened as a store, and what is said of the others. */
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFolderStore } from '../../../src/store/folder/open-folder-store.ts';
import { newFolder, removeFolder } from '../folder-test-store.ts';

let folder = '';
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => removeFolder(folder));

test('a folder that is not there becomes a store, and is one from then on', async () => {
  const path = join(folder, 'new', 'store');
  await (await openFolderStore(path, { create: true })).close();
  const marker = await readFile(join(path, 'recount-store.json'), 'utf8');
  expect(marker).toBe('{"format":"recount-store","layout":2}\n');
  const store = await openFolderStore(path, { create: false });
  expect(store.location).toBe(path);
  await store.close();
});

test('an empty folder becomes a store, also after a killed attempt to make it one', async () => {
  await writeFile(join(folder, 'recount-store.json.partial-1'), '{"form');
  await (await openFolderStore(folder, { create: true })).close();
  expect(await readdir(folder)).toContain('recount-store.json');
});

test('several processes may make the same store at once', async () => {
  const stores = await Promise.all(
    Array.from({ length: 8 }, () => openFolderStore(join(folder, 'store'), { create: true })),
  );
  expect(await readdir(join(folder, 'store'))).toEqual(['recount-store.json']);
  for (const store of stores) await store.close();
});

test('a folder without a store is not opened for reading, and stays as it is', async () => {
  const path = join(folder, 'none');
  await expect(openFolderStore(path, { create: false })).rejects.toMatchObject({
    message: `there is no store in ${path}`,
    hint: `recount store init --store ${path} makes one`,
    exitCode: 2,
  });
  expect(await readdir(folder)).toEqual([]);
});

test('a folder with other things in it is refused', async () => {
  await writeFile(join(folder, 'holiday.jpg'), '');
  for (const create of [true, false]) {
    await expect(openFolderStore(folder, { create })).rejects.toMatchObject({
      message: `${folder} is not a store of recount and not empty: it holds holiday.jpg`,
      exitCode: 2,
    });
  }
  expect(await readdir(folder)).toEqual(['holiday.jpg']);
});

test('a store of another layout is refused with both layouts named', async () => {
  await writeFile(join(folder, 'recount-store.json'), '{"format":"recount-store","layout":1}');
  await expect(openFolderStore(folder, { create: true })).rejects.toMatchObject({
    message: `the store ${folder} cannot be used: it has layout 1, this recount knows 2`,
    hint: 'use the version of recount that wrote it',
    exitCode: 2,
  });
});

test('a marker of something else, or a damaged one, is refused', async () => {
  const path = join(folder, 'recount-store.json');
  await writeFile(path, '{"format":"other","layout":1}');
  await expect(openFolderStore(folder, { create: true })).rejects.toMatchObject({
    message: `${path} is not of recount`,
    exitCode: 2,
  });
  await writeFile(path, '{"format":');
  await expect(openFolderStore(folder, { create: true })).rejects.toMatchObject({
    message: `${path} is damaged: it does not hold a JSON object`,
    exitCode: 1,
  });
});

test('a path through a file is refused with what is in the way', async () => {
  await writeFile(join(folder, 'file'), '');
  const path = join(folder, 'file', 'store');
  await expect(openFolderStore(path, { create: true })).rejects.toMatchObject({
    message: `${join(path, 'recount-store.json')}: a part of the path is a file, not a folder`,
    exitCode: 1,
  });
});

test('a store within a folder of its own may be opened by a path with any signs', async () => {
  const path = join(folder, '100% $(x) `y` "z" \\ ü');
  await mkdir(path);
  const store = await openFolderStore(path, { create: true });
  const key = { site: 'a', day: 0, generation: 'g' };
  await store.stagePages(key, [{ url: 'https://a.example/', seenAt: 1, metadata: '{}' }]);
  for await (const page of store.readPages(key)) expect(page.url).toBe('https://a.example/');
  await store.close();
});
