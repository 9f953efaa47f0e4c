/**
 * The texts that batches hold. A decoder keeps each of them once, and a batch gets those that its
 * events name: to look the same few thousand texts up for every batch by their bytes took a tenth
 * of reading (measured).
 */
import { ByteDictionary } from '../model/byte-dictionary.ts';

/** Texts are forgotten when they take this much: they are worked out again, once (chosen). */
const keptBytesMax = 8 * 1024 * 1024;

/** They are forgotten, too, when they are so many. */
const keptTextsMax = 2 ** 19;

/** Where it is written which texts a batch names: assembly/fill-columns.ts of the scanner too. */
export type TextPlaces = {
  /** How many there are, then their numbers in `EventTexts.source`, in order of first sight. */
  readonly named: Uint32Array;
  /** By such a number the entry in the batch; 0 = none yet. */
  readonly entries: Uint32Array;
};

/** Words that places for batches of which each event names `texts` at most must have. */
export function textPlaceWords(events: number, texts: number): { named: number; entries: number } {
  const named = events * texts + 1;
  return { named, entries: keptTextsMax + named };
}

/** The texts of the batch that is being filled, among all that the decoder keeps. */
export class EventTexts {
  readonly places: TextPlaces;
  #source = new ByteDictionary();

  /** @param places of zeros. */
  constructor(places: TextPlaces) {
    this.places = places;
  }

  /** Where texts are kept: the same for all of a batch. */
  get source(): ByteDictionary {
    return this.#source;
  }

  /** The batch's entry of a text; 0 = the empty one, which says that there is none. */
  entryOf(text: string): number {
    const { named, entries } = this.places;
    const number = this.#source.internText(text);
    const known = entries[number]!;
    if (known !== 0 || number === 0) return known;
    const count = named[0]! + 1;
    named[0] = count;
    named[count] = number;
    entries[number] = count;
    return count;
  }

  /** The dictionary of the batch; the next one begins with none of it. */
  finish(): ByteDictionary {
    const { named, entries } = this.places;
    const numbers = named.subarray(1, named[0]! + 1);
    const dictionary = ByteDictionary.fromEntries(this.#source, numbers);
    for (let index = 0; index < numbers.length; index += 1) entries[numbers[index]!] = 0;
    named[0] = 0;
    const isFull = this.#source.memoryBytes > keptBytesMax || this.#source.count > keptTextsMax;
    if (isFull) this.#source = new ByteDictionary();
    return dictionary;
  }
}
