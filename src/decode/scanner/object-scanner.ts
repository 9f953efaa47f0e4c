/**
 * The fast path of decoding: lines are scanned where they lie, and only what the scanner is not
 * sure of is made a text and judged by the plain path. Tests hold the two against each other.
 */
import { isUtf8 } from 'node:buffer';
import type { DecodeSink, ObjectDecoder, ObjectPlace } from '../decode.ts';
import { lineBytesMax } from '../decode.ts';
import { LineTaker, type DecoderSetup } from '../plain-decoder.ts';
import { DplRecords } from './dpl-records.ts';
import { HitRecords } from './hit-records.ts';
import { BatchArea } from '../batch-area.ts';
import { EventDays } from './event-days.ts';
import { ScannedLines, type ScannedObject } from './scanned-lines.ts';
import { lineKinds, recordAt, Scanner, type ScannedField } from './scanner.ts';

const newline = 0x0a;

/** Longest unfinished line that may still be within the limit: it may end in a `\r`. */
const heldBytesMax = lineBytesMax + 1;

/** What is pushed goes through the scanner's memory in pieces of this size, behind what is held. */
const pieceBytesMax = 1024 * 1024;

const nothing: Buffer = Buffer.alloc(0);

/** One scanner serves all objects: what it learned about values stays. */
export class ObjectScanner {
  readonly #setup: DecoderSetup;
  readonly #scanner: Scanner;
  readonly #days: EventDays;
  readonly #events: ScannedLines;
  readonly #hits: ScannedLines;
  readonly #area: BatchArea;
  /** Whose lines were scanned last. */
  #object: ScannedObject | undefined;

  constructor(setup: DecoderSetup, fields: readonly ScannedField[]) {
    this.#setup = setup;
    const scanner = new Scanner(fields, setup.format);
    this.#scanner = scanner;
    const byName = setup.rules.sites;
    const list = setup.sites;
    this.#days = new EventDays(scanner, list);
    const sites = { list, byName, days: this.#days };
    this.#events = new ScannedLines(scanner, new DplRecords(scanner, fields), sites);
    this.#hits = new ScannedLines(scanner, new HitRecords(scanner), sites);
    // Last: columns are views of the memory, which must not grow afterwards.
    const at = scanner.allocate(BatchArea.bytes(setup.segmentColumns));
    this.#area = new BatchArea(setup.segmentColumns, scanner.words.buffer, at);
    const { named, entries } = this.#area.texts.places;
    scanner.steps.namedBase.value = named.byteOffset;
    scanner.steps.entriesBase.value = entries.byteOffset;
  }

  decodeObject(place: ObjectPlace, sink: DecodeSink): ObjectDecoder {
    const taker = new LineTaker({ ...this.#setup, area: this.#area }, place, sink);
    const object = { taker, surroundings: { ...place, tally: taker.tally } };
    /** The beginning of the line that no piece has ended yet. */
    let held = nothing;
    let isOversized = false;
    const scan = (bytes: Uint8Array): void => {
      let from = 0;
      if (isOversized) {
        from = bytes.indexOf(newline) + 1;
        if (from === 0) return;
        isOversized = false;
        taker.tally.beginLines(1);
        taker.refuse('oversized');
      }
      held = this.#scanPiece(held, bytes.subarray(from), object);
      isOversized = held.length > heldBytesMax;
      if (isOversized) held = nothing;
    };
    return {
      push: (bytes) => {
        for (let from = 0; from < bytes.length; from += pieceBytesMax) {
          scan(bytes.subarray(from, from + pieceBytesMax));
        }
      },
      finish: () => {
        if (held.length > 0 || isOversized) scan(Uint8Array.of(newline));
        taker.batches.flush();
        return taker.tally.finish();
      },
    };
  }

  /** @returns a copy of what no line feed ends. */
  #scanPiece(held: Buffer, piece: Uint8Array, object: ScannedObject): Buffer {
    this.#turnTo(object);
    const { bytes, inputBase } = this.#scanner;
    bytes.set(held, inputBase);
    bytes.set(piece, inputBase + held.length);
    const until = inputBase + held.length + piece.length;
    let from = inputBase;
    for (;;) {
      const records = this.#scanner.scanLines(from, until);
      this.#takeRecords(records, object);
      if (this.#scanner.isFull) this.#forget();
      else if (records === 0) break;
      from = this.#scanner.scannedUntil;
    }
    return Buffer.from(bytes.subarray(from, until));
  }

  /** What was found of the objects' own is found anew where another one goes on. */
  #turnTo(object: ScannedObject): void {
    if (object === this.#object) return;
    this.#object = object;
    this.#days.begin(object.surroundings.range);
    this.#scanner.steps.forgetMetSites();
  }

  /** Lines of one format that follow one another are taken together. */
  #takeRecords(records: number, object: ScannedObject): void {
    const { steps, recordsAt, recordWords } = this.#scanner;
    const until = recordsAt + records * recordWords;
    for (let from = recordsAt; from < until;) {
      const block = { from, until: steps.beginBlock(from * 4, until * 4) / 4 };
      const lines = [undefined, this.#events, this.#hits][steps.blockFormat.value];
      if (lines === undefined) this.#takePlainly(from, object.taker);
      else lines.take(block, object);
      from = block.until;
    }
  }

  #takePlainly(at: number, taker: LineTaker): void {
    taker.tally.beginLines(1);
    if (this.#scanner.words[at + recordAt.kind] === lineKinds.oversized) {
      return taker.refuse('oversized');
    }
    if (isUtf8(this.#scanner.lineBytes(at))) taker.takeText(this.#scanner.lineText(at));
    else taker.refuse('malformed');
  }

  #forget(): void {
    this.#events.clear();
    this.#hits.clear();
    this.#scanner.clearValues();
    this.#scanner.steps.forgetMetSites();
  }
}
