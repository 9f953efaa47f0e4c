/** Rows as plain objects, and the parts that they make: the readable side of comparison tests. */
import { ByteDictionary } from '../../src/model/byte-dictionary.ts';
import { partCellsMax, type RowName, type RowPart } from '../../src/model/row.ts';
import { breakdowns } from '../../src/model/segments.ts';
import { sketchOf } from './sketch-hashes.ts';

/** A distinct cell: its value, and the members of its set. */
export type PlainDistinct = { readonly value: number; readonly hashes: readonly bigint[] };

export type PlainRow = RowName & {
  readonly cells: Readonly<Record<string, number | PlainDistinct>>;
};

/** The parts of all rows, in the order given; the cells of each row in canonical order. */
export function partsFromRows(rows: readonly PlainRow[], keys = new ByteDictionary()): RowPart[] {
  return rows.flatMap((row) => partsFromRow(row, keys));
}

export function partsFromRow(row: PlainRow, keys = new ByteDictionary()): RowPart[] {
  const entries = Object.entries(row.cells).sort(([a], [b]) => compareKeys(a, b));
  const parts: RowPart[] = [];
  for (let from = 0; from < entries.length; from += partCellsMax) {
    const share = entries.slice(from, from + partCellsMax);
    parts.push(partFromCells({ row, part: parts.length, keys }, share));
  }
  return parts;
}

type PartName = {
  readonly row: RowName;
  readonly part: number;
  readonly keys: ByteDictionary;
};

/** One part of exactly these cells, whatever their number and order. */
export function partFromCells(
  { row: { grain, url, bucket }, part, keys }: PartName,
  entries: readonly (readonly [string, number | PlainDistinct])[],
): RowPart {
  const sketches = entries.map(([, cell]) =>
    typeof cell === 'number' ? new Uint8Array(0) : sketchOf(cell.hashes),
  );
  let end = 0;
  return {
    ...{ grain, url, bucket, part, keys },
    cells: Uint32Array.from(entries, ([key]) => keys.internText(key)),
    values: Float64Array.from(entries, ([, cell]) =>
      typeof cell === 'number' ? cell : cell.value,
    ),
    sketches: Uint8Array.from(Buffer.concat(sketches)),
    sketchEnds: Uint32Array.from(sketches, ({ length }) => (end += length)),
  };
}

function compareKeys(a: string, b: string): number {
  const isOpen = (key: string): boolean =>
    breakdowns.some(({ name }) => key.startsWith(name + '='));
  if (isOpen(a) !== isOpen(b)) return isOpen(a) ? 1 : -1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
