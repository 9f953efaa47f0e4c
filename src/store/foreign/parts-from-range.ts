/** Sorted records of a foreign file as row parts. */
import { GrowingBytes } from '../../base/bytes.ts';
import { readSpillRecords, type SpillRange } from '../../base/spill-records.ts';
import type { SpillFile } from '../../base/spill-space.ts';
import { ByteDictionary } from '../../model/byte-dictionary.ts';
import { compareRows, partCellsMax, type RowPart } from '../../model/row.ts';
import { cellFromRecord, type ForeignCell } from './foreign-cell.ts';

/** The stream starts a new dictionary of keys when the old one holds this much. */
const keysBytesMax = 4 * 1024 * 1024;

/** In the one order of rows, zeros left out. Memory: one part, and the keys of recent ones. */
export function* partsFromRange(
  file: SpillFile,
  range: SpillRange,
): Generator<RowPart, void, undefined> {
  let keys = new ByteDictionary();
  let cells: ForeignCell[] = [];
  let part = 0;
  for (const record of readSpillRecords(file, range)) {
    const cell = cellFromRecord(record);
    if (cell.value === 0) continue;
    const first = cells[0];
    const isSameRow = first !== undefined && compareRows(first.row, cell.row) === 0;
    if (first !== undefined && (!isSameRow || cells.length === partCellsMax)) {
      yield partOfCells(cells, part, keys);
      part = isSameRow ? part + 1 : 0;
      cells = [];
      if (keys.memoryBytes > keysBytesMax) keys = new ByteDictionary();
    }
    cells.push(cell);
  }
  if (cells.length > 0) yield partOfCells(cells, part, keys);
}

function partOfCells(cells: readonly ForeignCell[], part: number, keys: ByteDictionary): RowPart {
  const sketches = new GrowingBytes(64);
  const sketchEnds = cells.map(({ sketch }) => {
    sketches.append(sketch);
    return sketches.length;
  });
  return {
    ...cells[0]!.row,
    part,
    keys,
    cells: Uint32Array.from(cells, ({ key }) => keys.internText(key)),
    values: Float64Array.from(cells, ({ value }) => value),
    sketches: sketches.slice(),
    sketchEnds: Uint32Array.from(sketchEnds),
  };
}
