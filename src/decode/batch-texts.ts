/**
 * The texts that batches hold. A decoder keeps each of them once, and a batch gets those that its
 * events name: to look the same few thousand texts up for every batch by their bytes took a tenth
 * of reading (measured).
 */
import { ByteDictionary } from '../model/byte-dictionary.ts';

/** Texts are forgotten when they take this much: they are worked out again, once (chosen). */
const textBytesMax = 8 * 1024 * 1024;

/** All texts of a decoder, shared by what it fills batches with. */
export class TextBook {
  #texts = new ByteDictionary();

  /** For a new batch, which keeps to it until it is full. */
  get texts(): ByteDictionary {
    if (this.#texts.memoryBytes > textBytesMax) this.#texts = new ByteDictionary();
    return this.#texts;
  }
}

const roomAtFirst = 1024;

/** The texts of the batch that is being filled. */
export class BatchTexts {
  readonly #book: TextBook;
  #texts: ByteDictionary;
  /** Entries of #texts, in the order in which the batch came to name them; entry 0 is left out. */
  #named = new Int32Array(roomAtFirst);
  #count = 0;
  /** By entry of #texts, that of the batch; 0 = none yet. */
  #entries = new Int32Array(roomAtFirst);

  constructor(book: TextBook) {
    this.#book = book;
    this.#texts = book.texts;
  }

  /** Where texts are kept: the same for all of a batch. */
  get source(): ByteDictionary {
    return this.#texts;
  }

  /** The batch's entry of what `source` holds as `text`. */
  entryOf(text: number): number {
    const known = text < this.#entries.length ? this.#entries[text]! : 0;
    return known !== 0 || text === 0 ? known : this.#name(text);
  }

  /** The dictionary of the batch; the next one begins with none of it. */
  finish(): ByteDictionary {
    const named = this.#named.subarray(0, this.#count);
    const dictionary = ByteDictionary.fromEntries(this.#texts, named);
    for (const text of named) this.#entries[text] = 0;
    this.#count = 0;
    this.#texts = this.#book.texts;
    return dictionary;
  }

  #name(text: number): number {
    if (text >= this.#entries.length) this.#entries = withRoom(this.#entries, text + 1);
    if (this.#count === this.#named.length) this.#named = withRoom(this.#named, this.#count + 1);
    this.#named[this.#count] = text;
    this.#count += 1;
    this.#entries[text] = this.#count;
    return this.#count;
  }
}

function withRoom(words: Int32Array, needed: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(2 ** Math.ceil(Math.log2(needed)) * 2);
  grown.set(words);
  return grown;
}
