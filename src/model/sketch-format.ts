/**
 * How a sketch lies in bytes: hll-storage-spec version 1 (Aggregate Knowledge), as PostgreSQL's
 * extension `hll` stores it. Three header bytes, then nothing (empty), the values themselves
 * (explicit), pairs of register and value (sparse), or all registers (full).
 *
 * The set alone decides the kind, so equal sets have equal bytes: explicit up to `explicitMax`
 * values, above that sparse while it is shorter than full. The extension agrees as long as nobody
 * calls `hll_set_max_sparse` or stores bytes that were made elsewhere.
 */

/** The low bits of a hash name its register. 2^14 registers give a standard error of 0.81 %. */
export const indexBits = 14;
export const registerCount = 1 << indexBits;

/** Not 6: with it the extension's estimate overflows and is no number. */
export const registerBits = 5;
export const registerMax = (1 << registerBits) - 1;

export const headerBytes = 3;

/** A sparse sketch is made of words of this many bits: register, then its value. */
export const sparseWordBits = indexBits + registerBits;

const fullBits = registerCount * registerBits;
export const fullSketchBytes = headerBytes + fullBits / 8;

/** The most values that are kept as they are: as many as fit in the bytes of a full sketch. */
export const explicitMax = (fullSketchBytes - headerBytes) / 8;

/** The most registers of a sparse sketch, whose bits stay below those of a full one: 4,311. */
export const sparseMax = Math.ceil(fullBits / sparseWordBits) - 1;

/** No sketch is longer than this. */
export const sketchBytesMax = fullSketchBytes;

/** First bytes: version 1 in the upper half, the kind in the lower. */
export const emptyMark = 0x11;
export const explicitMark = 0x12;
export const sparseMark = 0x13;
export const fullMark = 0x14;

/** Second byte: register width less one, then log2 of the number of registers. */
export const parameterByte = ((registerBits - 1) << 5) | indexBits;

/** Third byte: sparse is allowed, and the explicit threshold is the automatic one. */
export const cutoffByte = 0x7f;

/** The sketch of the empty set. */
export const emptySketch: Uint8Array = Uint8Array.of(emptyMark, parameterByte, cutoffByte);

/** Bytes of an explicit sketch of `count` values, 1 to `explicitMax`. */
export function explicitSketchBytes(count: number): number {
  return headerBytes + count * 8;
}

/** Bytes of a sparse sketch of `count` registers, 0 to `sparseMax`. */
export function sparseSketchBytes(count: number): number {
  return headerBytes + Math.ceil((count * sparseWordBits) / 8);
}
