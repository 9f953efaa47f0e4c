/** The archive port: raw log objects, listed in order and read once, under a pinned identity. */
import type { TimeRange } from '../base/zone-clock.ts';

export type ArchiveObject = {
  /** Path below the archive's root, `/` between its parts. */
  readonly key: string;
  /** Compressed size as listed. */
  readonly bytes: number;
  /** What says "unchanged" without reading: an etag, or a folder's size, time and inode. */
  readonly identity: string;
  /** The UTC day or hour that the key names; undefined = unplaced. */
  readonly range: TimeRange | undefined;
  /** `data` is read; `ignored` has another ending than those of logs. */
  readonly kind: 'data' | 'ignored';
};

export type Archive = {
  readonly location: string;
  /**
   * All objects whose range meets `range`, and every unplaced or ignored one on the way; ascending
   * by key (UTF-8 bytes). Without a range, everything.
   * @throws UnavailableError, SystemError if the listing is not whole.
   */
  list(range?: TimeRange): AsyncIterable<ArchiveObject>;
  /**
   * The compressed bytes, as listed or not at all.
   * @throws ObjectError if the object changed, vanished or may not be read (at any piece).
   */
  open(object: ArchiveObject, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * What the bytes were, in the form that input sets keep; called after `open` was read to its
   * end. `sha256` is that of the compressed bytes.
   */
  contentOf(object: ArchiveObject, sha256: string): string;
  close(): Promise<void>;
};
