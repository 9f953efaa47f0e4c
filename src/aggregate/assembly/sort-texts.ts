/**
 * Texts in the order of their bytes: a quicksort of eight bytes at a time, which looks at what many
 * texts begin with once a level.
 *
 * An item is a text in 16 bytes: the eight bytes that are compared (number), its number (word).
 */

/** Where each text begins: words. It ends where the next one begins. */
export let textStartsBase: usize = 0;

const itemBytes: usize = 16;
const numberAt: usize = 8;
const wordBytes: usize = 8;

/** Below it, inserting is quicker than dividing (chosen). */
const fewBytes: usize = 12 * itemBytes;

/**
 * Sorts a list of numbers of texts; equal texts stand in no particular order.
 * @param items room for the items.
 */
export function sortTexts(list: usize, count: u32, items: usize): void {
  const until = items + <usize>count * itemBytes;
  for (let at = items, from = list; at < until; at += itemBytes, from += 4) {
    store<u32>(at, load<u32>(from), numberAt);
  }
  sortFrom(items, until, 0);
  for (let at = items, to = list; at < until; at += itemBytes, to += 4) {
    store<u32>(to, load<u32>(at, numberAt));
  }
}

/** Sorts texts that are the same up to `depth`. */
function sortFrom(items: usize, until: usize, depth: usize): void {
  for (let at = items; at < until; at += itemBytes) store<u64>(at, wordOf(at, depth));
  sortLoaded(items, until, depth);
}

function sortLoaded(items: usize, end: usize, depth: usize): void {
  let from = items;
  let until = end;
  while (until - from > fewBytes) {
    const pivot = middleOf(from, until);
    let less = from;
    let more = until;
    for (let at = from; at < more;) {
      const word = load<u64>(at);
      if (word < pivot) {
        swap(at, less);
        less += itemBytes;
        at += itemBytes;
      } else if (word > pivot) {
        more -= itemBytes;
        swap(at, more);
      } else at += itemBytes;
    }
    sortSame(less, more, depth);
    // The smaller side first: so calls are never more than a logarithm deep.
    if (less - from < until - more) {
      sortLoaded(from, less, depth);
      from = more;
    } else {
      sortLoaded(more, until, depth);
      until = less;
    }
  }
  insertFew(from, until, depth);
}

function insertFew(from: usize, until: usize, depth: usize): void {
  for (let next = from + itemBytes; next < until; next += itemBytes) {
    for (let at = next; at > from && load<u64>(at - itemBytes) > load<u64>(at); at -= itemBytes) {
      swap(at, at - itemBytes);
    }
  }
  for (let first = from; first < until;) {
    let end = first + itemBytes;
    while (end < until && load<u64>(end) == load<u64>(first)) end += itemBytes;
    sortSame(first, end, depth);
    first = end;
  }
}

/** Sorts texts that are the same up to `depth` and eight bytes on, missing ones taken as 0. */
function sortSame(items: usize, until: usize, depth: usize): void {
  if (until - items <= itemBytes) return;
  const deeper = depth + wordBytes;
  // Those that have ended are the beginning of all others, and among them the shorter ones.
  let ended = items;
  for (let at = items; at < until; at += itemBytes) {
    if (lengthOf(at) > deeper) continue;
    swap(at, ended);
    for (let to = ended; to > items && lengthOf(to - itemBytes) > lengthOf(to); to -= itemBytes) {
      swap(to, to - itemBytes);
    }
    ended += itemBytes;
  }
  if (until - ended > itemBytes) sortFrom(ended, until, deeper);
}

function middleOf(from: usize, until: usize): u64 {
  const a = load<u64>(from);
  const b = load<u64>(from + ((until - from) / itemBytes / 2) * itemBytes);
  const c = load<u64>(until - itemBytes);
  return max<u64>(min<u64>(a, b), min<u64>(max<u64>(a, b), c));
}

function swap(a: usize, b: usize): void {
  const word = load<u64>(a);
  const number = load<u32>(a, numberAt);
  store<u64>(a, load<u64>(b));
  store<u32>(a, load<u32>(b, numberAt), numberAt);
  store<u64>(b, word);
  store<u32>(b, number, numberAt);
}

function lengthOf(item: usize): usize {
  const start = textStartsBase + ((<usize>load<u32>(item, numberAt)) << 2);
  return <usize>(load<u32>(start, 4) - load<u32>(start));
}

/** The eight bytes of a text from `depth` on, the first uppermost; 0 for those behind its end. */
function wordOf(item: usize, depth: usize): u64 {
  const start = textStartsBase + ((<usize>load<u32>(item, numberAt)) << 2);
  const at = <usize>load<u32>(start) + depth;
  const until: usize = load<u32>(start, 4);
  if (at >= until) return 0;
  const word = bswap<u64>(load<u64>(at));
  const missing = wordBytes - min<usize>(until - at, wordBytes);
  return (word >> ((<u64>missing) << 3)) << ((<u64>missing) << 3);
}
