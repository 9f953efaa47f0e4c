/** The archive in a folder keeps the contract of archives. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openFolderArchive } from '../../src/archive/folder-archive.ts';
import { parseKeyLayout } from '../../src/archive/key-layout.ts';
import { describeArchiveContract } from './contract.ts';

describeArchiveContract(() => {
  const root = mkdtempSync(join(tmpdir(), 'recount-test-'));
  let written = 0;
  return Promise.resolve({
    location: root,
    put(key, bytes = 'x') {
      const path = join(root, key);
      mkdirSync(dirname(path), { recursive: true });
      // Moved to its place when it is whole, as writers of logs do.
      const unfinished = `${root}-${(written += 1)}`;
      writeFileSync(unfinished, bytes);
      renameSync(unfinished, path);
      return Promise.resolve();
    },
    remove(key) {
      rmSync(join(root, key));
      return Promise.resolve();
    },
    clear() {
      rmSync(root, { recursive: true });
      mkdirSync(root);
      return Promise.resolve();
    },
    open: ({ layout } = {}) =>
      Promise.resolve(openFolderArchive(root, { layout: parseKeyLayout(layout) })),
    end() {
      rmSync(root, { recursive: true });
      return Promise.resolve();
    },
  });
});
