/** Sorted runs of row parts on a spill file, written once and read as often as wanted. */
import { readSpillRecords, writeSpillRecords, type SpillRange } from '../base/spill-records.ts';
import type { SpillFile } from '../base/spill-space.ts';
import { ByteDictionary } from './byte-dictionary.ts';
import type { RowPart } from './row.ts';
import { bytesFromRowPart, rowPartFromBytes } from './row-part-bytes.ts';

/** A reader starts a new dictionary of keys when the old one holds this much. */
const keysBytesMax = 4 * 1024 * 1024;

export function writeRowRun(file: SpillFile, parts: Iterable<RowPart>): SpillRange {
  return writeSpillRecords(file, recordsOf(parts));
}

function* recordsOf(parts: Iterable<RowPart>): Generator<Uint8Array, void, undefined> {
  for (const part of parts) yield bytesFromRowPart(part);
}

/** Memory: one part, one piece of the file, and the keys of recent parts. */
export function* readRowRun(
  file: SpillFile,
  range: SpillRange,
): Generator<RowPart, void, undefined> {
  let keys = new ByteDictionary();
  for (const record of readSpillRecords(file, range)) {
    if (keys.memoryBytes > keysBytesMax) keys = new ByteDictionary();
    yield rowPartFromBytes(record, keys);
  }
}
