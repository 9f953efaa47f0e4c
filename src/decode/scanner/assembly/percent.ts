/** Percent-encoded text decoded, as request-query.ts does it where every escape is whole. */

/**
 * Decodes [start, start + bytes) to `target`, which has as much room. `+` is a space.
 * @returns the end of what was written; 0 where an escape is broken, or they make no UTF-8.
 */
export function decodePercent(start: usize, bytes: u32, target: usize): usize {
  const end = start + bytes;
  let to = target;
  let isWide = false;
  for (let at = start; at < end; to += 1) {
    const byte = load<u8>(at);
    at += 1;
    if (byte != 0x25) {
      store<u8>(to, byte == 0x2b ? 0x20 : byte);
      continue;
    }
    if (at + 2 > end) return 0;
    const value = (hexDigit(load<u8>(at)) << 4) | hexDigit(load<u8>(at, 1));
    if (value > 0xff) return 0;
    if (value > 0x7f) isWide = true;
    store<u8>(to, <u8>value);
    at += 2;
  }
  return isWide && !isUtf8(target, to) ? 0 : to;
}

/** Above FF where it is none. */
function hexDigit(byte: u8): u32 {
  const digit = <u32>byte - 0x30;
  if (digit < 10) return digit;
  const letter = ((<u32>byte) | 0x20) - 0x61;
  return letter < 6 ? letter + 10 : 0x1000;
}

/** RFC 3629: shortest forms only, no surrogates, nothing above U+10FFFF. */
export function isUtf8(start: usize, end: usize): bool {
  let at = start;
  while (at < end) {
    const lead = <u32>load<u8>(at);
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    if (lead < 0xc2 || lead > 0xf4) return false;
    const length: u32 = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (at + length > end) return false;
    const second = <u32>load<u8>(at, 1);
    const least: u32 = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const most: u32 = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) return false;
    for (let next: u32 = 2; next < length; next += 1) {
      if ((load<u8>(at + next) & 0xc0) != 0x80) return false;
    }
    at += length;
  }
  return true;
}
