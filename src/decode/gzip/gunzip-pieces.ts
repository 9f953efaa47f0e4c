/** The compressed bytes of one object as they arrive, taken from the front in any amount. */

/** Reads an object from its first byte to its last, once. Pieces may be cut anywhere. */
export class GunzipPieces {
  readonly #source: AsyncIterator<Uint8Array, unknown>;
  #piece: Uint8Array = new Uint8Array(0);
  #offset = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Offset in the object of the byte that comes next. */
  get offset(): number {
    return this.#offset;
  }

  /** What is at hand of the bytes to come, none of it taken. Empty only at the object's end. */
  async ahead(): Promise<Uint8Array> {
    while (this.#piece.length === 0) {
      const next = await this.#source.next();
      if (next.done === true) break;
      this.#piece = next.value;
    }
    return this.#piece;
  }

  /** Takes the first `bytes` of what is at hand. */
  skip(bytes: number): void {
    this.#piece = this.#piece.subarray(bytes);
    this.#offset += bytes;
  }

  /** Takes `bytes`, or fewer where the object ends. */
  async take(bytes: number): Promise<Uint8Array> {
    const taken = new Uint8Array(bytes);
    let length = 0;
    while (length < bytes) {
      const part = (await this.ahead()).subarray(0, bytes - length);
      if (part.length === 0) break;
      taken.set(part, length);
      length += part.length;
      this.skip(part.length);
    }
    return taken.subarray(0, length);
  }

  /** Tells the source that no more is wanted. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }
}
