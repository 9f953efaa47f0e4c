/** Sorted runs of row parts on a spill file, written once and read as often as wanted. */
import { bytesFromText, textFromBytes } from '../base/bytes.ts';
import { readSpillRecords, writeSpillRecords, type SpillRange } from '../base/spill-records.ts';
import type { SpillFile } from '../base/spill-space.ts';
import { ByteDictionary } from './byte-dictionary.ts';
import type { RowPart } from './row.ts';

/**
 * A part, in the byte order of the machine: eight words, the bucket and the values as f64, then as
 * u32 its cells, sketch ends and the lengths of new keys, then url, new keys and sketches. A key
 * is written once, with the first part that has it, and is known by its number from there on.
 */
const headWords = 8;
const valuesAt = headWords * 4 + 8;

const flags = { is5m: 1, isSite: 2, keysBeginAnew: 4 } as const;

/** A run starts a new dictionary of keys when the old one holds this much. */
const keysBytesMax = 4 * 1024 * 1024;

export function writeRowRun(file: SpillFile, parts: Iterable<RowPart>): SpillRange {
  return writeSpillRecords(file, recordsOf(parts));
}

function* recordsOf(parts: Iterable<RowPart>): Generator<Uint8Array, void, undefined> {
  const keys = new RunKeys();
  for (const part of parts) yield bytesFromPart(part, keys.add(part));
}

/** Memory: one part, one piece of the file, and the keys of recent parts. */
export function* readRowRun(
  file: SpillFile,
  range: SpillRange,
): Generator<RowPart, void, undefined> {
  let keys = new ByteDictionary();
  for (const record of readSpillRecords(file, range)) {
    const { buffer } = record.slice();
    if ((new Uint32Array(buffer, 0, 1)[0]! & flags.keysBeginAnew) !== 0) {
      keys = new ByteDictionary();
    }
    yield partFromBytes(buffer, keys);
  }
}

type PartKeys = {
  readonly areAnew: boolean;
  readonly cells: Uint32Array;
  readonly newLengths: Uint32Array;
  readonly newBytes: Uint8Array;
};

/** The keys of a run as it is written. */
class RunKeys {
  #keys = new ByteDictionary();
  #source: ByteDictionary | undefined;
  /** By entry of #source: that of #keys, or 0. */
  #known = new Uint32Array(0);

  /** The cells of a part by keys of the run, and the keys that are new. */
  add({ keys, cells }: RowPart): PartKeys {
    const areAnew = this.#source === undefined || this.#keys.memoryBytes > keysBytesMax;
    if (areAnew) this.#keys = new ByteDictionary();
    this.#know(keys, areAnew);
    const firstNew = this.#keys.count;
    const bytesBefore = this.#keys.allBytes().length;
    const own = new Uint32Array(cells.length);
    for (let index = 0; index < cells.length; index += 1) {
      const cell = cells[index]!;
      if (this.#known[cell] === 0) this.#known[cell] = this.#keys.internEntry(keys, cell);
      own[index] = this.#known[cell]!;
    }
    const newLengths = new Uint32Array(this.#keys.count - firstNew);
    for (let index = 0; index < newLengths.length; index += 1) {
      newLengths[index] = this.#keys.byteLength(firstNew + index);
    }
    const newBytes = this.#keys.allBytes().subarray(bytesBefore);
    return { areAnew, cells: own, newLengths, newBytes };
  }

  #know(source: ByteDictionary, areAnew: boolean): void {
    if (areAnew || source !== this.#source) {
      this.#known = new Uint32Array(source.count);
      this.#source = source;
    } else if (source.count > this.#known.length) {
      const known = new Uint32Array(source.count * 2);
      known.set(this.#known);
      this.#known = known;
    }
  }
}

function bytesFromPart(part: RowPart, keys: PartKeys): Uint8Array {
  const { values, sketches, sketchEnds, url } = part;
  const urlBytes = bytesFromText(url ?? '');
  const count = values.length;
  const { newLengths, newBytes } = keys;
  const words = count * 2 + newLengths.length;
  const textsAt = valuesAt + count * 8 + words * 4;
  const bytes = new Uint8Array(textsAt + urlBytes.length + newBytes.length + sketches.length);
  const { buffer } = bytes;
  const kind =
    (part.grain === '5m' ? flags.is5m : 0) |
    (url === null ? flags.isSite : 0) |
    (keys.areAnew ? flags.keysBeginAnew : 0);
  const head = [kind, part.part, count, urlBytes.length, newLengths.length, newBytes.length];
  new Uint32Array(buffer, 0, headWords).set(head);
  const numbers = new Float64Array(buffer, headWords * 4, 1 + count);
  numbers[0] = part.bucket;
  numbers.set(values, 1);
  const rest = new Uint32Array(buffer, valuesAt + count * 8, words);
  rest.set(keys.cells);
  rest.set(sketchEnds, count);
  rest.set(newLengths, count * 2);
  bytes.set(urlBytes, textsAt);
  bytes.set(newBytes, textsAt + urlBytes.length);
  bytes.set(sketches, textsAt + urlBytes.length + newBytes.length);
  return bytes;
}

/** A part over the buffer, which is its own. New keys are added to `keys`. */
function partFromBytes(buffer: ArrayBuffer, keys: ByteDictionary): RowPart {
  const bytes = new Uint8Array(buffer);
  const head = new Uint32Array(buffer, 0, headWords);
  const [kind = 0, part = 0, count = 0, urlBytes = 0, newKeys = 0, newBytes = 0] = head;
  const cellsAt = valuesAt + count * 8;
  const textsAt = cellsAt + (count * 2 + newKeys) * 4;
  const url = textFromBytes(bytes.subarray(textsAt, textsAt + urlBytes));
  let at = textsAt + urlBytes;
  for (const length of new Uint32Array(buffer, cellsAt + count * 8, newKeys)) {
    keys.internBytes(bytes, at, at + length);
    at += length;
  }
  return {
    grain: (kind & flags.is5m) === 0 ? '1d' : '5m',
    url: (kind & flags.isSite) === 0 ? url : null,
    bucket: new Float64Array(buffer, headWords * 4, 1)[0]!,
    part,
    keys,
    cells: new Uint32Array(buffer, cellsAt, count),
    values: new Float64Array(buffer, valuesAt, count),
    sketches: bytes.subarray(textsAt + urlBytes + newBytes),
    sketchEnds: new Uint32Array(buffer, cellsAt + count * 4, count),
  };
}
