/** The refused lines of one object, held back until the object is proven: 5 bytes a line. */
import { GrowingBytes } from '../base/bytes.ts';
import { outcomes, type Outcome } from '../model/ledger.ts';

const codes = new Map<Outcome, number>(outcomes.map(({ name }, code) => [name, code]));
const lineBytes = 5;

export class RefusedLines {
  readonly #bytes = new GrowingBytes();

  /** The lines that `allBytes` gave, on another thread perhaps. */
  static fromBytes(bytes: Uint8Array): RefusedLines {
    const refused = new RefusedLines();
    refused.#bytes.append(bytes);
    return refused;
  }

  /** A copy of everything that was added, to be sent. */
  allBytes(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#bytes.bytes.subarray(0, this.#bytes.length));
  }

  add(line: number, outcome: Outcome): void {
    const at = this.#bytes.reserve(lineBytes);
    const { bytes } = this.#bytes;
    for (let byte = 0; byte < 4; byte += 1) bytes[at + byte] = line >>> (byte * 8);
    bytes[at + 4] = codes.get(outcome) ?? 0;
    this.#bytes.length = at + lineBytes;
  }

  /** In the order in which they were added. */
  *lines(): Generator<{ readonly line: number; readonly outcome: Outcome }, void, undefined> {
    const { bytes, length } = this.#bytes;
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < length; at += lineBytes) {
      const { name } = outcomes[bytes[at + 4] as number] as (typeof outcomes)[number];
      yield { line: view.getUint32(at, true), outcome: name };
    }
  }
}
