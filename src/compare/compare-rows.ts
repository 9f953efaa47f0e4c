/** Finds the cells in which the stored rows of a generation differ from the derived ones. */
import { compareBytes } from '../base/bytes.ts';
import type { Difference } from '../model/difference.ts';
import { rowNameOf } from '../model/row-text.ts';
import { compareRows as compareRowNames, sketchOfCell, type RowPart } from '../model/row.ts';
import { KeyMatcher } from './key-matcher.ts';
import { PartCursor, type RowStream } from './part-cursor.ts';

/** Sketches up to this length are compared without views of them (chosen). */
const shortSketchBytes = 64;

/**
 * Merge-joins derived and stored rows of one generation.
 *
 * Both inputs: parts in their one order (grain, url, bucket, part), cells in canonical order. Where
 * a row is cut into parts makes no difference. Output: same order, one Difference per unequal
 * cell; of a row that only one side has, one per cell. Memory: one part of each side.
 * @throws DataError if an input is out of order (names the side and both keys).
 */
export async function* compareRows(
  derived: RowStream,
  stored: RowStream,
): AsyncGenerator<Difference, void, undefined> {
  const left = new PartCursor('the derived rows', derived);
  const right = new PartCursor('the stored rows', stored);
  const matcher = new KeyMatcher();
  try {
    await Promise.all([left.advance(), right.advance()]);
    while (left.part !== undefined || right.part !== undefined) {
      const order = orderOfRows(left.part, right.part);
      if (order === 0) yield* joinedCells(left, right, matcher);
      else if (order < 0) yield* restOfPart(left, 'missing');
      else yield* restOfPart(right, 'extra');
      if (left.isPartDone) await left.advance();
      if (right.isPartDone) await right.advance();
    }
  } finally {
    await Promise.all([left.close(), right.close()]);
  }
}

/** A side that has ended comes after every row. */
function orderOfRows(left: RowPart | undefined, right: RowPart | undefined): number {
  if (left === undefined) return 1;
  return right === undefined ? -1 : compareRowNames(left, right);
}

/** Goes through two parts of one row until either is done. At most one difference per cell. */
function joinedCells(left: PartCursor, right: PartCursor, matcher: KeyMatcher): Difference[] {
  const differences: Difference[] = [];
  const [derived, stored] = [left.part!, right.part!];
  matcher.use(left.order, right.order);
  while (!left.isPartDone && !right.isPartDone) {
    const order = matcher.compare(derived.cells[left.index]!, stored.cells[right.index]!);
    if (order < 0) differences.push(onlyIn(derived, left.index, 'missing'));
    else if (order > 0) differences.push(onlyIn(stored, right.index, 'extra'));
    else {
      const sketchDiffers = !haveSameSketch(left, right);
      const [value, found] = [derived.values[left.index]!, stored.values[right.index]!];
      if (sketchDiffers || value !== found) {
        const key = derived.keys.text(derived.cells[left.index]!);
        const row = rowNameOf(derived);
        const values = { derived: value, stored: found };
        differences.push({ kind: 'changed', row, key, ...values, sketchDiffers });
      }
    }
    if (order <= 0) left.index += 1;
    if (order >= 0) right.index += 1;
  }
  return differences;
}

/** The cells of a part that the other side does not have. */
function* restOfPart(
  cursor: PartCursor,
  kind: 'missing' | 'extra',
): Generator<Difference, void, undefined> {
  const part = cursor.part!;
  for (; cursor.index < part.cells.length; cursor.index += 1) {
    yield onlyIn(part, cursor.index, kind);
  }
}

function onlyIn(part: RowPart, index: number, kind: 'missing' | 'extra'): Difference {
  const value = part.values[index]!;
  return {
    kind,
    row: rowNameOf(part),
    key: part.keys.text(part.cells[index]!),
    derived: kind === 'missing' ? value : null,
    stored: kind === 'extra' ? value : null,
    sketchDiffers: sketchOfCell(part, index).length > 0,
  };
}

function haveSameSketch(left: PartCursor, right: PartCursor): boolean {
  const [a, b] = [left.part!, right.part!];
  const fromA = left.index === 0 ? 0 : a.sketchEnds[left.index - 1]!;
  const fromB = right.index === 0 ? 0 : b.sketchEnds[right.index - 1]!;
  const length = a.sketchEnds[left.index]! - fromA;
  if (b.sketchEnds[right.index]! - fromB !== length) return false;
  if (length > shortSketchBytes) {
    return compareBytes(sketchOfCell(a, left.index), sketchOfCell(b, right.index)) === 0;
  }
  for (let offset = 0; offset < length; offset += 1) {
    if (a.sketches[fromA + offset] !== b.sketches[fromB + offset]) return false;
  }
  return true;
}
