/** Names of documents made from what they hold, so that writing one again replaces it. */
import { hash } from 'node:crypto';

/** 128 of the bits of SHA-256: no two keys meet, and it is short enough for an index of ids. */
const idLength = 22;

/** @param parts neither lists nor objects; the same parts always give the same id. */
export function idFromParts(parts: readonly (string | number)[]): string {
  return idFromText(JSON.stringify(parts));
}

export function idFromText(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, idLength);
}
