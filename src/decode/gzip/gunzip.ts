/**
 * A gzip object of any number of members (RFC 1952), each proven by its own trailer: a CRC-32 and
 * the length of what it inflates to. What cannot be proven to its last byte is an ObjectError.
 */
import { crc32 } from '@node-rs/crc32';
import { hexFromBytes } from '../../base/bytes.ts';
import { ObjectError } from '../../model/object-error.ts';
import type { ObjectFault } from '../../model/object-error.ts';
import { readGunzipHeader } from './gunzip-header.ts';
import type { GunzipPieces } from './gunzip-pieces.ts';
import { inflateMember } from './inflate-member.ts';
import type { InflateSink } from './inflate-member.ts';

const trailerBytes = 8;

/**
 * Hands all inflated bytes of the object to `sink`, in order, cut anywhere. They are proven only
 * when this returns: until then their receiver holds back what it makes of them.
 *
 * Zero bytes behind the last member are `trailing` like all others: gzip writes none, but a file
 * whose size was set before its data came has them where data is missing.
 * @throws ObjectError `truncated`, `damaged`, `trailing`, `not_gzip`.
 */
export async function gunzip(key: string, pieces: GunzipPieces, sink: InflateSink): Promise<void> {
  for (let member = 1; ; member += 1) {
    const from = pieces.offset;
    const fail = (fault: ObjectFault, detail: string): ObjectError =>
      new ObjectError(key, fault, `member ${member}, from byte ${from} on: ${detail}`);
    const header = await readGunzipHeader(pieces);
    switch (header.kind) {
      case 'end':
        return;
      case 'foreign':
        throw foreignBytes(key, { member, from, found: header.found });
      case 'truncated':
        throw fail('truncated', `the object ends in its header, at byte ${pieces.offset}`);
      case 'damaged':
        throw fail('damaged', header.detail);
      case 'member':
        await gunzipMember(pieces, sink, fail);
    }
  }
}

async function gunzipMember(
  pieces: GunzipPieces,
  sink: InflateSink,
  fail: (fault: ObjectFault, detail: string) => ObjectError,
): Promise<void> {
  let crc = 0;
  let length = 0;
  const fault = await inflateMember(pieces, (bytes) => {
    crc = crc32(bytes, crc);
    length += bytes.length;
    sink(bytes);
  });
  if (fault !== undefined) throw fail(fault.kind, `${fault.detail}, byte ${pieces.offset}`);
  const trailer = await pieces.take(trailerBytes);
  if (trailer.length < trailerBytes) {
    throw fail('truncated', `the object ends in its trailer, at byte ${pieces.offset}`);
  }
  const view = new DataView(trailer.buffer, trailer.byteOffset);
  const expectedCrc = view.getUint32(0, true);
  if (expectedCrc !== crc) {
    throw fail('damaged', `its CRC-32 is ${hex(crc)}, its trailer says ${hex(expectedCrc)}`);
  }
  // The trailer holds the length modulo 2^32.
  const expectedLength = view.getUint32(4, true);
  if (expectedLength !== length % 2 ** 32) {
    throw fail('damaged', `it has ${length} bytes, its trailer says ${expectedLength}`);
  }
}

function foreignBytes(
  key: string,
  at: { readonly member: number; readonly from: number; readonly found: Uint8Array },
): ObjectError {
  const found = hexFromBytes(at.found);
  if (at.member === 1) return new ObjectError(key, 'not_gzip', `it begins with ${found}`);
  const detail = `behind member ${at.member - 1}, from byte ${at.from} on: ${found}`;
  return new ObjectError(key, 'trailing', detail);
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
