/**
 * The fast path of decoding: lines are scanned where they lie, and only what the scanner is not
 * sure of is made a text and judged by the plain path. Tests hold the two against each other.
 */
import { isUtf8 } from 'node:buffer';
import type { LineSurroundings } from '../acceptance.ts';
import type { DecodeSink, ObjectDecoder, ObjectPlace } from '../decode.ts';
import { lineBytesMax } from '../decode.ts';
import { LineTaker, type DecoderSetup } from '../plain-decoder.ts';
import { DplRecords } from './dpl-records.ts';
import { HitRecords } from './hit-records.ts';
import { ScannedEvents } from './scanned-events.ts';
import type { ScannedEvent, ScannedFormat } from './scanned-format.ts';
import { lineKinds, recordAt, Scanner, type ScannedField } from './scanner.ts';
import { ScannedWriter } from './write-scanned.ts';

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
  readonly #events: ScannedLinesOfFormat;
  readonly #hits: ScannedLinesOfFormat;
  readonly #event: ScannedEvent;

  constructor(setup: DecoderSetup, fields: readonly ScannedField[]) {
    this.#setup = setup;
    this.#scanner = new Scanner(fields, setup.format);
    this.#events = this.#linesOf(new DplRecords(this.#scanner, fields));
    this.#hits = this.#linesOf(new HitRecords(this.#scanner));
    this.#event = { site: undefined as never, day: 0, at: 0, url: 0, engagedSeconds: 0 };
  }

  decodeObject(place: ObjectPlace, sink: DecodeSink): ObjectDecoder {
    const taker = new LineTaker(this.#setup, place, sink);
    const surroundings = { ...place, tally: taker.tally };
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
      held = this.#scanPiece(held, bytes.subarray(from), { taker, surroundings });
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

  #linesOf(format: ScannedFormat): ScannedLinesOfFormat {
    return {
      events: new ScannedEvents(this.#scanner, format, this.#setup.rules.sites),
      writer: new ScannedWriter(this.#scanner, format),
    };
  }

  /** @returns a copy of what no line feed ends. */
  #scanPiece(held: Buffer, piece: Uint8Array, lines: ScannedLines): Buffer {
    const { bytes, inputBase } = this.#scanner;
    bytes.set(held, inputBase);
    bytes.set(piece, inputBase + held.length);
    const until = inputBase + held.length + piece.length;
    let from = inputBase;
    for (;;) {
      const records = this.#scanner.scanLines(from, until);
      this.#takeRecords(records, lines);
      if (this.#scanner.isFull) this.#forget();
      else if (records === 0) break;
      from = this.#scanner.scannedUntil;
    }
    return Buffer.from(bytes.subarray(from, until));
  }

  #takeRecords(records: number, lines: ScannedLines): void {
    const { recordsAt, recordWords } = this.#scanner;
    const until = recordsAt + records * recordWords;
    for (let at = recordsAt; at < until; at += recordWords) this.#takeRecord(at, lines);
  }

  #takeRecord(at: number, { taker, surroundings }: ScannedLines): void {
    const { words } = this.#scanner;
    taker.tally.beginLine();
    const kind = words[at + recordAt.kind]!;
    if (kind === lineKinds.oversized) return taker.refuse('oversized');
    if (kind === lineKinds.plain) return this.#takePlainly(at, taker);
    if (words[at + recordAt.isWide] === 1 && !isUtf8(this.#lineBytes(at))) {
      return taker.refuse('malformed');
    }
    const isHit = kind === lineKinds.hit || kind === lineKinds.hitOfOtherSite;
    const { events, writer } = isHit ? this.#hits : this.#events;
    const outcome = events.accept(at, surroundings, this.#event);
    if (outcome !== 'accepted') {
      return taker.refuse(outcome, taker.isListenedTo ? this.#lineText(at) : undefined);
    }
    taker.tally.addAccepted();
    const place = { object: surroundings.ordinal, line: taker.tally.line };
    writer.write(this.#event, place, taker.batches);
  }

  #takePlainly(at: number, taker: LineTaker): void {
    const bytes = this.#lineBytes(at);
    if (isUtf8(bytes)) taker.takeText(this.#lineText(at));
    else taker.refuse('malformed');
  }

  #lineText(at: number): string {
    return this.#lineBytes(at).toString('utf8');
  }

  #lineBytes(at: number): Buffer {
    const { bytes, words } = this.#scanner;
    return bytes.subarray(words[at + recordAt.start], words[at + recordAt.end]);
  }

  #forget(): void {
    this.#scanner.clearValues();
    this.#events.events.clear();
    this.#hits.events.clear();
  }
}

type ScannedLinesOfFormat = { readonly events: ScannedEvents; readonly writer: ScannedWriter };

type ScannedLines = { readonly taker: LineTaker; readonly surroundings: LineSurroundings };
