/** How the memory that a run may take is shared out. */

export type MemoryShares = {
  /** Events of open periods; while one is derived, as much again is needed. */
  readonly eventBytesMax: number;
  /** The embedded engine of folder stores, for each of them. */
  readonly engineBytesMax: number;
};

const mebibyte = 1024 ** 2;

/**
 * Node itself, its buffers and the code: what a run takes before it holds any event. Measured on
 * a million lean events: 277 MB at the peak with 24 MiB of events and an engine of 64 MiB. With 200
 * in its place, ten million events of one day, 124 MiB of them held, took 539 MiB of 512.
 */
const baseBytes = 240 * mebibyte;

/** Below it nothing useful could be done. */
export const memoryBytesMin = 320 * mebibyte;

/** @param memoryBytes peak resident size of the whole process, at least `memoryBytesMin`. */
export function splitMemory(memoryBytes: number, stores: number): MemoryShares {
  const engineBytesMax = Math.floor(Math.max(64 * mebibyte, memoryBytes / 8) / Math.max(1, stores));
  const eventBytes = memoryBytes - baseBytes - engineBytesMax * stores;
  return { eventBytesMax: Math.max(16 * mebibyte, Math.floor(eventBytes / 2)), engineBytesMax };
}
