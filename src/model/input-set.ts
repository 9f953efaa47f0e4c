/** The objects that a generation was derived from: the evidence that nothing was left out. */
import { digestFromValue } from '../base/canonical-json.ts';
import type { TimeRange } from '../base/zone-clock.ts';

export type InputObject = {
  readonly key: string;
  /** Compressed size. */
  readonly bytes: number;
  /**
   * What the bytes were: an etag, or in a folder `sha256:<hex>`. Equal texts are equal objects.
   */
  readonly content: string;
  /**
   * What says "unchanged" without reading: an etag again, or a folder's time and inode. A hint
   * only, so it is no part of the digest.
   */
  readonly identity: string;
  /** The hours that its key names, epoch seconds: says whether a window ought to hold it. */
  readonly range: TimeRange;
  /** Lines read from it. */
  readonly lines: number;
};

/** Objects ascending by key (UTF-8 bytes). Stored once under its digest, never removed. */
export type InputSet = { readonly digest: string; readonly objects: readonly InputObject[] };

/** The digest covers key, size, content and lines: what the key says of its hours is no news. */
export function inputSetFromObjects(objects: readonly InputObject[]): InputSet {
  const evidence = objects.map(({ key, bytes, content, lines }) => [key, bytes, content, lines]);
  return { digest: digestFromValue(evidence), objects };
}
