/** The texts of several dictionaries made one: each text once, numbered as they are met. */

/** Where each text begins, one after another: a word for each, and one for where the last ends. */
export let internedStartsBase: usize = 0;
/** The hash of each. */
export let internedHashesBase: usize = 0;
export let internedCount: u32 = 0;

/** Open addressing: number + 1, or 0. At most half full. */
export let internedSlotsBase: usize = 0;
export let internedSlotMask: u32 = 0;

/**
 * Adds the texts of a dictionary.
 * @param bytes where they lie, one after another: anywhere behind the last text, and new ones are
 * moved down to it.
 * @param ends where each one ends, counted from there, in words; `hashes` likewise.
 * @param numbers where the number of each is written.
 */
export function internTexts(
  bytes: usize,
  ends: usize,
  hashes: usize,
  count: u32,
  numbers: usize,
): void {
  let from = bytes;
  for (let word: usize = 0; word < (<usize>count) << 2; word += 4) {
    const until = bytes + <usize>load<u32>(ends + word);
    store<u32>(numbers + word, numberOf(from, until - from, load<u32>(hashes + word)));
    from = until;
  }
}

function numberOf(text: usize, bytes: usize, hash: u32): u32 {
  let slot = spread(hash) & internedSlotMask;
  for (;;) {
    const held = load<u32>(slotAt(slot));
    if (held == 0) break;
    if (isText(held - 1, text, bytes, hash)) return held - 1;
    slot = (slot + 1) & internedSlotMask;
  }
  store<u32>(slotAt(slot), internedCount + 1);
  append(text, bytes, hash);
  return internedCount - 1;
}

function append(text: usize, bytes: usize, hash: u32): void {
  const word = (<usize>internedCount) << 2;
  const end = load<u32>(internedStartsBase + word);
  memory.copy(end, text, bytes);
  store<u32>(internedHashesBase + word, hash);
  store<u32>(internedStartsBase + word, end + <u32>bytes, 4);
  internedCount += 1;
}

function isText(number: u32, text: usize, bytes: usize, hash: u32): bool {
  const word = (<usize>number) << 2;
  if (load<u32>(internedHashesBase + word) != hash) return false;
  const start: usize = load<u32>(internedStartsBase + word);
  if (<usize>load<u32>(internedStartsBase + word, 4) - start != bytes) return false;
  let at: usize = 0;
  for (; at + 8 <= bytes; at += 8) if (load<u64>(start + at) != load<u64>(text + at)) return false;
  for (; at < bytes; at += 1) if (load<u8>(start + at) != load<u8>(text + at)) return false;
  return true;
}

function slotAt(slot: u32): usize {
  return internedSlotsBase + ((<usize>slot) << 2);
}

/** As dictionaries do: the last bytes of a text move only the low bits of its hash far. */
function spread(hash: u32): u32 {
  const mixed = (hash ^ (hash >> 15)) * 0x85ebca6b;
  return mixed ^ (mixed >> 13);
}
