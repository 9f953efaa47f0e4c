/** Row parts from and to plain objects, so that tests can write down what they expect. */
import { ByteDictionary } from '../../src/model/byte-dictionary.ts';
import { sketchOfCell } from '../../src/model/row.ts';
import type { Grain, RowPart } from '../../src/model/row.ts';

/** Key, value, and the sketch in hex where there is one. */
export type PlainCell = readonly [key: string, value: number, sketch?: string];

export type PlainPart = {
  readonly grain: Grain;
  readonly url: string | null;
  readonly bucket: number;
  readonly part: number;
  readonly cells: readonly PlainCell[];
};

/** All parts share one dictionary, as those of one derivation do. */
export function rowPartsFromPlain(plain: readonly PlainPart[]): RowPart[] {
  const keys = new ByteDictionary();
  return plain.map((part) => rowPartFromPlain(part, keys));
}

export function plainFromRowPart(part: RowPart): PlainPart {
  const cells = Array.from(part.cells, (cell, index): PlainCell => {
    const sketch = Buffer.from(sketchOfCell(part, index)).toString('hex');
    const key = part.keys.text(cell);
    const value = part.values[index] ?? NaN;
    return sketch === '' ? [key, value] : [key, value, sketch];
  });
  const { grain, url, bucket, part: number } = part;
  return { grain, url, bucket, part: number, cells };
}

export async function plainParts(parts: AsyncIterable<RowPart>): Promise<PlainPart[]> {
  const plain: PlainPart[] = [];
  for await (const part of parts) plain.push(plainFromRowPart(part));
  return plain;
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

export function rowPartFromPlain(plain: PlainPart, keys: ByteDictionary): RowPart {
  const sketches = plain.cells.map(([, , sketch]) => Buffer.from(sketch ?? '', 'hex'));
  let end = 0;
  return {
    grain: plain.grain,
    url: plain.url,
    bucket: plain.bucket,
    part: plain.part,
    keys,
    cells: Uint32Array.from(plain.cells, ([key]) => keys.internText(key)),
    values: Float64Array.from(plain.cells, ([, value]) => value),
    sketches: new Uint8Array(Buffer.concat(sketches)),
    sketchEnds: Uint32Array.from(sketches, ({ length }) => (end += length)),
  };
}
