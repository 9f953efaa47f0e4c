/** Cuts what comes over a connection into the frames of Cassandra's protocol, versions 3 and 4. */

export type CqlFrame = {
  /** Joins a request and its answer. */
  readonly stream: number;
  readonly opcode: number;
  readonly body: Buffer;
  /** All of it, as it came. */
  readonly bytes: Buffer;
};

const headBytes = 9;

export class CqlFrames {
  #held = Buffer.alloc(0);

  /** @yields the frames that are whole by now. */
  *add(bytes: Uint8Array): Generator<CqlFrame, void, undefined> {
    this.#held = Buffer.concat([this.#held, bytes]);
    while (this.#held.length >= headBytes) {
      const end = headBytes + this.#held.readInt32BE(5);
      if (this.#held.length < end) return;
      const frame = this.#held.subarray(0, end);
      this.#held = this.#held.subarray(end);
      yield {
        stream: frame.readInt16BE(2),
        opcode: frame.readUInt8(4),
        body: frame.subarray(headBytes),
        bytes: frame,
      };
    }
  }
}
