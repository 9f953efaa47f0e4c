/** Distinct byte strings numbered from 0: one arena of bytes, one list of ends, one hash table. */
import { SystemError } from '../base/errors.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Slots stay at most half full: longer probes cost more than the memory saves (chosen). */
const fillMax = 0.5;

/** Where an entry ends is kept as a whole number of 32 bits: loops over bytes need no doubles. */
const arenaBytesMax = 2 ** 32 - 1;

/** A dictionary as plain memory, to be sent to another thread. */
export type DictionaryParts = {
  readonly count: number;
  readonly arena: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly hashes: Uint32Array<ArrayBuffer>;
  readonly slots: Uint32Array<ArrayBuffer>;
};

export class ByteDictionary {
  #arena: Uint8Array<ArrayBuffer>;
  /** Entry i is arena[ends[i - 1], ends[i]), entry 0 begins at 0. */
  #ends: Uint32Array<ArrayBuffer>;
  #hashes: Uint32Array<ArrayBuffer>;
  /** Open addressing: entry + 1, or 0 for a free slot. None while nothing was looked up. */
  #slots: Uint32Array<ArrayBuffer>;
  #count = 0;

  constructor(entriesExpected = 64) {
    this.#arena = new Uint8Array(entriesExpected * 32);
    this.#ends = new Uint32Array(entriesExpected);
    this.#hashes = new Uint32Array(entriesExpected);
    this.#slots = new Uint32Array(slotsFor(entriesExpected));
    this.internBytes(new Uint8Array(0), 0, 0);
  }

  /** The same texts behind the empty one. @param entries of them, each once, and not entry 0. */
  static fromEntries(source: ByteDictionary, entries: Uint32Array): ByteDictionary {
    const dictionary = new ByteDictionary(0);
    const count = entries.length + 1;
    const ends = new Uint32Array(count);
    const hashes = new Uint32Array(count);
    let bytes = 0;
    for (let index = 1; index < count; index += 1) {
      const entry = entries[index - 1]!;
      bytes += source.byteLength(entry);
      ends[index] = bytes;
      hashes[index] = source.#hashes[entry]!;
    }
    const arena = new Uint8Array(bytes);
    let at = 0;
    for (const entry of entries) at = source.copyTo(entry, arena, at);
    dictionary.#arena = arena;
    dictionary.#ends = ends;
    dictionary.#hashes = hashes;
    dictionary.#slots = new Uint32Array(0);
    dictionary.#count = count;
    return dictionary;
  }

  /** The same entries over the same memory, which belongs to the new dictionary from then on. */
  static fromParts({ count, arena, ends, hashes, slots }: DictionaryParts): ByteDictionary {
    const dictionary = new ByteDictionary(0);
    dictionary.#arena = arena;
    dictionary.#ends = ends;
    dictionary.#hashes = hashes;
    dictionary.#slots = slots;
    dictionary.#count = count;
    return dictionary;
  }

  /**
   * The entries after the empty one, all different and none empty, of which copies are made.
   * @param ends where each one ends in `bytes`, one after another.
   */
  static fromDistinct(bytes: Uint8Array, ends: Uint32Array): ByteDictionary {
    const count = ends.length + 1;
    const dictionary = new ByteDictionary(0);
    const hashes = new Uint32Array(count);
    for (let entry = 1, from = 0; entry < count; entry += 1) {
      const until = ends[entry - 1] as number;
      hashes[entry] = hashBytes(bytes, from, until);
      from = until;
    }
    dictionary.#arena = bytes.slice(0, ends.at(-1) ?? 0);
    dictionary.#ends = new Uint32Array(count);
    dictionary.#ends.set(ends, 1);
    dictionary.#hashes = hashes;
    dictionary.#slots = new Uint32Array(0);
    dictionary.#count = count;
    return dictionary;
  }

  /** Its memory as it is: whoever gives it away must not use the dictionary any more. */
  parts(): DictionaryParts {
    return {
      count: this.#count,
      arena: this.#arena,
      ends: this.#ends,
      hashes: this.#hashes,
      slots: this.#slots,
    };
  }

  /** Number of entries; entry 0 is the empty string and is always there. */
  get count(): number {
    return this.#count;
  }

  /** Memory held, for the budget of whoever keeps the dictionary. */
  get memoryBytes(): number {
    return (
      this.#arena.length + this.#ends.byteLength + this.#hashes.byteLength + this.#slots.byteLength
    );
  }

