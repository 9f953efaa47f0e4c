/** Inflated bytes: the piece under way, and those before it that may still be pointed to. */
import { pieceBase, pieceBytes, windowBase, windowBytes } from './layout';

export const pieceEnd: usize = pieceBase + pieceBytes;

/** Behind the last inflated byte, and the first one that may be pointed to. */
export let outputEnd: usize = 0;
export let oldest: usize = 0;

export function beginOutput(): void {
  oldest = pieceBase;
  outputEnd = pieceBase;
}

export function addOutput(bytes: usize): void {
  outputEnd += bytes;
}

export function isPieceFull(): bool {
  return outputEnd >= pieceEnd;
}

/** The last inflated bytes become those that may be pointed to. */
export function beginPiece(): void {
  memory.copy(windowBase, outputEnd - windowBytes, windowBytes);
  const moved = outputEnd - pieceBase;
  oldest = oldest < windowBase + moved ? windowBase : oldest - moved;
  outputEnd = pieceBase;
}
