/**
 * A set of small whole numbers that gives them back in order, at the cost of those that are in it:
 * a bit for each number, above that a bit for each word that is not zero, and another level above
 * it. Takes the place of sorting.
 *
 * Block: addresses of the three levels from the numbers up, end of the uppermost. All zeros between
 * uses.
 */

/** @returns the address of the words of a level: 0 = the numbers themselves. */
function levelOf(set: usize, level: usize): usize {
  return load<u32>(set + (level << 2));
}

export function addNumber(set: usize, number: u32): void {
  setBit(levelOf(set, 0), number);
  setBit(levelOf(set, 1), number >> 6);
  setBit(levelOf(set, 2), number >> 12);
}

function setBit(words: usize, number: u32): void {
  const at = words + (((<usize>number) >> 6) << 3);
  store<u64>(at, load<u64>(at) | ((<u64>1) << (number & 63)));
}

/** Empties the set into a list of words at `target`, ascending; returns how many there were. */
export function takeNumbers(set: usize, target: usize): u32 {
  const top = levelOf(set, 2);
  const topUntil = levelOf(set, 3);
  let to = target;
  for (let at = top; at < topUntil; at += 8) {
    const firstGroup = ((at - top) >> 3) << 6;
    for (let bits = takeWord(at); bits != 0; bits &= bits - 1) {
      to = takeGroup(set, firstGroup + <usize>ctz(bits), to);
    }
  }
  return <u32>((to - target) >> 2);
}

function takeGroup(set: usize, group: usize, target: usize): usize {
  const numbers = levelOf(set, 0);
  let to = target;
  let groupBits = takeWord(levelOf(set, 1) + (group << 3));
  for (; groupBits != 0; groupBits &= groupBits - 1) {
    const word = (group << 6) + <usize>ctz(groupBits);
    let bits = takeWord(numbers + (word << 3));
    for (; bits != 0; bits &= bits - 1) {
      store<u32>(to, <u32>((word << 6) + <usize>ctz(bits)));
      to += 4;
    }
  }
  return to;
}

function takeWord(at: usize): u64 {
  const bits = load<u64>(at);
  if (bits != 0) store<u64>(at, 0);
  return bits;
}
