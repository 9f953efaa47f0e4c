/** Rows without what the other side does not record: what is not recorded is not a difference. */
import type { Recorded, ValueKind } from '../model/foreign-numbers.ts';
import { cellNameFromKey } from '../model/segments.ts';
import { sketchOfCell, type RowPart } from '../model/row.ts';
import { GrowingBytes } from '../base/bytes.ts';
import { KeyMemory } from './key-memory.ts';
import type { RowStream } from './part-cursor.ts';

/**
 * Leaves out the cells of which `recorded` says `no`, and the sketches of those of which it says
 * `value`. Same order; `counted` hears of every part that is left. Memory: one part.
 */
export async function* narrowRows(
  rows: RowStream,
  recorded: (kind: ValueKind) => Recorded,
  counted: (part: RowPart) => void,
): AsyncGenerator<RowPart, void, undefined> {
  const memory = new KeyMemory((key, { grain, url }) => {
    const { dimension, metric } = cellNameFromKey(key);
    return recorded({ grain, isSiteRow: url === null, dimension, metric });
  });
  for await (const part of rows) {
    const narrowed = narrowPart(part, (cell) => memory.of(part, cell));
    if (narrowed.cells.length === 0) continue;
    counted(narrowed);
    yield narrowed;
  }
}

function narrowPart(part: RowPart, recordedOf: (cell: number) => Recorded): RowPart {
  const kept: number[] = [];
  const sketches = new GrowingBytes(Math.max(64, part.sketches.length));
  const sketchEnds: number[] = [];
  part.cells.forEach((cell, index) => {
    const recorded = recordedOf(cell);
    if (recorded === 'no') return;
    if (recorded === 'sketch') sketches.append(sketchOfCell(part, index));
    kept.push(index);
    sketchEnds.push(sketches.length);
  });
  const isWhole = kept.length === part.cells.length && sketches.length === part.sketches.length;
  if (isWhole) return part;
  return {
    ...part,
    cells: Uint32Array.from(kept, (index) => part.cells[index]!),
    values: Float64Array.from(kept, (index) => part.values[index]!),
    sketches: sketches.slice(),
    sketchEnds: Uint32Array.from(sketchEnds),
  };
}
