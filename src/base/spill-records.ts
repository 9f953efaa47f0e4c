/** Length-prefixed records on a spill file: what sorted runs and event chunks are made of. */
import type { SpillFile } from './spill-space.ts';

/** Written and read in pieces of this size (chosen: large against the cost of a call). */
const pieceBytes = 64 * 1024;

/** Pieces that nobody writes just now: much is written in many short runs. */
const idlePieces: Uint8Array<ArrayBuffer>[] = [];

class SpillRecordWriter {
  readonly #file: SpillFile;
  readonly #piece = idlePieces.pop() ?? new Uint8Array(pieceBytes);
  readonly #view = new DataView(this.#piece.buffer);
  #length = 0;

  constructor(file: SpillFile) {
    this.#file = file;
  }

  add(record: Uint8Array): void {
    if (this.#length + 4 + record.length > pieceBytes) this.flush();
    this.#view.setUint32(this.#length, record.length, true);
    this.#length += 4;
    if (this.#length + record.length > pieceBytes) {
      this.flush();
      this.#file.append(record);
      return;
    }
    this.#piece.set(record, this.#length);
    this.#length += record.length;
  }

  flush(): void {
    if (this.#length > 0) this.#file.append(this.#piece.subarray(0, this.#length));
    this.#length = 0;
  }

  /** After the last record. */
  end(): void {
    this.flush();
    idlePieces.push(this.#piece);
  }
}

/** Where a run of records lies in a spill file: bytes [from, until). */
export type SpillRange = { readonly from: number; readonly until: number };

/** Appends records and says where they lie. */
export function writeSpillRecords(file: SpillFile, records: Iterable<Uint8Array>): SpillRange {
  const from = file.bytes;
  const writer = new SpillRecordWriter(file);
  for (const record of records) writer.add(record);
  writer.end();
  return { from, until: file.bytes };
}

/** The records of a range, in order. Each is a view that the next one may overwrite. */
export function* readSpillRecords(
  file: SpillFile,
  range: SpillRange,
): Generator<Uint8Array, void, undefined> {
  let buffer = new Uint8Array(pieceBytes);
  let at = 0;
  let length = 0;
  let offset = range.from;
  const fill = (needed: number): void => {
    if (length - at >= needed) return;
    const rest = buffer.subarray(at, length);
    const target = needed > buffer.length ? new Uint8Array(needed) : buffer;
    target.set(rest);
    buffer = target;
    length = rest.length;
    at = 0;
    const end = Math.min(buffer.length, length + range.until - offset);
    const read = file.read(offset, buffer.subarray(length, end));
    offset += read;
    length += read;
  };
  for (;;) {
    fill(4);
    if (length - at < 4) return;
    const size = new DataView(buffer.buffer, at, 4).getUint32(0, true);
    at += 4;
    fill(size);
    yield buffer.subarray(at, at + size);
    at += size;
  }
}
