/** The deflate data of one gzip member, inflated in bounded memory. */
import type { GunzipPieces } from './gunzip-pieces.ts';
import { Inflater } from './inflater.ts';

/** Takes inflated bytes, which are good until it returns. A throw ends the reading. */
export type InflateSink = (bytes: Uint8Array) => void;

/** What is wrong with the data: cut off, or not deflate data at all. */
export type InflateFault = { readonly kind: 'truncated' | 'damaged'; readonly detail: string };

/**
 * Hands the member's inflated bytes to `sink` and takes its deflate data, not one byte more.
 *
 * Memory: less than 1 MiB, whatever the data inflates to.
 * @returns undefined, or what is wrong with the data.
 * @throws what `sink` or the source of the pieces throws.
 */
export async function inflateMember(
  pieces: GunzipPieces,
  sink: InflateSink,
): Promise<InflateFault | undefined> {
  const inflater = Inflater.take();
  try {
    for (;;) {
      const data = await pieces.ahead();
      if (data.length === 0) return { kind: 'truncated', detail: 'unexpected end of file' };
      const added = inflater.add(data);
      const status = inflateAdded(inflater, sink);
      // What is left unread otherwise is the beginning of something that goes on in the next piece.
      const isBehind = status === 'is_done' || status === 'is_damaged';
      pieces.skip(added - (isBehind ? inflater.unreadBytes : 0));
      if (status === 'is_done') return undefined;
      if (status === 'is_damaged') return { kind: 'damaged', detail: inflater.fault };
    }
  } finally {
    Inflater.giveBack(inflater);
  }
}

function inflateAdded(
  inflater: Inflater,
  sink: InflateSink,
): 'needs_data' | 'is_done' | 'is_damaged' {
  for (;;) {
    const status = inflater.inflate();
    if (status === 'has_piece' || status === 'is_done') sink(inflater.piece);
    if (status !== 'has_piece') return status;
  }
}
