/**
 * The compiled inflater (assembly/, WebAssembly) and its memory: deflate data in, inflated bytes
 * out. What lies where in it is said in assembly/layout.ts.
 *
 * It takes 0.57 of the time of Node's zlib, both with checksums (1.2 GB of full events; of lean
 * ones 0.61), and hands its bytes on where they are: no thread between, and no memory for each
 * piece, whose collecting was a tenth of a derivation's time (all measured). It says where the data
 * ended, which proving an object to its last byte needs, and Node's gunzip does not tell.
 */
import { assertThat } from '../../base/assert.ts';
import { CompiledModule } from '../../base/compiled-module.ts';

type Address = { readonly value: number };

type InflaterExports = {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly inputBase: Address;
  readonly inputBytes: Address;
  readonly pieceBase: Address;
  /** What is wrong with the data: a number of `faults`. */
  readonly fault: Address;
  /** Behind the piece. */
  readonly outputEnd: Address;
  begin(): void;
  makeRoom(): number;
  endInput(end: number): void;
  inflate(): number;
  unreadInput(): number;
};

/** What `inflate` of assembly/inflate.ts comes back for. */
const statuses = ['needs_data', 'has_piece', 'is_done', 'is_damaged'] as const;

const faults = [
  'no fault',
  'a block is of no kind that there is',
  'the length of a stored block is not told twice alike',
  'the code lengths of a block are those of no code',
  'a codeword has no meaning',
  'a distance points before the beginning',
] as const;

/** dist/decode/ as seen from src/decode/gzip/ and from dist/decode/gzip/ alike. */
const module = new CompiledModule(
  'the inflater',
  new URL('../../../dist/decode/inflate.wasm', import.meta.url),
);

/** One is kept when it is given back: objects are mostly read one after another. */
let idle: Inflater | undefined;

export class Inflater {
  readonly #exports: InflaterExports;
  readonly #memory: Uint8Array;

  /**
   * One that stands before the beginning of data, for one user until `giveBack`.
   * @throws SystemError if the module was not built.
   */
  static take(): Inflater {
    const inflater = idle ?? new Inflater();
    idle = undefined;
    inflater.#exports.begin();
    return inflater;
  }

  static giveBack(inflater: Inflater): void {
    idle = inflater;
  }

  private constructor() {
    this.#exports = module.instantiate() as InflaterExports;
    this.#memory = new Uint8Array(this.#exports.memory.buffer);
  }

  /** Copies as much of the data as there is room for. @returns how many bytes. */
  add(data: Uint8Array): number {
    const { inputBase, inputBytes } = this.#exports;
    const at = this.#exports.makeRoom();
    const bytes = Math.min(data.length, inputBase.value + inputBytes.value - at);
    this.#memory.set(data.subarray(0, bytes), at);
    this.#exports.endInput(at + bytes);
    return bytes;
  }

  /** Goes on until there is a piece, or no more data, or its end; see `piece` then. */
  inflate(): (typeof statuses)[number] {
    const status = statuses[this.#exports.inflate()];
    assertThat(status !== undefined, 'the inflater comes back for a known reason');
    return status;
  }

  /** What was inflated since the last piece, good until the next `inflate`. */
  get piece(): Uint8Array {
    const { pieceBase, outputEnd } = this.#exports;
    return this.#memory.subarray(pieceBase.value, outputEnd.value);
  }

  /** What is wrong where it `is_damaged`. */
  get fault(): string {
    return faults[this.#exports.fault.value] ?? faults[0];
  }

  /** Bytes of the added data that were not read: those behind its end, once it `is_done`. */
  get unreadBytes(): number {
    return this.#exports.unreadInput();
  }
}
