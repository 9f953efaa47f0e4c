/**
 * The cells of a row part as `frozen<map<text, blob>>`: what the store decided against. A value is
 * its number in eight bytes, then the sketch.
 */
import type { ByteDictionary } from '../../src/model/byte-dictionary.ts';
import type { RowPart } from '../../src/model/row.ts';

const numberBytes = 8;

export function mapFromCells(part: RowPart): {
  readonly cells: Readonly<Record<string, Buffer>>;
  readonly bytes: number;
} {
  const { keys, cells, values, sketches, sketchEnds } = part;
  const map: Record<string, Buffer> = {};
  let bytes = 0;
  let sketchFrom = 0;
  cells.forEach((cell, index) => {
    const sketchUntil = sketchEnds[index] ?? sketchFrom;
    const value = Buffer.alloc(numberBytes + sketchUntil - sketchFrom);
    value.writeDoubleBE(values[index] ?? 0);
    value.set(sketches.subarray(sketchFrom, sketchUntil), numberBytes);
    const key = keys.text(cell);
    map[key] = value;
    bytes += key.length + value.length;
    sketchFrom = sketchUntil;
  });
  return { cells: map, bytes };
}

export function partFromMap(
  map: Readonly<Record<string, Buffer>>,
  keys: ByteDictionary,
): Pick<RowPart, 'cells' | 'values' | 'sketches' | 'sketchEnds'> {
  const entries = Object.entries(map);
  let end = 0;
  const sketches = entries.map(([, value]) => value.subarray(numberBytes));
  return {
    cells: Uint32Array.from(entries, ([key]) => keys.internText(key)),
    values: Float64Array.from(entries, ([, value]) => value.readDoubleBE()),
    sketchEnds: Uint32Array.from(sketches, ({ length }) => (end += length)),
    sketches: Buffer.concat(sketches),
  };
}
