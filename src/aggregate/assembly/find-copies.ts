/** Events with an identity that one before has: by open addressing of the 128-bit identities. */

/** Identities, 16 bytes for each event. */
export let identitiesBase: usize = 0;

/**
 * Slots, 8 bytes each, at most half full, zeros at first: number of the event from 1, and a word of
 * its identity, so that other events in the way are passed without looking at theirs.
 */
export let identitySlotsBase: usize = 0;
export let identitySlotMask: u32 = 0;

const slotWordAt: usize = 4;

/**
 * Sets the bit of each event that is a copy.
 * @param others bits of those that are to be passed by.
 * @returns how many copies there are.
 */
export function findCopies(count: u32, others: usize, bitsBase: usize): u32 {
  let copies: u32 = 0;
  for (let event: u32 = 0; event < count; event += 1) {
    const word = (<usize>(event >> 5)) << 2;
    const bit: u32 = 1 << (event & 31);
    if ((load<u32>(others + word) & bit) != 0) continue;
    const slot = slotOf(event);
    if (load<u32>(slot) == 0) {
      store<u32>(slot, event + 1);
      store<u32>(slot, load<u32>(identityOf(event) + 4), slotWordAt);
      continue;
    }
    store<u32>(bitsBase + word, load<u32>(bitsBase + word) | bit);
    copies += 1;
  }
  return copies;
}

/** Writes each copy and the event that counts in its place, in words. */
export function listCopies(count: u32, bitsBase: usize, target: usize): void {
  let to = target;
  for (let word: u32 = 0; word < (count + 31) >> 5; word += 1) {
    let bits = load<u32>(bitsBase + ((<usize>word) << 2));
    for (; bits != 0; bits &= bits - 1) {
      const event = (word << 5) + ctz(bits);
      store<u32>(to, event);
      store<u32>(to, load<u32>(slotOf(event)) - 1, 4);
      to += 8;
    }
  }
}

/** Where an identity is, or where it would be put. */
function slotOf(event: u32): usize {
  const identity = identityOf(event);
  const word = load<u32>(identity, 4);
  let slot = load<u32>(identity) & identitySlotMask;
  let at = addressOf(slot);
  while (load<u32>(at) != 0) {
    if (load<u32>(at, slotWordAt) == word && isSame(identity, identityOf(load<u32>(at) - 1))) break;
    slot = (slot + 1) & identitySlotMask;
    at = addressOf(slot);
  }
  return at;
}

function addressOf(slot: u32): usize {
  return identitySlotsBase + ((<usize>slot) << 3);
}

function identityOf(event: u32): usize {
  return identitiesBase + ((<usize>event) << 4);
}

function isSame(a: usize, b: usize): bool {
  return load<u64>(a) == load<u64>(b) && load<u64>(a, 8) == load<u64>(b, 8);
}
