/** What becomes of deflate data: by Node's zlib, and by the inflater. */
import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { GunzipPieces } from '../../src/decode/gzip/gunzip-pieces.ts';
import { inflateMember } from '../../src/decode/gzip/inflate-member.ts';

export type Found =
  | { readonly kind: 'inflated'; readonly digest: string; readonly deflatedBytes: number }
  | { readonly kind: 'truncated' | 'damaged' };

export function byZlib(data: Uint8Array): Found {
  try {
    // With `info` Node returns the engine too, which its types do not know.
    const { buffer, engine } = inflateRawSync(data, { info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { kind: 'inflated', digest: digestOf([buffer]), deflatedBytes: engine.bytesWritten };
  } catch (error) {
    const isCut = (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
    return { kind: isCut ? 'truncated' : 'damaged' };
  }
}

export async function byInflater(data: Uint8Array, pieceBytes: number): Promise<Found> {
  const pieces = new GunzipPieces(piecesOf(data, pieceBytes));
  const inflated: Buffer[] = [];
  const fault = await inflateMember(pieces, (bytes) => inflated.push(Buffer.from(bytes)));
  if (fault !== undefined) return { kind: fault.kind };
  return { kind: 'inflated', digest: digestOf(inflated), deflatedBytes: pieces.offset };
}

async function* piecesOf(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

export function digestOf(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
