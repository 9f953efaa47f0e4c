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
  readonly #events: ScannedLines;
  readonly #hits: ScannedLines;

  constructor(setup: DecoderSetup, fields: readonly ScannedField[]) {
    this.#setup = setup;
    this.#scanner = new Scanner(fields, setup.format);
    const { sites } = setup.rules;
    this.#events = new ScannedLines(this.#scanner, new DplRecords(this.#scanner, fields), sites);
    this.#hits = new ScannedLines(this.#scanner, new HitRecords(this.#scanner), sites);
  }

  decodeObject(place: ObjectPlace, sink: DecodeSink): ObjectDecoder {
    const taker = new LineTaker(this.#setup, place, sink);
    const surroundings = { ...place, tally: taker.tally };
    const object = { taker, surroundings, days: this.#events.daysOf(surroundings) };
    /** The beginning of the line that no piece has ended yet. */
    let held = nothing;
    let isOversized = false;
    const scan = (bytes: Uint8Array): void => {
      let from = 0;
      if (isOversized) {
        from = bytes.indexOf(newline) + 1;
        if (from === 0) return;
        isOversized = false;
        taker.tally.beginLine();
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

  /** Lines of one format that follow one another are taken together. */
  #takeRecords(records: number, object: ScannedObject): void {
    const { words, recordsAt, recordWords } = this.#scanner;
    const until = recordsAt + records * recordWords;
    for (let at = recordsAt; at < until;) {
      const lines = this.#linesOf(words[at + recordAt.kind]!);
      let end = at + recordWords;
      if (lines === undefined) this.#takePlainly(at, object.taker);
      else {
        while (end < until && this.#linesOf(words[end + recordAt.kind]!) === lines) {
          end += recordWords;
        }
        lines.take(at, end, object);
      }
      at = end;
    }
  }

  /** Undefined where the scanner does not say what the line is. */
  #linesOf(kind: number): ScannedLines | undefined {
    switch (kind) {
      case lineKinds.scanned:
      case lineKinds.otherSite:
        return this.#events;
      case lineKinds.hit:
      case lineKinds.hitOfOtherSite:
        return this.#hits;
      default:
        return undefined;
    }
  }

  #takePlainly(at: number, taker: LineTaker): void {
    taker.tally.beginLine();
    if (this.#scanner.words[at + recordAt.kind] === lineKinds.oversized) {
      return taker.refuse('oversized');
    }
    if (isUtf8(this.#scanner.lineBytes(at))) taker.takeText(this.#scanner.lineText(at));
    else taker.refuse('malformed');
  }

  #forget(): void {
    this.#scanner.clearValues();
    this.#events.clear();
    this.#hits.clear();
  }
}
