/**
 * Bytes cut anywhere into lines of text.
 *
 * A line ends at `\n`, at `\r\n`, or at the end of the object; the line end is no part of it, so a
 * `\r` right before counts as line end too. What follows the last `\n` is a line unless it is
 * empty. Memory: one line of the longest length allowed.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { lineBytesMax } from './decode.ts';

export type LineReceiver = {
  /** A line that is valid UTF-8. A byte order mark is kept as a character. */
  text(line: string): void;
  /** A line that is too long to be held, or invalid UTF-8. */
  refused(outcome: 'oversized' | 'malformed'): void;
};

const newline = 0x0a;
const carriageReturn = 0x0d;

/** Longest unfinished line that may still be within the limit: it may end in a `\r`. */
const heldBytesMax = lineBytesMax + 1;

/** Room for unfinished lines at first: several times a common line (chosen, not measured). */
const heldBytesAtFirst = 16_384;

/** `latin1` is used of ASCII only, which reads faster as such; `unknown` of invalid bytes. */
type Encoding = 'latin1' | 'utf8' | 'unknown';

export class LineSplitter {
  readonly #receiver: LineReceiver;
  /** The beginning of the line that no piece has ended yet. */
  #held = Buffer.alloc(heldBytesAtFirst);
  #heldBytes = 0;
  #isOversized = false;

  constructor(receiver: LineReceiver) {
    this.#receiver = receiver;
  }

  /** The piece may be reused by the caller afterwards. */
  push(piece: Uint8Array): void {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let from = 0;
    if (this.#heldBytes > 0 || this.#isOversized) {
      const end = bytes.indexOf(newline);
      this.#hold(bytes.subarray(0, end === -1 ? bytes.length : end));
      if (end === -1) return;
      this.#endHeldLine();
      from = end + 1;
    }
    const until = bytes.lastIndexOf(newline) + 1;
    if (until > from) this.#wholeLines(bytes, from, until);
    this.#hold(bytes.subarray(until));
  }

  finish(): void {
    if (this.#heldBytes > 0 || this.#isOversized) this.#endHeldLine();
  }

  /** Lines that lie in one piece are read where they are. */
  #wholeLines(bytes: Buffer, from: number, until: number): void {
    // One look at all: only where it finds invalid bytes do lines have to be looked at singly.
    const encoding = encodingOf(bytes.subarray(from, until));
    let start = from;
    while (start < until) {
      const end = bytes.indexOf(newline, start);
      this.#line(bytes, start, end, encoding);
      start = end + 1;
    }
  }

  #line(bytes: Buffer, start: number, end: number, encoding: Encoding): void {
    const textEnd = end > start && bytes[end - 1] === carriageReturn ? end - 1 : end;
    if (textEnd - start > lineBytesMax) {
      this.#receiver.refused('oversized');
      return;
    }
    const own = encoding === 'unknown' ? encodingOf(bytes.subarray(start, textEnd)) : encoding;
    if (own === 'unknown') this.#receiver.refused('malformed');
    else this.#receiver.text(bytes.toString(own, start, textEnd));
  }

  #hold(bytes: Buffer): void {
    const needed = this.#heldBytes + bytes.length;
    if (this.#isOversized || needed > heldBytesMax) {
      this.#isOversized = true;
      this.#heldBytes = 0;
      return;
    }
    if (needed > this.#held.length) {
      const grown = Buffer.alloc(Math.min(heldBytesMax, Math.max(needed, this.#held.length * 2)));
      grown.set(this.#held.subarray(0, this.#heldBytes));
      this.#held = grown;
    }
    this.#held.set(bytes, this.#heldBytes);
    this.#heldBytes = needed;
  }

  #endHeldLine(): void {
    const end = this.#heldBytes;
    this.#heldBytes = 0;
    if (this.#isOversized) this.#receiver.refused('oversized');
    else this.#line(this.#held, 0, end, 'unknown');
    this.#isOversized = false;
  }
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (isAscii(bytes)) return 'latin1';
  return isUtf8(bytes) ? 'utf8' : 'unknown';
}
