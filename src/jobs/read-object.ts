/**
 * Reads one object whole or not at all: its batches are handed on only when its end was verified
 * and its identity was still the listed one.
 */
import type { Archive } from '../archive/archive.ts';
import type { SpillSpace } from '../base/spill-space.ts';
import type { DecodeSink, ObjectDecoder, ObjectTally } from '../decode/decode.ts';
import { inflateObject } from '../decode/inflate-object.ts';
import { ObjectError } from '../model/object-error.ts';
import { HeldBatches } from './held-batches.ts';
import type { PlacedObject } from '../archive/read-window.ts';

export type ObjectSource = {
  readonly archive: Pick<Archive, 'contentOf'>;
  readonly object: PlacedObject;
  /** Its bytes as the archive gives them. */
  readonly pieces: AsyncIterable<Uint8Array>;
  decoder(sink: DecodeSink): ObjectDecoder;
  readonly spill: SpillSpace;
  /** Batches held in memory until the object is proven, in bytes. */
  readonly heldBytesMax: number;
  readonly onBytes: (compressedBytes: number) => void;
  /** Whoever looks at single lines, before it is known whether the object is whole. */
  readonly lines: Omit<DecodeSink, 'batch'> | undefined;
};

export type ReadObject =
  | {
      readonly kind: 'whole';
      readonly tally: ObjectTally;
      /** What the bytes were, as input sets keep it. */
      readonly content: string;
      readonly batches: HeldBatches;
    }
  | { readonly kind: 'rejected'; readonly error: ObjectError };

/** @throws everything but ObjectError, which becomes a value; AbortError when interrupted. */
export async function readObject(source: ObjectSource): Promise<ReadObject> {
  const { archive, object, spill, heldBytesMax, lines } = source;
  const batches = new HeldBatches(spill, heldBytesMax);
  const decoder = source.decoder({
    batch: (batch) => {
      batches.add(batch);
    },
    ...lines,
  });
  try {
    const pieces = counted(source.pieces, source);
    const { sha256 } = await inflateObject({ key: object.key, pieces }, (bytes) => {
      decoder.push(bytes);
    });
    const content = archive.contentOf(object, sha256);
    return { kind: 'whole', tally: decoder.finish(), content, batches };
  } catch (error) {
    batches.drop();
    if (error instanceof ObjectError) return { kind: 'rejected', error };
    throw error;
  }
}

async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  { onBytes }: ObjectSource,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    onBytes(piece.length);
    yield piece;
  }
}
