/**
 * Row parts as bytes, each with its own keys: the same whatever dictionary they came in.
 *
 * Layout, little endian: flags (bit 0: 5m, bit 1: site row), part, cells, sketch bytes, url bytes
 * as u32; bucket as f64; the values as f64; key lengths and sketch ends as u32; url, keys,
 * sketches.
 */
import { bytesFromText } from '../../src/base/bytes.ts';
import type { RowPart } from '../../src/model/row.ts';

const headerBytes = 5 * 4 + 8;

export function bytesFromRowPart(part: RowPart): Uint8Array {
  const { keys, cells, values, sketches, sketchEnds } = part;
  const url = bytesFromText(part.url ?? '');
  const count = cells.length;
  const keyBytes = cells.reduce((sum, cell) => sum + keys.byteLength(cell), 0);
  const textsFrom = headerBytes + count * 16;
  const bytes = new Uint8Array(textsFrom + url.length + keyBytes + sketches.length);
  const view = new DataView(bytes.buffer);
  const flags = (part.grain === '5m' ? 1 : 0) | (part.url === null ? 2 : 0);
  [flags, part.part, count, sketches.length, url.length].forEach((word, index) => {
    view.setUint32(index * 4, word, true);
  });
  view.setFloat64(20, part.bucket, true);
  bytes.set(url, textsFrom);
  let at = textsFrom + url.length;
  for (let index = 0; index < count; index += 1) {
    const cell = cells[index] as number;
    view.setFloat64(headerBytes + index * 8, values[index] as number, true);
    view.setUint32(headerBytes + count * 8 + index * 4, keys.byteLength(cell), true);
    view.setUint32(headerBytes + count * 12 + index * 4, sketchEnds[index] as number, true);
    at = keys.copyTo(cell, bytes, at);
  }
  bytes.set(sketches, at);
  return bytes;
}
