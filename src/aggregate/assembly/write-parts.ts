/**
 * Parts of the row under way, from its cells in order. A part lies in memory as its values (f64),
 * cells, sketch ends (words), sketches; a head for each says where: see `headBytes`.
 */
import {
  bucketAt,
  cellKindsBase,
  cellListBase,
  headsBase,
  headsMax,
  metricsBase,
  partBytesMax,
  partsBase,
  partsUntil,
  sumsBase,
  urlAt,
} from './layout';
import { metricBytes } from './members';
import { estimate, writeSketch } from './sketches';

/** As model/row.ts has it. */
const partCellsMax: u32 = 1000;

/** Words of a head: url rank, bucket, part, cells, byte in the parts, bytes of sketches. */
const headBytes: usize = 24;

/** Parts written since `clearParts`, and where their bytes end. */
export let partCount: u32 = 0;
export let partsEnd: usize = 0;

/** Cells of the row under way, of those the ones already in parts, and the next part's number. */
let cellCount: u32 = 0;
let cellsWritten: u32 = 0;
let partNumber: u32 = 0;
/** Any record of the row: it knows url and bucket. */
let rowRecord: usize = 0;

export function clearParts(): void {
  partCount = 0;
  partsEnd = partsBase;
}

export function hasRoomForPart(): bool {
  return partCount < headsMax && partsEnd + partBytesMax <= partsUntil;
}

export function beginRow(record: usize, cells: u32): void {
  rowRecord = record;
  cellCount = cells;
  cellsWritten = 0;
  partNumber = 0;
}

/** Writes parts while there is room; true once all cells of the row are written. */
export function writeParts(): bool {
  while (cellsWritten < cellCount) {
    if (!hasRoomForPart()) return false;
    writePart(min<u32>(partCellsMax, cellCount - cellsWritten));
  }
  return true;
}

function writePart(cells: u32): void {
  const values = partsEnd;
  const numbers = values + ((<usize>cells) << 3);
  const ends = numbers + ((<usize>cells) << 2);
  const sketches = ends + ((<usize>cells) << 2);
  const list = cellListBase + ((<usize>cellsWritten) << 2);
  let to = sketches;
  for (let index: usize = 0; index < <usize>cells; index += 1) {
    const cell: usize = load<u32>(list + (index << 2));
    const kind = load<u32>(cellKindsBase + (cell << 2));
    if (kind == 0) {
      const sum = sumsBase + (cell << 3);
      store<f64>(values + (index << 3), load<f64>(sum));
      store<f64>(sum, 0);
    } else {
      const metric = metricsBase + <usize>((kind >> 16) - 1) * metricBytes;
      to = writeSketch(metric, kind & 0xffff, to);
      store<f64>(values + (index << 3), estimate);
    }
    store<u32>(numbers + (index << 2), <u32>cell);
    store<u32>(ends + (index << 2), <u32>(to - sketches));
  }
  writeHead(cells, <u32>(to - sketches));
  cellsWritten += cells;
  partNumber += 1;
  partsEnd = (to + 7) & ~7;
}

function writeHead(cells: u32, sketchBytes: u32): void {
  const head = headsBase + <usize>partCount * headBytes;
  store<u32>(head, load<u32>(rowRecord, urlAt));
  store<u32>(head, load<u32>(rowRecord, bucketAt), 4);
  store<u32>(head, partNumber, 8);
  store<u32>(head, cells, 12);
  store<u32>(head, <u32>(partsEnd - partsBase), 16);
  store<u32>(head, sketchBytes, 20);
  partCount += 1;
}
