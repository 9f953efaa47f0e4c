/** The header of a gzip member (RFC 1952, section 2.3): checked, and otherwise passed over. */
import { crc32 } from '@node-rs/crc32';
import type { GunzipPieces } from './gunzip-pieces.ts';

/** `end`: no byte is left. `foreign`: what follows is no member of a gzip file. */
export type GunzipHeader =
  | { readonly kind: 'member' | 'end' | 'truncated' }
  | { readonly kind: 'foreign'; readonly found: Uint8Array }
  | { readonly kind: 'damaged'; readonly detail: string };

const magic = [0x1f, 0x8b];
const deflateMethod = 8;
const fixedBytes = 10;
const flags = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 };

/** Reads up to the first byte of the member's deflate data. */
export async function readGunzipHeader(pieces: GunzipPieces): Promise<GunzipHeader> {
  const fixed = await pieces.take(fixedBytes);
  if (fixed.length === 0) return { kind: 'end' };
  if (magic.some((byte, index) => index < fixed.length && fixed[index] !== byte)) {
    return { kind: 'foreign', found: fixed };
  }
  const [, , method = deflateMethod, present = 0] = fixed;
  if (method !== deflateMethod) return damaged(`method ${method} is not deflate (8)`);
  if ((present & flags.reserved) !== 0) return damaged(`reserved flags are set (${present})`);
  if (fixed.length < fixedBytes) return { kind: 'truncated' };
  return readOptionalFields(pieces, present, crc32(fixed));
}

async function readOptionalFields(
  pieces: GunzipPieces,
  present: number,
  fixedCrc: number,
): Promise<GunzipHeader> {
  let crc = fixedCrc;
  const take = async (bytes: number): Promise<Uint8Array> => {
    const taken = await pieces.take(bytes);
    crc = crc32(taken, crc);
    return taken;
  };
  if ((present & flags.extra) !== 0) {
    const [low, high] = await take(2);
    if (low === undefined || high === undefined) return { kind: 'truncated' };
    const extraBytes = low + high * 256;
    if ((await take(extraBytes)).length < extraBytes) return { kind: 'truncated' };
  }
  for (const text of [flags.name, flags.comment]) {
    if ((present & text) !== 0 && !(await skipText(take))) return { kind: 'truncated' };
  }
  if ((present & flags.headerCrc) === 0) return { kind: 'member' };
  const expected = crc & 0xffff;
  const [low, high] = await take(2);
  if (low === undefined || high === undefined) return { kind: 'truncated' };
  const found = low + high * 256;
  if (found === expected) return { kind: 'member' };
  return damaged(`its header says CRC-16 ${found}, its bytes make ${expected}`);
}

/** Passes over a text that ends with a zero byte; false where the object ends first. */
async function skipText(take: (bytes: number) => Promise<Uint8Array>): Promise<boolean> {
  for (;;) {
    const [byte] = await take(1);
    if (byte === undefined) return false;
    if (byte === 0) return true;
  }
}

function damaged(detail: string): GunzipHeader {
  return { kind: 'damaged', detail };
}
