/** Byte strings: their one order, and a buffer that grows. */

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** UTF-8 of a text; lone surrogates become U+FFFD. */
export function bytesFromText(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of valid UTF-8. A byte order mark is kept as a character. */
export function textFromBytes(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function hexFromBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** Ascending by unsigned bytes, a prefix before what it begins. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

/**
 * Compares two texts in the order of their UTF-8 bytes without encoding them.
 *
 * UTF-16 order differs only where one side has a surrogate (U+10000 and above) and the other a
 * unit from U+E000 on; shifting those two ranges past each other gives code point order, which is
 * UTF-8 order.
 */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return codePointOrder(left) - codePointOrder(right);
  }
  return a.length - b.length;
}

function codePointOrder(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/**
 * A byte buffer that doubles as it grows. `bytes` may be replaced by any call of `reserve`, so
 * callers fetch it afterwards.
 */
export class GrowingBytes {
  bytes: Uint8Array;
  length = 0;

  constructor(capacityBytes = 1024) {
    this.bytes = new Uint8Array(capacityBytes);
  }

  /** Makes room for `extraBytes` more and returns the offset at which they may be written. */
  reserve(extraBytes: number): number {
    const needed = this.length + extraBytes;
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    return this.length;
  }

  append(source: Uint8Array): void {
    const offset = this.reserve(source.length);
    this.bytes.set(source, offset);
    this.length = offset + source.length;
  }

  /** A copy of what was written. */
  slice(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}
