/** One object of the archive, compressed or plain, as the bytes of its lines. */
import { ObjectError } from '../model/object-error.ts';
import { Sha256 } from '../base/sha256.ts';
import { gunzip } from './gzip/gunzip.ts';
import { GunzipPieces } from './gzip/gunzip-pieces.ts';
import type { InflateSink } from './gzip/inflate-member.ts';

export type CompressedObject = {
  readonly key: string;
  /** The bytes as stored, cut anywhere. Not read to its end where the object is rejected. */
  readonly pieces: AsyncIterable<Uint8Array>;
};

/** What was read, once all of it is proven. */
export type InflatedObject = {
  /** Of the bytes as stored, in hex. */
  readonly sha256: string;
  readonly objectBytes: number;
  readonly inflatedBytes: number;
};

/**
 * Hands the inflated bytes of an object to `sink`, in order, cut anywhere; a key that ends in
 * `.gz` (in any case of letters) names gzip data, any other names plain data. The bytes are proven
 * only when this returns; plain data has nothing that could prove it but its identity.
 *
 * Memory: some MiB, whatever the object inflates to.
 * @throws ObjectError for bad data, and what the source of the pieces or `sink` throws.
 */
export async function inflateObject(
  { key, pieces }: CompressedObject,
  sink: InflateSink,
): Promise<InflatedObject> {
  const sha256 = new Sha256();
  const source = new GunzipPieces(digested(pieces, sha256));
  let inflatedBytes = 0;
  const counted = (bytes: Uint8Array): void => {
    inflatedBytes += bytes.length;
    sink(bytes);
  };
  try {
    if ((await source.ahead()).length === 0) throw new ObjectError(key, 'empty', '0 bytes');
    await (/\.gz$/i.test(key) ? gunzip(key, source, counted) : passThrough(source, counted));
  } finally {
    await source.close();
  }
  return { sha256: sha256.finish(), objectBytes: source.offset, inflatedBytes };
}

async function* digested(
  pieces: AsyncIterable<Uint8Array>,
  sha256: Sha256,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    sha256.update(piece);
    yield piece;
  }
}

async function passThrough(source: GunzipPieces, sink: InflateSink): Promise<void> {
  for (;;) {
    const piece = await source.ahead();
    if (piece.length === 0) return;
    source.skip(piece.length);
    sink(piece);
  }
}
