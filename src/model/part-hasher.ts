/**
 * Murmur3 x64-128 of the canonical bytes of row parts, in WebAssembly (assembly/): a fifth of the
 * time that the same takes in JavaScript (measured), and all that is published or audited is
 * hashed twice.
 *
 * Memory of the module, in this order: the part at hand, its canonical bytes, then keys, which stay
 * there for the parts that come.
 */
import { CompiledModule } from '../base/compiled-module.ts';
import type { ByteDictionary } from './byte-dictionary.ts';
import type { RowPart } from './row.ts';

type Address = { value: number };

type HasherExports = {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly valuesBase: Address;
  readonly keysBase: Address;
  readonly sketchEndsBase: Address;
  readonly sketchesBase: Address;
  readonly urlBase: Address;
  readonly canonicalBase: Address;
  readonly hashBase: Address;
  hashPart(urlBytes: number, bucket: number, part: number, cells: number): void;
};

/** dist/model/ as seen from src/model/ and from dist/model/ alike. */
const module = new CompiledModule(
  'the hasher of row parts',
  new URL('../../dist/model/hash-parts.wasm', import.meta.url),
);

const pageBytes = 64 * 1024;

/** The compiler's own data lies below. */
const firstBytes = 1024;

/** A part and its canonical bytes: most take some kilobytes (chosen). */
const partRoomAtFirst = 256 * 1024;

/** All keys are forgotten when they take this much. */
const keyBytesMax = 2 * 1024 * 1024;

/** Keys are found by the low bits of their entries: the last one of each stays known. */
const keySlots = 2 ** 16;

/** Numbers of a cell beside its key and sketch, and of a part beside its url and cells. */
const cellBytes = 16;
const nameBytes = 20;

/** Bytes are read and written 8 at a time, up to 7 too many. */
const slackBytes = 16;

const encoder = new TextEncoder();

export class PartHasher {
  readonly #exports = module.instantiate() as HasherExports;
  #bytes = new Uint8Array(0);
  #words = new Uint32Array(0);
  #floats = new Float64Array(0);
  /** The dictionary of the known keys; of each slot the entry + 1 (0 = none), and its address. */
  #dictionary: ByteDictionary | undefined;
  readonly #entries = new Uint32Array(keySlots);
  readonly #addresses = new Uint32Array(keySlots);
  /** Where keys begin, and where the next one goes. */
  #keysFrom = firstBytes + partRoomAtFirst;
  #keysEnd = this.#keysFrom;

  /** The url of the last part, which often is that of the next one too. */
  #url = { text: '', bytes: new Uint8Array(0) };

  /** Leaves the four words of the hash in `target`. */
  hash(part: RowPart, target: Uint32Array): void {
    const { keys, cells, values, sketches, sketchEnds } = part;
    const url = this.#bytesOfUrl(part.url ?? '');
    const partBytes = cells.length * cellBytes + sketches.length + url.length + slackBytes;
    this.#reserve(partBytes);
    const isFull = this.#keysEnd - this.#keysFrom > keyBytesMax;
    if (keys !== this.#dictionary || isFull) this.#forgetKeys(keys);
    const canonicalBytes = partBytes + nameBytes + this.#placeKeys(cells);
    if (this.#reserve(partBytes + canonicalBytes)) this.#placeKeys(cells);
    const places = placesOfPart(part);
    this.#floats.set(values, places.values / 8);
    this.#words.set(sketchEnds, places.sketchEnds / 4);
    this.#bytes.set(sketches, places.sketches);
    this.#bytes.set(url, places.url);
    this.#setPlaces(places, firstBytes + Math.ceil(partBytes / 8) * 8);
    this.#exports.hashPart(url.length, part.bucket, part.part, cells.length);
    const hashAt = this.#exports.hashBase.value / 4;
    for (let word = 0; word < 4; word += 1) target[word] = this.#words[hashAt + word]!;
  }

  #bytesOfUrl(text: string): Uint8Array {
    if (text !== this.#url.text) this.#url = { text, bytes: encoder.encode(text) };
    return this.#url.bytes;
  }

  /** Writes the address of each cell's key; returns the bytes of all of them. */
  #placeKeys(cells: Uint32Array): number {
    const keysAt = firstBytes / 4 + cells.length * 2;
    let keyBytes = 0;
    for (let index = 0; index < cells.length; index += 1) {
      const entry = cells[index]!;
      const slot = entry % keySlots;
      const isKnown = this.#entries[slot] === entry + 1;
      const address = isKnown ? this.#addresses[slot]! : this.#learn(entry, slot);
      this.#words[keysAt + index] = address;
      keyBytes += this.#words[address / 4]!;
    }
    return keyBytes;
  }

  #learn(entry: number, slot: number): number {
    const dictionary = this.#dictionary!;
    const address = this.#keysEnd;
    const bytes = dictionary.byteLength(entry);
    this.#keysEnd = Math.ceil((address + 4 + bytes) / 4) * 4;
    this.#growMemory();
    this.#words[address / 4] = bytes;
    dictionary.copyTo(entry, this.#bytes, address + 4);
    this.#entries[slot] = entry + 1;
    this.#addresses[slot] = address;
    return address;
  }

  #forgetKeys(dictionary: ByteDictionary): void {
    this.#dictionary = dictionary;
    this.#entries.fill(0);
    this.#keysEnd = this.#keysFrom;
    this.#growMemory();
  }

  /** Room in front of the keys; true where they had to be forgotten for it. */
  #reserve(bytes: number): boolean {
    const end = firstBytes + bytes + slackBytes * 2;
    if (end <= this.#keysFrom) return false;
    this.#keysFrom = Math.ceil((end * 2) / 8) * 8;
    if (this.#dictionary !== undefined) this.#forgetKeys(this.#dictionary);
    return true;
  }

  #growMemory(): void {
    const { memory } = this.#exports;
    const missing = this.#keysEnd + slackBytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    if (this.#bytes.buffer === memory.buffer) return;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
    this.#floats = new Float64Array(memory.buffer);
  }

  #setPlaces(places: PartPlaces, canonical: number): void {
    const exports = this.#exports;
    exports.valuesBase.value = places.values;
    exports.keysBase.value = places.keys;
    exports.sketchEndsBase.value = places.sketchEnds;
    exports.sketchesBase.value = places.sketches;
    exports.urlBase.value = places.url;
    exports.canonicalBase.value = canonical;
  }
}

type PartPlaces = Readonly<Record<'values' | 'keys' | 'sketchEnds' | 'sketches' | 'url', number>>;

function placesOfPart({ cells, sketches: { length } }: RowPart): PartPlaces {
  const values = firstBytes;
  const keys = values + cells.length * 8;
  const sketchEnds = keys + cells.length * 4;
  const sketches = sketchEnds + cells.length * 4;
  return { values, keys, sketchEnds, sketches, url: sketches + length };
}
