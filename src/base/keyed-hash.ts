/** Hashes that nobody can make, or try out, without the key: HMAC-SHA-256. */
import { createHmac } from 'node:crypto';

/** 128 bits: no two of many millions of texts share one. */
const hashBytes = 16;

/** Lower-case hex. A list of texts never gives the hash of another list. */
export function keyedHash(key: Uint8Array, texts: readonly string[]): string {
  const digest = createHmac('sha256', key).update(JSON.stringify(texts), 'utf8').digest();
  return digest.subarray(0, hashBytes).toString('hex');
}
