/**
 * Hashes of texts: Murmur3 x64-128 of their UTF-8 bytes, left in `murmur3Words`.
 *
 * An identity that is one text is hashed as it is. One of several texts is hashed as the byte FF
 * before each of them: no UTF-8 holds that byte, so neither can two different lists give the same
 * bytes, nor a list those of a text. So events of different formats never share an identity.
 */
import { murmur3 } from '../base/murmur3.ts';
import { idBytesMax, urlBytesMax } from './required-values.ts';

const encoder = new TextEncoder();

/** No byte of UTF-8. */
const separator = 0xff;

const underscore = 0x5f;

/** Room at first for what is hashed: the longest url and ids. */
const bytesAtFirst = urlBytesMax + 4 * idBytesMax;

/** A UTF-16 unit takes three bytes of UTF-8 at most. */
const bytesPerUnitMax = 3;

/** Longest session number in digits. */
const digitsMax = 10;

export class TextHasher {
  #bytes = new Uint8Array(bytesAtFirst);

  hashIdentity(identity: string | readonly string[]): void {
    if (typeof identity === 'string') {
      this.hashText(identity);
      return;
    }
    let end = 0;
    for (const text of identity) {
      this.#reserve(end + 1 + text.length * bytesPerUnitMax);
      this.#bytes[end] = separator;
      end = this.#write(text, end + 1);
    }
    murmur3(this.#bytes, 0, end);
  }

  /** @returns the length of the text in bytes, for `hashSessionOfText`. */
  hashText(text: string): number {
    this.#reserve(text.length * bytesPerUnitMax);
    const end = this.#write(text, 0);
    murmur3(this.#bytes, 0, end);
    return end;
  }

  /** Hashes the text that was hashed last (`textBytes` long), `_` and the session number. */
  hashSessionOfText(textBytes: number, sessionNumber: number): void {
    this.#reserve(textBytes + 1 + digitsMax);
    this.#bytes[textBytes] = underscore;
    murmur3(this.#bytes, 0, this.#write(String(sessionNumber), textBytes + 1));
  }

  #reserve(bytesNeeded: number): void {
    if (bytesNeeded <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(bytesNeeded, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }

  /** Writes at `at` and returns the end. ASCII goes unit by unit: faster than the encoder. */
  #write(text: string, at: number): number {
    const bytes = this.#bytes;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (unit > 0x7f) return at + encoder.encodeInto(text, bytes.subarray(at)).written;
      bytes[at + index] = unit;
    }
    return at + text.length;
  }
}
