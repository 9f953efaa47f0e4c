/** Makes totals in memory while the rows of a day pass by, for stores that keep them as a value. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { systemErrorCode } from '../../base/errors.ts';
import type { RowPart } from '../../model/row.ts';
import type { StoredTotals } from '../totals-selection.ts';
import { endsWithMark, totalsFromMemory } from './url-totals-reader.ts';
import { UrlTotalsWriter } from './url-totals-writer.ts';

/** A day of some million urls; one with more has no totals, and its rows are read (chosen). */
const totalsBytesMax = 32 * 1024 * 1024;

/** What is small is kept as it is: a year of one url reads 365 of them (chosen). */
const plainBytesMax = 16 * 1024;

/** Fast, and already a third of the size: urls that follow each other are much alike. */
const level = 2;

export class TotalsCollector {
  readonly #writer: UrlTotalsWriter;
  readonly #pieces: Buffer[] = [];
  #bytes = 0;
  #hasUrls = false;

  constructor(day: number) {
    this.#writer = new UrlTotalsWriter(day, (bytes) => {
      this.#bytes += bytes.length;
      if (this.#bytes <= totalsBytesMax) this.#pieces.push(Buffer.from(bytes));
    });
  }

  /** Passes the parts of the whole site and of its urls on, and takes what it needs. */
  *taking(parts: Iterable<RowPart>): Generator<RowPart, void, undefined> {
    for (const part of parts) {
      if (part.url !== null) {
        this.#writer.take(part);
        this.#hasUrls = true;
      }
      yield part;
    }
  }

  /** To be stored; undefined where there is nothing of use. */
  finish(): Buffer | undefined {
    const isUsable = this.#writer.finish(0) && this.#hasUrls && this.#bytes <= totalsBytesMax;
    if (!isUsable) return undefined;
    const bytes = Buffer.concat(this.#pieces);
    return bytes.length <= plainBytesMax ? bytes : deflateRawSync(bytes, { level });
  }
}

/** undefined where the bytes are not what a collector made; their checksums tell the rest. */
export function totalsFromStored(bytes: Uint8Array | undefined): StoredTotals | undefined {
  const plain = bytes && (isPlain(bytes) ? bytes : inflated(bytes));
  return plain && { totals: totalsFromMemory(plain), rowsFileBytes: 0 };
}

function isPlain(bytes: Uint8Array): boolean {
  return bytes.length <= plainBytesMax && endsWithMark(bytes);
}

/** undefined for what zlib refuses, or what inflates to more than a collector takes. */
function inflated(bytes: Uint8Array): Buffer | undefined {
  try {
    return inflateRawSync(bytes, { maxOutputLength: totalsBytesMax });
  } catch (error) {
    if (/^(Z_|ERR_BUFFER_TOO_LARGE$)/.test(systemErrorCode(error) ?? '')) return undefined;
    throw error;
  }
}
