/** The identity of an object in S3: its etag, and its size. */
import type { ArchiveObject } from '../archive.ts';

/** Empty where there is no etag: nothing would say that the object changed. */
export function identityFromListing({ etag, bytes }: { etag: string; bytes: number }): string {
  return etag === '' ? '' : `${etag}-${String(bytes)}`;
}

/** The etag without its quotes; empty where the listing had none. */
export function etagFromIdentity({ identity, bytes }: ArchiveObject): string {
  return identity.slice(0, -`-${String(bytes)}`.length);
}
