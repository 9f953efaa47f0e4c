/** One cell out of the rows of a period, and of a distinct count the 5-minute rows behind it. */
import type { DerivedPeriod } from '../aggregate/derived-period.ts';
import type { ExplainedCell } from '../model/explanation.ts';
import { compareUrls, sketchOfCell, type Grain, type RowPart } from '../model/row.ts';
import { keyFromCellName } from '../model/segments.ts';
import { emptySketch } from '../model/sketch.ts';

/** A row without the cell has 0 of it, and the empty sketch. */
export type CellValue = { readonly value: number; readonly sketch: Uint8Array };

export const noCell: CellValue = { value: 0, sketch: emptySketch };

/** The cell of the row that is asked for. */
export function derivedCell(derived: DerivedPeriod, asked: ExplainedCell): CellValue {
  for (const { bucket, found } of cellsOfUrl(derived, asked, asked.grain)) {
    if (bucket === asked.bucket) return found;
  }
  return noCell;
}

/** The cell in every 5-minute row of the url that has it, ascending by bucket. */
export function derivedBuckets(
  derived: DerivedPeriod,
  asked: ExplainedCell,
): Generator<{ readonly bucket: number; readonly found: CellValue }, void, undefined> {
  return cellsOfUrl(derived, asked, '5m');
}

/** The cell in a part; undefined where it is not there. The sketch is a copy. */
export function cellOfPart(part: RowPart, key: string): CellValue | undefined {
  const index = part.cells.findIndex((cell) => part.keys.text(cell) === key);
  if (index === -1) return undefined;
  return { value: part.values[index] as number, sketch: sketchOfCell(part, index).slice() };
}

function* cellsOfUrl(
  derived: DerivedPeriod,
  { url, cell }: ExplainedCell,
  grain: Grain,
): Generator<{ readonly bucket: number; readonly found: CellValue }, void, undefined> {
  const key = keyFromCellName(cell);
  for (const part of derived.rows(grain)) {
    const order = compareUrls(part.url, url);
    if (order > 0) return;
    const found = order === 0 ? cellOfPart(part, key) : undefined;
    if (found !== undefined) yield { bucket: part.bucket, found };
  }
}
