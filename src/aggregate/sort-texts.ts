/** Puts texts in the row builder's memory in order. */
import type { RowMemory } from './row-memory.ts';

/** Bytes of an item: see assembly/sort-texts.ts, which reads eight bytes at a time. */
const itemBytes = 16;

/** Where texts begin, one word each and one more: the last one ends there. */
export type TextStarts = { readonly address: number };

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
