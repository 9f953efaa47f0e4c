/**
 * One number of a foreign file as a record whose bytes sort as rows do: site, day, grain, url (the
 * site row first), bucket, segments before breakdowns, key; then the line, the value, the sketch.
 */
import { bytesFromText, GrowingBytes, textFromBytes } from '../../base/bytes.ts';
import { isBreakdownKey } from '../../model/cell-key.ts';
import type { PeriodKey } from '../../model/period.ts';
import { grains, type RowName } from '../../model/row.ts';

export type ForeignCell = {
  readonly period: PeriodKey;
  readonly row: RowName;
  readonly key: string;
  readonly line: number;
  readonly value: number;
  /** Empty = none. */
  readonly sketch: Uint8Array;
};

/** Days before 1970 are negative; shifted they sort as unsigned numbers. */
const dayShift = 2 ** 31;

export function recordFromCell(cell: ForeignCell): Uint8Array {
  const { period, row, line, value, sketch } = cell;
  const key = bytesFromText(cell.key);
  const record = new GrowingBytes(256);
  writeText(record, bytesFromText(period.site));
  writeWord(record, period.day + dayShift);
  record.append(Uint8Array.of(grains.indexOf(row.grain), row.url === null ? 0 : 1));
  writeText(record, bytesFromText(row.url ?? ''));
  writeWord(record, Math.floor(row.bucket / 2 ** 32) + dayShift);
  writeWord(record, row.bucket >>> 0);
  record.append(Uint8Array.of(isBreakdownKey(key) ? 1 : 0));
  writeText(record, key);
  writeWord(record, line);
  record.append(new Uint8Array(Float64Array.of(value).buffer));
  record.append(sketch);
  return record.slice();
}

export function cellFromRecord(record: Uint8Array): ForeignCell {
  const reader = new RecordReader(record);
  const site = reader.text();
  const day = reader.word() - dayShift;
  const grain = grains[reader.byte()]!;
  const isSiteRow = reader.byte() === 0;
  const url = reader.text();
  const bucket = (reader.word() - dayShift) * 2 ** 32 + reader.word();
  reader.byte();
  const key = reader.text();
  return {
    period: { site, day },
    row: { grain, url: isSiteRow ? null : url, bucket },
    key,
    line: reader.word(),
    value: reader.float(),
    sketch: reader.rest(),
  };
}

/** A zero byte within a text is followed by 1, its end is two zeros: prefixes sort first. */
function writeText(record: GrowingBytes, bytes: Uint8Array): void {
  let from = 0;
  for (let zero = bytes.indexOf(0); zero !== -1; zero = bytes.indexOf(0, from)) {
    record.append(bytes.subarray(from, zero + 1));
    record.append(Uint8Array.of(1));
    from = zero + 1;
  }
  record.append(bytes.subarray(from));
  record.append(Uint8Array.of(0, 0));
}

/** 32 bits, the highest byte first, so that they sort as numbers. */
function writeWord(record: GrowingBytes, word: number): void {
  record.append(Uint8Array.of(word >>> 24, word >>> 16, word >>> 8, word));
}

class RecordReader {
  readonly #record: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(record: Uint8Array) {
    this.#record = record;
    this.#view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  }

  byte(): number {
    this.#at += 1;
    return this.#record[this.#at - 1]!;
  }

  word(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, false);
  }

  float(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }

  text(): string {
    const from = this.#at;
    let end = this.#record.indexOf(0, from);
    let hasZeros = false;
    while (this.#record[end + 1] !== 0) {
      hasZeros = true;
      end = this.#record.indexOf(0, end + 2);
    }
    this.#at = end + 2;
    const text = textFromBytes(this.#record.subarray(from, end));
    return hasZeros ? text.replaceAll('\0\u0001', '\0') : text;
  }

  rest(): Uint8Array {
    return this.#record.slice(this.#at);
  }
}
