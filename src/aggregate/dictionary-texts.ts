/** The texts of a dictionary in the row builder's memory, where they are put in order. */
import type { ByteDictionary } from '../model/byte-dictionary.ts';
import type { RowMemory } from './row-memory.ts';

/** Bytes of an item: see assembly/sort-texts.ts, which reads eight bytes at a time. */
const itemBytes = 16;
const readAhead = 8;

/** Where texts begin, one word each and one more: the last one ends there. */
export type TextStarts = { readonly address: number };

export function layOutTexts(memory: RowMemory, dictionary: ByteDictionary): TextStarts {
  const bytes = dictionary.allBytes();
  const texts = memory.allocate(bytes.length + readAhead);
  const address = memory.allocate((dictionary.count + 1) * 4);
  memory.bytes.set(bytes, texts);
  const { words } = memory;
  let start = texts;
  for (let entry = 0; entry < dictionary.count; entry += 1) {
    words[address / 4 + entry] = start;
    start += dictionary.byteLength(entry);
  }
  words[address / 4 + dictionary.count] = start;
  return { address };
}

/** Puts a list of texts, by number, in the order of their bytes. */
export function sortTexts(
  memory: RowMemory,
  starts: TextStarts,
  { list, count }: { readonly list: number; readonly count: number },
): void {
  memory.borrow(() => {
    const items = memory.allocate(count * itemBytes);
    memory.set('textStartsBase', starts.address);
    memory.exports.sortTexts(list, count, items);
  });
}
