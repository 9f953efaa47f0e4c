/** The spill space: what every adapter must do, and records on it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFolderSpillSpace } from '../../src/base/folder-spill-space.ts';
import { canMountSmallDisk, onSmallDisk } from '../support/small-disk.ts';
import { readSpillRecords, writeSpillRecords } from '../../src/base/spill-records.ts';

const source = join(import.meta.dirname, '../../dist/base/folder-spill-space.js');
let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'recount-test-'))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('bytes come back from where they were appended', () => {
  const space = openFolderSpillSpace(folder);
  const file = space.create();
  file.append(Uint8Array.of(1, 2, 3));
  file.append(Uint8Array.of(4));
  const target = new Uint8Array(8);
  expect(file.read(1, target)).toBe(3);
  expect([...target.subarray(0, 3)]).toEqual([2, 3, 4]);
  space.close();
});

test('nothing is left behind, not even while files are open', () => {
  const space = openFolderSpillSpace(folder);
  space.create().append(new Uint8Array(100));
  expect(readdirSync(space.location)).toEqual([]);
  space.close();
  expect(readdirSync(folder)).toEqual([]);
});

test('records of every size come back in order, run by run', () => {
  const space = openFolderSpillSpace(folder);
  const file = space.create();
  const sizes = [0, 1, 65_531, 65_532, 65_533, 200_000, 3];
  const recordsOf = (fill: number): Uint8Array[] =>
    sizes.map((size) => new Uint8Array(size).fill(fill));
  const first = writeSpillRecords(file, recordsOf(1));
  const second = writeSpillRecords(file, recordsOf(2));
  const read = (range: typeof first): [number, number | undefined][] =>
    [...readSpillRecords(file, range)].map((r) => [r.length, r[r.length - 1]]);
  expect(read(first).map(([length]) => length)).toEqual(sizes);
  expect(read(second).map(([length]) => length)).toEqual(sizes);
  const lasts = [];
  for (const record of readSpillRecords(file, second)) lasts.push(record[0]);
  expect(lasts).toEqual([undefined, 2, 2, 2, 2, 2, 2]);
  space.close();
});

test('a folder that is not there is named with a remedy', () => {
  expect(() => openFolderSpillSpace(join(folder, 'missing'))).toThrow(
    'the spill folder cannot be used',
  );
});

test.skipIf(!canMountSmallDisk())('a disk that is full is named with what did not fit', () => {
  const program = `
    const { openFolderSpillSpace } = await import(${JSON.stringify(source)});
    const space = openFolderSpillSpace(process.argv[1]);
    const file = space.create();
    for (let times = 0; times < 64; times += 1) file.append(new Uint8Array(64 * 1024));
  `;
  const [command = '', ...within] = onSmallDisk(folder);
  const flags = ['--input-type=module', '-e', program, '--', folder];
  const { stderr } = spawnSync(command, [...within, process.execPath, ...flags], {
    encoding: 'utf8',
  });
  expect(stderr).toContain(`SystemError: the spill folder is full: ${folder}/recount-spill-`);
  expect(stderr).toContain(' holds 1.0 MiB of this run, and 0.1 MiB more do not fit');
});