  /** The entry of a text; lone surrogates are taken as U+FFFD. */
  internText(text: string): number {
    const end = this.#arenaEnd();
    this.#reserveArena(end + text.length * 3);
    const arena = this.#arena;
    let hash = 0;
    // Copied and hashed in one pass: half the time of encodeInto for the usual ASCII (measured).
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (unit > 0x7f) return this.#internWide(text, end);
      arena[end + index] = unit;
      hash = Math.imul(hash ^ unit, hashMultiplier);
    }
    return this.#intern(arena, { from: end, until: end + text.length, hash });
  }

  internBytes(bytes: Uint8Array, from: number, until: number): number {
    return this.#intern(bytes, { from, until, hash: hashBytes(bytes, from, until) });
  }

  /** The entry of what `source` holds as `entry`, without hashing it again. */
  internEntry(source: ByteDictionary, entry: number): number {
    const from = source.#start(entry);
    const until = source.#ends[entry] as number;
    return this.#intern(source.#arena, { from, until, hash: source.#hashes[entry] as number });
  }

  text(entry: number): string {
    return decoder.decode(this.bytes(entry));
  }

  /** A view of an entry's bytes, good until the next intern. */
  bytes(entry: number): Uint8Array {
    return this.#arena.subarray(this.#start(entry), this.#ends[entry]);
  }

  /** A view of all entries' bytes, one after another. */
  allBytes(): Uint8Array {
    return this.#arena.subarray(0, this.#arenaEnd());
  }

  byteLength(entry: number): number {
    return (this.#ends[entry] as number) - this.#start(entry);
  }

  /** Whether an entry has `until` bytes, and those from `from` on are what `bytes` has there. */
  endsAs(entry: number, bytes: Uint8Array, from: number, until: number): boolean {
    const start = this.#start(entry);
    let at = (this.#ends[entry] as number) - start === until ? from : Infinity;
    while (at < until && bytes[at] === this.#arena[start + at]) at += 1;
    return at === until;
  }

  /** Copies an entry to `target` at `offset` without an allocation; returns the end. */
  copyTo(entry: number, target: Uint8Array, offset: number): number {
    const arena = this.#arena;
    const end = this.#ends[entry] as number;
    let to = offset;
    for (let at = this.#start(entry); at < end; at += 1, to += 1) target[to] = arena[at] as number;
    return to;
  }

  /** Ascending order of all entries by their bytes. */
  compare(a: number, b: number): number {
    return Buffer.compare(this.bytes(a), this.bytes(b));
  }

  #start(entry: number): number {
    return entry === 0 ? 0 : (this.#ends[entry - 1] as number);
  }

  #arenaEnd(): number {
    return this.#count === 0 ? 0 : (this.#ends[this.#count - 1] as number);
  }

  #internWide(text: string, end: number): number {
    const { written } = encoder.encodeInto(text, this.#arena.subarray(end));
    return this.internBytes(this.#arena, end, end + written);
  }

  #intern(bytes: Uint8Array, { from, until, hash }: HashedRange): number {
    if (this.#slots.length === 0) this.#rehash(slotsFor(this.#count));
    const mask = this.#slots.length - 1;
    let slot = spread(hash) & mask;
    for (let held = this.#slots[slot] as number; held !== 0; held = this.#slots[slot] as number) {
      if (this.#hashes[held - 1] === hash >>> 0 && this.#equals(held - 1, bytes, from, until)) {
        return held - 1;
      }
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.#count + 1;
    return this.#append(hash, bytes, from, until);
  }

  #append(hash: number, bytes: Uint8Array, from: number, until: number): number {
    const entry = this.#count;
    const end = this.#arenaEnd();
    this.#reserveArena(end + until - from);
    if (bytes !== this.#arena || from !== end) this.#arena.set(bytes.subarray(from, until), end);
    if (entry === this.#ends.length) this.#growEntries();
    this.#ends[entry] = end + until - from;
    this.#hashes[entry] = hash;
    this.#count = entry + 1;
    if (this.#count > this.#slots.length * fillMax) this.#rehash(this.#slots.length * 2);
    return entry;
  }

  #equals(entry: number, bytes: Uint8Array, from: number, until: number): boolean {
    const start = this.#start(entry);
    if ((this.#ends[entry] as number) - start !== until - from) return false;
    const arena = this.#arena;
    for (let at = from, held = start; at < until; at += 1, held += 1) {
      if (bytes[at] !== arena[held]) return false;
    }
    return true;
  }

  #reserveArena(bytesNeeded: number): void {
    if (bytesNeeded <= this.#arena.length) return;
    if (bytesNeeded > arenaBytesMax) throw fullError();
    const doubled = Math.min(this.#arena.length * 2, arenaBytesMax);
    const grown = new Uint8Array(Math.max(bytesNeeded, doubled));
    grown.set(this.#arena.subarray(0, this.#arenaEnd()));
    this.#arena = grown;
  }

  #growEntries(): void {
    const ends = new Uint32Array(this.#ends.length * 2);
    ends.set(this.#ends);
    this.#ends = ends;
    const hashes = new Uint32Array(this.#hashes.length * 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
  }

  #rehash(length: number): void {
    const slots = new Uint32Array(length);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.#count; entry += 1) {
      let slot = spread(this.#hashes[entry] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry + 1;
    }
    this.#slots = slots;
  }
}

function fullError(): SystemError {
  return new SystemError('the texts of one period and site are more than 4 GiB', {
    hint: 'give less --memory: what is held is written to the spill space earlier then',
  });
}

function slotsFor(entries: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(entries, 8) / fillMax));
}

type HashedRange = { readonly from: number; readonly until: number; readonly hash: number };

/** The 32-bit prime of FNV-1a, whose one multiplication a byte is all that short texts need. */
const hashMultiplier = 0x01000193;

function hashBytes(bytes: Uint8Array, from: number, until: number): number {
  let hash = 0;
  for (let at = from; at < until; at += 1) {
    hash = Math.imul(hash ^ (bytes[at] as number), hashMultiplier);
  }
  return hash;
}

/** The last bytes move only the low bits of the hash far: mixes the high ones in. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
