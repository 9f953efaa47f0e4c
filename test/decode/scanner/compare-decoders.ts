/** Many objects through the scanner and the plain path, compared without a value made of either. */
import { breakdowns } from '../../../src/model/segments.ts';
import type { DecodeRequest, ObjectTally } from '../../../src/decode/decode.ts';
import { createDecoder, createPlainDecoder } from '../../../src/decode/object-decoder.ts';
import type { Decoder } from '../../../src/decode/object-decoder.ts';
import type { EventBatch, EventColumns } from '../../../src/model/event-batch.ts';
import type { Outcome } from '../../../src/model/ledger.ts';
import { hourFrom, sundayAtTen } from '../decoded.ts';

type Result = {
  readonly batches: readonly EventBatch[];
  readonly refused: readonly string[];
  readonly tally: ObjectTally;
};

/** Both keep what they learn from object to object, as in a run. */
export class DecoderPair {
  readonly #fast: Decoder;
  readonly #plain: Decoder;

  constructor(request: DecodeRequest) {
    this.#fast = createDecoder(request);
    this.#plain = createPlainDecoder(request);
  }

  /**
   * @param pieceBytes the lengths of the pieces that the object comes in, over and over.
   * @returns how many events were accepted, or the first difference in words.
   */
  compare(object: Uint8Array, pieceBytes: readonly number[]): number | string {
    const fast = decodeWith(this.#fast, object, pieceBytes);
    const plain = decodeWith(this.#plain, object, pieceBytes);
    return differenceOf(fast, plain) ?? plain.tally.accepted;
  }
}

function decodeWith(decoder: Decoder, object: Uint8Array, pieces: readonly number[]): Result {
  const batches: EventBatch[] = [];
  const refused: string[] = [];
  const one = decoder.decodeObject(
    { ordinal: 0, range: hourFrom(sundayAtTen) },
    {
      batch: (batch) => void batches.push(batch),
      rejected: (line: number, outcome: Outcome) => void refused.push(`${line} ${outcome}`),
    },
  );
  let at = 0;
  for (let index = 0; at < object.length; index += 1) {
    const end = at + (pieces[index % pieces.length] ?? object.length);
    one.push(object.subarray(at, end));
    at = end;
  }
  return { batches, refused, tally: one.finish() };
}

function differenceOf(fast: Result, plain: Result): string | undefined {
  const refusal = plain.refused.findIndex((text, index) => text !== fast.refused[index]);
  if (refusal !== -1) return `${plain.refused[refusal]} is ${fast.refused[refusal]}`;
  if (fast.refused.length !== plain.refused.length) {
    return `${fast.refused[plain.refused.length]} was accepted`;
  }
  const tallies = [fast.tally, plain.tally].map(textOfTally);
  if (tallies[0] !== tallies[1]) return `tally ${tallies[1]} is ${tallies[0]}`;
  if (fast.batches.length !== plain.batches.length) return 'another number of batches';
  for (const [index, batch] of plain.batches.entries()) {
    const difference = differenceOfBatches(fast.batches[index] as EventBatch, batch);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function textOfTally(tally: ObjectTally): string {
  return JSON.stringify(tally, (_key, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...(value as Iterable<unknown>)] : value,
  );
}

const numberColumns = {
  ...{ site: 1, day: 1, time: 1, object: 1, line: 1, engagedSeconds: 1, sessionNumber: 1 },
  ...{ identity: 4, visitor: 2, session: 2 },
} as const;

function differenceOfBatches(fast: EventBatch, plain: EventBatch): string | undefined {
  if (fast.count !== plain.count) return `${plain.count} events are ${fast.count}`;
  const equalEntries = entryComparer(fast, plain);
  for (let at = 0; at < plain.count; at += 1) {
    const column = differingColumn(fast.columns, plain.columns, { at, equalEntries });
    if (column !== undefined) return `${column} of line ${plain.columns.line[at]} differs`;
  }
  return undefined;
}

type Place = { readonly at: number; readonly equalEntries: (a: number, b: number) => boolean };

function differingColumn(
  fast: EventColumns,
  plain: EventColumns,
  { at, equalEntries }: Place,
): string | undefined {
  for (const [name, width] of Object.entries(numberColumns)) {
    const column = name as keyof typeof numberColumns;
    for (let word = at * width; word < (at + 1) * width; word += 1) {
      if (fast[column][word] !== plain[column][word]) return name;
    }
  }
  for (const name of ['action', 'url', 'page'] as const) {
    if (!equalEntries(fast[name][at] as number, plain[name][at] as number)) return name;
  }
  const segment = plain.segments.findIndex((one, index) => one[at] !== fast.segments[index]?.[at]);
  if (segment !== -1) return `segment ${segment}`;
  return breakdowns.find(
    (_, index) =>
      !equalEntries(
        fast.breakdowns[index]?.[at] as number,
        plain.breakdowns[index]?.[at] as number,
      ),
  )?.name;
}

/** Bytes of two entries are compared once. */
function entryComparer(fast: EventBatch, plain: EventBatch): Place['equalEntries'] {
  const same = new Int32Array(fast.dictionary.count).fill(-1);
  return (a, b) => {
    if (same[a] === b) return true;
    if (Buffer.compare(fast.dictionary.bytes(a), plain.dictionary.bytes(b)) !== 0) return false;
    same[a] = b;
    return true;
  };
}
