/** SHA-256 as lower-case hex: the name of everything that is stored by content. */
import { createHash, hash } from 'node:crypto';

export function sha256FromText(text: string): string {
  return hash('sha256', text);
}

export function sha256FromBytes(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

/** Digests a stream piece by piece; `finish` may be called once. */
export class Sha256 {
  readonly #hash = createHash('sha256');

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  finish(): string {
    return this.#hash.digest('hex');
  }
}
