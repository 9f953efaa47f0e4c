/** Totals of a folder store: a file beside the rows (see ../totals/url-totals.ts). */
import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { systemErrorCode } from '../../base/errors.ts';
import type { GenerationKey } from '../../model/period.ts';
import { totalsFromMemory, UnfitTotals } from '../totals/url-totals-reader.ts';
import type { TotalsSink } from '../totals/url-totals-writer.ts';
import type { StoredTotals, TotalsTable } from '../totals-selection.ts';
import { onFileSync } from './file-errors.ts';
import { rowsPath, urlTotalsPath } from './folder-layout.ts';

/** Reads synchronously: a warm read takes less than handing it to another thread. */
export function folderTotals(root: string): TotalsTable {
  const rowsBytes = (key: GenerationKey): number =>
    statSync(rowsPath(root, key, 'urls', '1d')).size;
  return {
    async *readTotals(keys) {
      for (const key of keys) {
        yield whereThere((): StoredTotals => {
          const totals = totalsFromMemory(readFileSync(urlTotalsPath(root, key)));
          return { totals, rowsFileBytes: rowsBytes(key) };
        });
      }
    },
    async *openTotals(keys) {
      for (const key of keys) {
        const file = whereThere(() => openSync(urlTotalsPath(root, key), 'r'));
        try {
          yield file === undefined ? undefined : totalsOfFile(file, () => rowsBytes(key));
        } finally {
          if (file !== undefined) closeSync(file);
        }
      }
    },
  };
}

function whereThere<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}

function totalsOfFile(file: number, rowsBytes: () => number): StoredTotals | undefined {
  return whereThere(() => {
    const read = (offset: number, length: number): Buffer => readAt(file, offset, length);
    return { totals: { length: fstatSync(file).size, read }, rowsFileBytes: rowsBytes() };
  });
}

function readAt(file: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let at = 0; at < length;) {
    const read = whereThere(() => readSync(file, bytes, at, length - at, offset + at)) ?? 0;
    if (read === 0) throw new UnfitTotals();
    at += read;
  }
  return bytes;
}

export type TotalsFile = { readonly sink: TotalsSink; close(): void };

export function newTotalsFile(path: string): TotalsFile {
  const file = onFileSync(path, () => openSync(path, 'wx'));
  return {
    sink(bytes) {
      onFileSync(path, () => {
        for (let from = 0; from < bytes.length;) {
          from += writeSync(file, bytes, from, bytes.length - from);
        }
      });
    },
    close: () => closeSync(file),
  };
}
