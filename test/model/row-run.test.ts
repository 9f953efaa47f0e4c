/** Runs of row parts come back from the spill space as they were. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFolderSpillSpace } from '../../src/base/folder-spill-space.ts';
import { ByteDictionary } from '../../src/model/byte-dictionary.ts';
import { readRowRun, writeRowRun } from '../../src/model/row-run.ts';
import type { RowPart } from '../../src/model/row.ts';
import { bytesFromRowPart } from '../support/row-part-bytes.ts';

/** Long enough that a run forgets its keys several times. */
const keyBytes = 100_000;

/** In turns of two dictionaries, which grow while parts are made and share some keys. */
function* parts(): Generator<RowPart> {
  const dictionaries = [new ByteDictionary(), new ByteDictionary()];
  for (let part = 0; part < 60; part += 1) {
    const keys = dictionaries[part % 2]!;
    const names = [`own ${String(part)} `, `shared ${String(part % 7)} `, 'ü '];
    const cells = names.map((name) => keys.internText(name.padEnd(keyBytes, 'x')));
    yield {
      grain: part < 30 ? '1d' : '5m',
      url: part % 5 === 0 ? null : `https://a/ü/${String(part)}`,
      bucket: part * 300,
      part: part % 3,
      keys,
      cells: Uint32Array.from(cells),
      values: Float64Array.from([part, 2 ** 53 - 1, 1]),
      sketches: new Uint8Array([1, 2, 3, part]),
      sketchEnds: Uint32Array.from([0, 3, 4]),
    };
  }
}

/** A digest: parts are large, and bytes are slow to compare one by one. */
function digestOf(part: RowPart): string {
  return createHash('sha256').update(bytesFromRowPart(part)).digest('hex');
}

test('parts of a run are read as they were written, however many keys they have', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recount-test-'));
  const space = openFolderSpillSpace(folder);
  const file = space.create();
  const range = writeRowRun(file, parts());
  const found = Array.from(readRowRun(file, range), digestOf);
  expect(found).toEqual(Array.from(parts(), digestOf));
  expect(range.until - range.from).toBeGreaterThan(4 * 1024 ** 2);
  expect(found.length).toBe(60);
  space.close();
  rmSync(folder, { recursive: true });
});
