/**
 * Canonical bytes and checksums of what a generation holds. The checksum is a sum, so shards and
 * workers verify alone and in any order.
 */
import { bytesFromText } from '../base/bytes.ts';
import { murmur3, murmur3Words } from '../base/murmur3.ts';
import type { PageRecord } from './page-record.ts';
import { PartHasher } from './part-hasher.ts';
import type { RowPart } from './row.ts';

/** One for all checksums: it is used up to the end in every call. */
let hasher: PartHasher | undefined;

const hash = new Uint32Array(4);

/** Sum modulo 2^128 of the Murmur3 x64-128 of canonical bytes; 32 hex digits when written. */
export class Checksum {
  /** Little-endian limbs. */
  readonly #limbs = new Uint32Array(4);

  addRowPart(part: RowPart): void {
    hasher ??= new PartHasher();
    hasher.hash(part, hash);
    this.#add(hash);
  }

  addPageRecord(record: PageRecord): void {
    murmur3(canonicalBytesOfPage(record));
    this.#add(murmur3Words);
  }

  /** 32 lower-case hex digits, most significant first. */
  text(): string {
    return [...this.#limbs]
      .reverse()
      .map((limb) => limb.toString(16).padStart(8, '0'))
      .join('');
  }

  #add(words: Uint32Array): void {
    const limbs = this.#limbs;
    let carry = 0;
    for (let index = 0; index < 4; index += 1) {
      const sum = (limbs[index] as number) + (words[index] as number) + carry;
      limbs[index] = sum;
      carry = sum > 0xffffffff ? 1 : 0;
    }
  }
}

/** Url, instant, metadata: lengths of texts in 32 bits, the number in 64, little endian. */
function canonicalBytesOfPage({ url, seenAt, metadata }: PageRecord): Uint8Array {
  const urlBytes = bytesFromText(url);
  const metadataBytes = bytesFromText(metadata);
  const bytes = new Uint8Array(16 + urlBytes.length + metadataBytes.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, urlBytes.length, true);
  bytes.set(urlBytes, 4);
  view.setBigUint64(4 + urlBytes.length, BigInt(seenAt), true);
  view.setUint32(12 + urlBytes.length, metadataBytes.length, true);
  bytes.set(metadataBytes, 16 + urlBytes.length);
  return bytes;
}

/** Counts and checksum of one grain, or of the page records, of a generation. */
export type Content = {
  /** Row parts, or page records. */
  readonly parts: number;
  /** Cells in them; of page records their number again. */
  readonly cells: number;
  readonly checksum: string;
};

/** Sums up a stream of row parts or page records while it flows past. */
export class ContentTally {
  readonly #checksum = new Checksum();
  #parts = 0;
  #cells = 0;

  addRowPart(part: RowPart): void {
    this.#checksum.addRowPart(part);
    this.#parts += 1;
    this.#cells += part.cells.length;
  }

  addPageRecord(record: PageRecord): void {
    this.#checksum.addPageRecord(record);
    this.#parts += 1;
    this.#cells += 1;
  }

  content(): Content {
    return { parts: this.#parts, cells: this.#cells, checksum: this.#checksum.text() };
  }
}
